//! Invoices and credit notes as the operator of the house sees them.

use serde::{Deserialize, Serialize};

use super::{CreditNoteCard, InvoiceCard, InvoiceNumber, Line};
use crate::rules::{day::Day, house::Setting, id::RefundId, money::Money};

/// An invoice in the operator's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct HouseInvoice {
    #[serde(flatten)]
    pub card: InvoiceCard,
    /// Who buys, by the name on the invoice.
    pub buyer: String,
    /// The Company by its name in URLs; nothing when it is gone.
    pub company: Option<String>,
}

/// One page of the operator's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseInvoices {
    pub invoices: Vec<HouseInvoice>,
    /// Of what the seller is known too little for an invoice.
    pub missing: Vec<Setting>,
    pub next: Option<String>,
}

/// A credit note of which somebody waits for something, in the operator's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct HouseCredit {
    #[serde(flatten)]
    pub card: CreditNoteCard,
    /// Who gets it, by the name on the invoice.
    pub buyer: String,
    /// The Company by its name in URLs; nothing when it is gone.
    pub company: Option<String>,
    /// How much of what is left can go back to the card that paid the invoice.
    pub to_card: Money,
    /// When a card did not take back a part of it.
    pub refused: Option<Day>,
}

/// One page of the operator's list of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseCredits {
    pub credits: Vec<HouseCredit>,
    pub next: Option<String>,
}

/// Money that the provider took beside what an invoice said, and that the bank did not take back: the operator owes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct Surplus {
    pub refund: RefundId,
    /// The invoice that was charged.
    pub invoice: InvoiceNumber,
    /// Who gets it, by the name on the invoice.
    pub buyer: String,
    /// The Company by its name in URLs; nothing when it is gone.
    pub company: Option<String>,
    pub amount: Money,
    /// When the bank was found not to have taken it back.
    pub since: Day,
}

/// An invoice as the operator looks at it who credits it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct Creditable {
    #[serde(flatten)]
    pub invoice: HouseInvoice,
    /// Whether a card is charged for it at this moment.
    pub charging: bool,
    pub lines: Vec<CreditableLine>,
}

/// A line of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct CreditableLine {
    #[serde(flatten)]
    pub line: Line,
    /// Net, what is left of it to be credited.
    pub left: i64,
}
