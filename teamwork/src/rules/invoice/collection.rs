//! How the money of an invoice comes by itself.

use serde::{Deserialize, Serialize};

use crate::rules::{day::Day, payment::DebitNotice};

/// From what an invoice is charged, and when, as it was foreseen when it was issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct Collection {
    /// The card or the account, as people tell it apart: "Visa ending in 4242".
    pub from: String,
    /// The last four characters of its number; nobody here knows the others.
    pub last4: String,
    pub on: Day,
    /// When it is an account that is debited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub debit: Option<DirectDebit>,
}

/// A SEPA direct debit, as its payer finds it on the bank statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct DirectDebit {
    pub notice: DebitNotice,
    /// Where the bank is, ISO 3166-1 alpha-2.
    pub country: String,
}

impl Collection {
    /// What the part about it is called.
    pub const fn title(&self) -> &'static str {
        if self.debit.is_some() { "Paid by direct debit" } else { "Paid by card" }
    }

    /// What happens, in a sentence.
    pub fn sentence(&self) -> String {
        format!("{} is charged on {}. Nothing has to be transferred.", self.from, self.on)
    }

    /// The IBAN of the account as far as it is known (BT-91), where a file wants one. No IBAN has the check digits 00, so
    /// nobody takes it for a whole one.
    pub fn masked_iban(&self) -> Option<String> {
        let debit = self.debit.as_ref()?;
        Some(format!("{}00XXXXXXXX{}", debit.country, self.last4))
    }
}
