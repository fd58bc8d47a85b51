//! Dunning (4.5, E73, E74): what comes on which day when an open invoice is not paid, and how its Billing Contact stands.

#[cfg(feature = "store")]
mod timetable;

use serde::{Deserialize, Serialize};

use super::{day::Day, id::BillingContactId, invoice::InvoiceNumber, money::Money};

#[cfg(feature = "store")]
pub use timetable::{RESPITE_DAYS, Timetable, WARNING_DAYS};

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
    /// Whether a bank decides at the moment about a charge of such an invoice: it is waited for.
    pub charging: bool,
    /// The day of the debit that was announced of one, if it has not passed: it is waited for.
    pub debit_on: Option<Day>,
}

#[cfg(test)]
mod tests {
    use super::*;

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
