//! One document of an archive, and what became of it.

use serde::{Deserialize, Serialize};

use super::{CreditNoteCard, Document, InvoiceNumber, InvoiceState, SetOff};
use crate::rules::{
    day::Day,
    id::BillingContactId,
    moment::Moment,
    money::Money,
    payment::{Decline, RefundState},
};

/// A payment that the operator has seen on the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct Payment {
    pub at: Moment,
    pub amount: Money,
    /// When the bank took it back.
    pub returned: Option<Moment>,
}

/// One invoice, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct InvoiceView {
    pub document: Document,
    pub state: InvoiceState,
    /// What is still owed.
    pub balance: Money,
    /// What credit notes have taken back of it.
    pub credited: Money,
    pub overdue: bool,
    pub payments: Vec<Payment>,
    /// What was paid of it by credit notes about other invoices.
    pub set_off: Vec<SetOff>,
    /// The credit notes about it, the first at the top.
    pub credit_notes: Vec<CreditNoteCard>,
    /// The card that pays it; without one it is to be transferred.
    pub pays: Option<PayingCard>,
    /// The Billing Contact that pays it, unless its Company is gone.
    pub contact: Option<BillingContactId>,
}

/// One credit note, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct CreditNoteView {
    pub document: Document,
    /// What the buyer has not got of it yet.
    pub left: Money,
    /// What the buyer has got of it, the first at the top.
    pub uses: Vec<CreditUse>,
    /// The Billing Contact in whose archive it is, unless its Company is gone.
    pub contact: Option<BillingContactId>,
}

/// What was done with a part of a credit note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct CreditUse {
    pub at: Moment,
    pub amount: Money,
    /// The invoice against which it was set off; nothing when it was paid back.
    pub invoice: Option<InvoiceNumber>,
    /// How far it is when it went back to the card. What did not arrive is left again.
    pub refund: Option<RefundState>,
}

/// One document of an archive, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ArchiveView {
    Invoice(Box<InvoiceView>),
    CreditNote(Box<CreditNoteView>),
}

impl ArchiveView {
    /// As it was issued.
    pub fn document(&self) -> &Document {
        match self {
            Self::Invoice(view) => &view.document,
            Self::CreditNote(view) => &view.document,
        }
    }

    /// The Billing Contact in whose archive it is.
    pub fn contact(&self) -> Option<BillingContactId> {
        match self {
            Self::Invoice(view) => view.contact,
            Self::CreditNote(view) => view.contact,
        }
    }

    /// The invoice, if it is one.
    pub fn invoice(self) -> Option<InvoiceView> {
        match self {
            Self::Invoice(view) => Some(*view),
            Self::CreditNote(_) => None,
        }
    }

    /// The credit note, if it is one.
    pub fn credit_note(self) -> Option<CreditNoteView> {
        match self {
            Self::CreditNote(view) => Some(*view),
            Self::Invoice(_) => None,
        }
    }
}

/// The card that an invoice is charged to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct PayingCard {
    /// As people tell it apart.
    pub card: String,
    /// When it is charged next, if it is charged again.
    pub on: Option<Day>,
    /// Whether that happens at this moment.
    pub charging: bool,
    /// Why it did not pay this invoice when it was charged last.
    pub declined: Option<Decline>,
}

/// What became of an invoice that somebody had charged at once. While it is open and nothing was declined, the bank thinks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct PaidNow {
    pub state: InvoiceState,
    /// Why nothing was taken and the invoice is open still.
    pub declined: Option<Decline>,
    /// When an account is debited, which its payer has to hear of some days before.
    pub debit_on: Option<Day>,
}
