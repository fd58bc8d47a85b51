//! Dunning (4.5, E73, E74): what comes on which day when an open invoice is not paid, and how its Billing Contact stands.

use serde::{Deserialize, Serialize};

use super::{day::Day, id::BillingContactId, invoice::InvoiceNumber, money::Money};
#[cfg(feature = "store")]
use super::{house::HouseRules, moment::DAY};

/// So many days before its Apps are deleted a Billing Contact is warned (M33).
pub const WARNING_DAYS: i64 = 10;
/// No App is suspended earlier than so many days after a reminder: at least 24 hours have passed then, whatever the hour.
pub const RESPITE_DAYS: i64 = 2;

/// How far the reminders of an open invoice have come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Nothing has happened yet.
    #[default]
    Quiet,
    /// Told once that payment is due (M30).
    Reminded,
    /// Told once more (M30).
    RemindedAgain,
    /// The Apps of the Billing Contact are suspended (M32).
    Blocked,
    /// Told on which day the Apps are to be deleted (M33).
    Warned,
    /// That day has come: the Apps are deleted when the operator confirms it.
    Doomed,
}

impl Step {
    /// In the order in which they come. The place of a step is the number that is stored.
    pub const ALL: [Self; 6] =
        [Self::Quiet, Self::Reminded, Self::RemindedAgain, Self::Blocked, Self::Warned, Self::Doomed];

    /// The word in the log.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Quiet => "quiet",
            Self::Reminded => "reminded",
            Self::RemindedAgain => "reminded_again",
            Self::Blocked => "blocked",
            Self::Warned => "warned",
            Self::Doomed => "doomed",
        }
    }

    /// The number that is stored.
    pub const fn number(self) -> i64 {
        self as i64
    }

    /// The step of a stored number. One that is none stands for the last: nobody is let off by a mistake.
    pub fn of(number: i64) -> Self {
        usize::try_from(number).ok().and_then(|place| Self::ALL.get(place).copied()).unwrap_or(Self::Doomed)
    }

    /// The step after this one.
    pub fn next(self) -> Option<Self> {
        Self::ALL.into_iter().find(|step| *step > self)
    }

    /// How a Billing Contact stands because of an open invoice at this step.
    pub const fn arrears(self) -> Arrears {
        match self {
            Self::Quiet => Arrears::Active,
            Self::Reminded | Self::RemindedAgain => Arrears::Failing,
            Self::Blocked | Self::Warned | Self::Doomed => Arrears::Blocked,
        }
    }
}

impl std::str::FromStr for Step {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|step| step.key() == text).ok_or(())
    }
}

/// How a live Billing Contact stands: the worst of its open invoices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "lowercase"))]
#[serde(rename_all = "lowercase")]
pub enum Arrears {
    /// Nothing was to be reminded of.
    #[default]
    Active,
    /// A payment is overdue, and somebody was reminded of it.
    Failing,
    /// Its Apps are suspended, and it takes no new ones.
    Blocked,
}

impl Arrears {
    /// The words on the page.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Failing => "Payment overdue",
            Self::Blocked => "Blocked: payment overdue",
        }
    }

    /// The word in the log.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Failing => "failing",
            Self::Blocked => "blocked",
        }
    }

    /// How somebody stands whose open invoices are at these steps.
    pub fn worst(steps: impl IntoIterator<Item = Step>) -> Self {
        steps.into_iter().max().unwrap_or_default().arrears()
    }
}

/// When each step comes, in days after an invoice was due. Whatever the operator has set, each comes after the one before.
#[cfg(feature = "store")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timetable {
    reminder: i64,
    second_reminder: i64,
    suspension: i64,
    deletion: i64,
}

#[cfg(feature = "store")]
impl Timetable {
    /// The timetable of this house.
    pub fn of(rules: &HouseRules) -> Self {
        let [reminder, second_reminder, suspension, deletion] =
            [rules.reminder, rules.second_reminder, rules.suspension, rules.deletion].map(|after| after / DAY);
        let second_reminder = second_reminder.max(reminder + 1);
        let suspension = suspension.max(second_reminder + RESPITE_DAYS);
        let deletion = deletion.max(suspension + WARNING_DAYS + 1);
        Self { reminder, second_reminder, suspension, deletion }
    }

    /// The day on which an invoice that was due on `due` takes its first step.
    pub const fn first(&self, due: Day) -> Day {
        due.plus(self.reminder)
    }

    /// The day on which the next step comes, for an invoice that takes this one on `today`. Nobody is suspended without a
    /// reminder before it, and what was suspended late is deleted late (4.5).
    pub fn after(&self, step: Step, due: Day, today: Day) -> Option<Day> {
        match step {
            Step::Quiet => Some(self.first(due)),
            Step::Reminded => Some(due.plus(self.second_reminder)),
            Step::RemindedAgain => Some(due.plus(self.suspension).max(today.plus(RESPITE_DAYS))),
            Step::Blocked => Some(self.deletion_day(due, today).plus(-WARNING_DAYS)),
            Step::Warned => Some(today.plus(WARNING_DAYS)),
            Step::Doomed => None,
        }
    }

    /// The day from which the Apps can be deleted, if they are suspended on `today`.
    pub fn deletion_day(&self, due: Day, today: Day) -> Day {
        due.plus(self.deletion).max(today.plus(self.deletion - self.suspension))
    }

    /// The step at which an invoice stands on `today`, when it was at `step` and its next one comes on `next`. After a long
    /// silence it passes over what it has missed, but never over a step that has to wait for the one before.
    pub fn reached(&self, step: Step, due: Day, next: Option<Day>, today: Day) -> Step {
        let (mut step, mut on) = (step, next);
        while let (Some(following), Some(_)) = (step.next(), on.filter(|on| *on <= today)) {
            step = following;
            on = self.after(step, due, today);
        }
        step
    }
}

/// How the Billing Contacts of a Company stand, for the banner on its pages: the worst of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct CompanyArrears {
    pub arrears: Arrears,
    /// Which it is, for who sees invoices.
    pub contact: Option<BillingContactId>,
    /// What is overdue there, for who sees invoices.
    pub owed: Option<Money>,
}

/// A Billing Contact whose Apps wait for the operator's word to be deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct DoomedContact {
    pub contact: BillingContactId,
    pub name: String,
    /// The Company by its name in URLs, and its name.
    pub slug: String,
    pub company: String,
    /// The open invoice that was due first.
    pub invoice: InvoiceNumber,
    /// When it was to be paid.
    pub due: Day,
    /// What is open of all its invoices.
    pub owed: Money,
    /// The names of its Apps, the first [`PAYS_FOR_MAX`](super::billing::PAYS_FOR_MAX); then the last word says that there
    /// are more.
    pub apps: Vec<String>,
}

#[cfg(all(test, feature = "store"))]
mod tests {
    use super::*;
    use crate::rules::moment::Moment;

    fn day(text: &str) -> Day {
        Day::of(Moment::parse_day(text).unwrap())
    }

    fn table() -> Timetable {
        Timetable::of(&HouseRules::default())
    }

    /// 3, 10, 21 and 51 days after the 15th of December; the warning ten days before the end. By the calendar, not by the code.
    #[test]
    fn every_step_has_its_day() {
        let due = day("2026-12-15");
        for (from, to, on) in [
            (Step::Quiet, Step::Reminded, "2026-12-18"),
            (Step::Reminded, Step::RemindedAgain, "2026-12-25"),
            (Step::RemindedAgain, Step::Blocked, "2027-01-05"),
            (Step::Blocked, Step::Warned, "2027-01-25"),
            (Step::Warned, Step::Doomed, "2027-02-04"),
        ] {
            let on = day(on);
            // It took the step it is at on that step's own day.
            let since = match from {
                Step::Quiet => due,
                Step::Reminded => day("2026-12-18"),
                Step::RemindedAgain => day("2026-12-25"),
                Step::Blocked => day("2027-01-05"),
                _ => day("2027-01-25"),
            };
            let next = table().after(from, due, since);
            assert_eq!(next, Some(on), "{from:?}");
            for (today, step) in [(on.plus(-1), from), (on, to), (on.plus(1), to)] {
                assert_eq!(table().reached(from, due, next, today), step, "{from:?} on {today}");
            }
        }
        assert_eq!(table().after(Step::Doomed, due, due), None);
        assert_eq!(table().reached(Step::Doomed, due, None, due.plus(9_999)), Step::Doomed);
    }

    /// The clock stood for months: one reminder, then two days, then thirty, of which the last ten are warned of.
    #[test]
    fn nobody_is_overtaken_by_a_long_silence() {
        let (due, back) = (day("2026-01-31"), day("2026-07-01"));
        let step = table().reached(Step::Quiet, due, Some(table().first(due)), back);
        assert_eq!(step, Step::RemindedAgain);
        assert_eq!(table().after(step, due, back), Some(day("2026-07-03")));
        assert_eq!(table().after(Step::Blocked, due, day("2026-07-03")), Some(day("2026-07-23")));
        assert_eq!(table().after(Step::Warned, due, day("2026-07-23")), Some(day("2026-08-02")));
        assert_eq!(table().deletion_day(due, day("2026-07-03")), day("2026-08-02"));
        let late = day("2026-09-01");
        assert_eq!(
            table().reached(Step::Blocked, due, Some(day("2026-07-23")), late),
            Step::Warned,
            "not doomed at once"
        );
    }

    #[test]
    fn whatever_the_operator_sets_each_step_comes_after_the_one_before() {
        for reminder in [1, 30] {
            for second_reminder in [2, 60] {
                for suspension in [4, 180] {
                    for deletion in [15, 365] {
                        let rules = HouseRules {
                            reminder: reminder * DAY,
                            second_reminder: second_reminder * DAY,
                            suspension: suspension * DAY,
                            deletion: deletion * DAY,
                            ..HouseRules::default()
                        };
                        let (table, due) = (Timetable::of(&rules), day("2028-02-28"));
                        let (mut step, mut today) = (Step::Quiet, due);
                        while let Some(next) = table.after(step, due, today) {
                            assert!(next > today, "{rules:?} {step:?}");
                            (step, today) = (step.next().unwrap(), next);
                        }
                        assert_eq!(step, Step::Doomed);
                    }
                }
            }
        }
    }

    #[test]
    fn the_worst_invoice_counts() {
        for (steps, arrears) in [
            (vec![], Arrears::Active),
            (vec![Step::Quiet], Arrears::Active),
            (vec![Step::Quiet, Step::Reminded], Arrears::Failing),
            (vec![Step::RemindedAgain], Arrears::Failing),
            (vec![Step::Reminded, Step::Blocked], Arrears::Blocked),
            (vec![Step::Warned, Step::Quiet], Arrears::Blocked),
            (vec![Step::Doomed], Arrears::Blocked),
        ] {
            assert_eq!(Arrears::worst(steps.clone()), arrears, "{steps:?}");
        }
    }

    #[test]
    fn a_step_is_stored_as_its_place() {
        for (place, step) in Step::ALL.into_iter().enumerate() {
            assert_eq!((step.number(), Step::of(step.number())), (place as i64, step));
            assert_eq!(step.key().parse(), Ok(step));
        }
        assert_eq!(Step::of(-1), Step::Doomed);
    }
}
