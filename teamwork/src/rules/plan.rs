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
    for period in periods {
        let from = period.from.max(first);
        let to = period.to.unwrap_or(next).min(today.plus(1));
        let days = (to.0 - from.0).max(0);
        add_to(&mut sums, cost_of_days(period.price, days, next.0 - first.0), &period.currency);
    }
    sums
}
