//! The price list of the operator, and who pays which days of an App on which plan (I24).

use serde::{Deserialize, Serialize};

use super::{
    day::Day,
    id::BillingContactId,
    money::{Money, add_to, cost_of_days},
};

/// A plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct PlanCard {
    pub key: String,
    pub name: String,
    /// Net, for a month.
    pub price: Money,
    pub memory_mb: i64,
    pub storage_mb: i64,
    pub domains: i64,
}

impl PlanCard {
    /// The plan without its price.
    pub fn room(self) -> PlanRoom {
        let Self { key, name, memory_mb, storage_mb, domains, .. } = self;
        PlanRoom { key, name, memory_mb, storage_mb, domains }
    }
}

/// What a plan has room for. What it costs is not everybody's to know (matrix row 42).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct PlanRoom {
    pub key: String,
    pub name: String,
    pub memory_mb: i64,
    pub storage_mb: i64,
    pub domains: i64,
}

/// The plan of a new trial.
pub const TRIAL_PLAN: &str = "small";

/// A run of days that one Billing Contact pays on one plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    pub from: Day,
    /// The first day that is no longer paid; open while it runs.
    pub to: Option<Day>,
    pub payer: BillingContactId,
    pub plan: String,
    pub price: i64,
    pub currency: String,
}

impl Period {
    /// Whether the next period is the same once more: something was changed and, on the same day, changed back.
    fn goes_on_in(&self, next: &Self) -> bool {
        let terms = |period: &Self| (period.payer, period.price);
        terms(self) == terms(next)
            && (&self.plan, &self.currency) == (&next.plan, &next.currency)
            && self.to == Some(next.from)
    }
}

/// What a change of payer or plan does to the open period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It was changed today already: that change has not begun, so it is the one that changes.
    Edit,
    /// It ends with today, and the next one begins tomorrow.
    Follow { from: Day },
}

impl Turn {
    /// How a period that began on `from` goes on when something changes on the day `today`: the old terms through today,
    /// the new ones from tomorrow.
    pub const fn of(from: Day, today: Day) -> Self {
        if from.0 > today.0 { Self::Edit } else { Self::Follow { from: today.plus(1) } }
    }
}

/// What these periods cost in the month of `today`, today included: each currency for itself.
pub fn cost_so_far(periods: &[Period], today: Day) -> Vec<Money> {
    let (first, next) = today.month();
    let mut sums = Vec::new();
    // As on an invoice, what goes on as it was is one run.
    for run in periods.chunk_by(Period::goes_on_in) {
        let (Some(period), Some(last)) = (run.first(), run.last()) else { continue };
        let from = period.from.max(first);
        let to = last.to.unwrap_or(next).min(today.plus(1));
        let days = (to.0 - from.0).max(0);
        add_to(&mut sums, cost_of_days(period.price, days, next.0 - first.0), &period.currency);
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::moment::Moment;

    /// 29.00 for the 31 days of January, as on the invoice; the 9.35, 9.35 and 10.29 of its thirds are 28.99.
    #[test]
    fn a_month_of_one_plan_costs_the_price_also_when_a_change_was_taken_back() {
        let day = |text: &str| Day::of(Moment::parse_day(text).unwrap());
        let payer = BillingContactId::new(Moment::from_millis(0), [1; 10]);
        let period = |from: &str, to: Option<&str>, price| Period {
            from: day(from),
            to: to.map(day),
            payer,
            plan: "standard".into(),
            price,
            currency: "EUR".into(),
        };
        let thirds = [
            period("2027-01-01", Some("2027-01-11"), 2_900),
            period("2027-01-11", Some("2027-01-21"), 2_900),
            period("2027-01-21", None, 2_900),
        ];
        assert_eq!(cost_so_far(&thirds, day("2027-01-31")), [Money::new(2_900, "EUR")]);
        let risen = [period("2027-01-01", Some("2027-01-11"), 2_900), period("2027-01-11", None, 3_100)];
        assert_eq!(cost_so_far(&risen, day("2027-01-31")), [Money::new(935 + 2_100, "EUR")]);
    }
}
