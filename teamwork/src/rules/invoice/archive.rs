//! The archive of a Billing Contact (R45): its documents in a list, and what has come together since the last of them.

use serde::{Deserialize, Serialize};

use super::{InvoiceNumber, InvoiceState, Line};
use crate::rules::{day::Day, money::Money};

/// No number of a document comes so far.
const NUMBERS_END: i64 = 1_000_000_000_000;

/// Where a document stands in an archive: by its day, and within a day the invoices before the credit notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    day: Day,
    rank: i64,
}

impl Place {
    /// Before all.
    pub const FIRST: Self = Self { day: Day(i64::MIN), rank: 0 };
    /// Behind all.
    pub const LAST: Self = Self { day: Day(i64::MAX), rank: i64::MAX };

    /// The place of an invoice.
    pub const fn of_invoice(day: Day, number: i64) -> Self {
        Self { day, rank: number }
    }

    /// The place of a credit note.
    pub const fn of_credit_note(day: Day, number: i64) -> Self {
        Self { day, rank: number.saturating_add(NUMBERS_END) }
    }

    /// Day and number that part the invoices before it from those behind it.
    pub const fn among_invoices(self) -> (Day, i64) {
        (self.day, self.rank)
    }

    /// Day and number that part the credit notes before it from those behind it.
    pub const fn among_credit_notes(self) -> (Day, i64) {
        (self.day, self.rank.saturating_sub(NUMBERS_END))
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.day.0, self.rank)
    }
}

impl std::str::FromStr for Place {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let (day, rank) = text.split_once('.').ok_or(())?;
        Ok(Self { day: Day(day.parse().map_err(drop)?), rank: rank.parse().map_err(drop)? })
    }
}

/// Which documents of an archive are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum InvoiceTab {
    #[default]
    All,
    Open,
    Paid,
    CreditNotes,
}

impl InvoiceTab {
    /// In the order of the tabs.
    pub const ALL: [Self; 4] = [Self::All, Self::Open, Self::Paid, Self::CreditNotes];

    /// The word in an address.
    pub const fn key(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Open => "open",
            Self::Paid => "paid",
            Self::CreditNotes => "credit_notes",
        }
    }

    /// The word on the tab.
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Open => "Open",
            Self::Paid => "Paid",
            Self::CreditNotes => "Credit notes",
        }
    }
}

impl std::str::FromStr for InvoiceTab {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|tab| tab.key() == text).ok_or(())
    }
}

/// How many Apps an invoice in a list names.
pub const APPS_NAMED: usize = 5;

/// An invoice in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct InvoiceCard {
    pub number: InvoiceNumber,
    pub issued: Day,
    pub due: Day,
    pub from: Day,
    pub through: Day,
    pub total: Money,
    /// What is still owed.
    pub balance: Money,
    /// What credit notes have taken back of it.
    pub credited: Money,
    pub state: InvoiceState,
    /// Whether it should have been paid by now.
    pub overdue: bool,
    /// The names of the Apps on it, the first [`APPS_NAMED`] of them; then the last word says that there are more.
    pub apps: Vec<String>,
}

/// The invoice of a Billing Contact that was issued last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct NewestInvoice {
    pub number: InvoiceNumber,
    pub issued: Day,
    pub total: Money,
    pub state: InvoiceState,
}

/// A credit note in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct CreditNoteCard {
    pub number: InvoiceNumber,
    pub issued: Day,
    /// The invoice that it corrects.
    pub invoice: InvoiceNumber,
    pub total: Money,
    /// What the buyer has not got of it yet.
    pub left: Money,
}

/// A document in the list of an archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ArchiveCard {
    Invoice(InvoiceCard),
    CreditNote(CreditNoteCard),
}

impl ArchiveCard {
    /// Its number.
    pub const fn number(&self) -> &InvoiceNumber {
        match self {
            Self::Invoice(card) => &card.number,
            Self::CreditNote(card) => &card.number,
        }
    }

    /// Where it stands.
    pub const fn place(&self) -> Place {
        match self {
            Self::Invoice(card) => Place::of_invoice(card.issued, card.number.number),
            Self::CreditNote(card) => Place::of_credit_note(card.issued, card.number.number),
        }
    }
}

/// One page of an archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoicePage {
    /// Whose archive it is.
    pub contact: String,
    /// The latest first.
    pub documents: Vec<ArchiveCard>,
    /// The years in which something was issued, the latest first.
    pub years: Vec<i64>,
    /// What has come together since the last invoice.
    pub running: RunningInvoice,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// What the next invoice has come to so far (E69). Net; the tax depends on the address at its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct RunningInvoice {
    pub lines: Vec<Line>,
    pub net: Money,
    /// When it is issued, if it has come to enough by then.
    pub issues_on: Day,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever is behind a place in the whole is behind it in its own list, and nothing else.
    #[test]
    fn a_place_parts_both_lists_in_the_same_way() {
        let places: Vec<_> = (1..3)
            .flat_map(|day| {
                [1, 2, 999_999_999_999].into_iter().flat_map(move |number| [(day, number, false), (day, number, true)])
            })
            .collect();
        let of = |(day, number, credits): (i64, i64, bool)| match credits {
            true => Place::of_credit_note(Day(day), number),
            false => Place::of_invoice(Day(day), number),
        };
        for at in &places {
            for other in &places {
                let cut = of(*at);
                let (day, number) = if other.2 { cut.among_credit_notes() } else { cut.among_invoices() };
                assert_eq!((other.0, other.1) > (day.0, number), of(*other) > cut, "{at:?} {other:?}");
                assert_eq!((other.0, other.1) < (day.0, number), of(*other) < cut, "{at:?} {other:?}");
            }
            assert_eq!(of(*at).to_string().parse(), Ok(of(*at)));
            assert!(Place::FIRST < of(*at) && of(*at) < Place::LAST);
        }
        assert_eq!("20000".parse::<Place>(), Err(()));
    }
}
