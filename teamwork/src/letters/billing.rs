//! What letters about invoices, cards and overdue payments say.

use serde::{Deserialize, Serialize};

use crate::rules::{
    day::Day,
    invoice::{InvoiceNumber, InvoiceState},
    money::Money,
};

/// Why a card was not taken for a payment request. Nothing was charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotTaken {
    /// The provider has ended its page, because nobody finished it or the bank did not agree.
    Ended,
    /// The card came when the request had ended, or offered something else.
    Over,
}

/// What has become of an invoice since it was issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceNow {
    pub state: InvoiceState,
    /// What is still owed.
    pub balance: Money,
    /// When that ended.
    pub settled: Option<Day>,
    /// The card or the account that is being charged at this moment.
    pub charging: Option<String>,
}

/// What is overdue of one Billing Contact: the invoice that was due first, and all of it together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overdue {
    pub number: InvoiceNumber,
    pub owed: Money,
    pub due: Day,
}
