//! SEPA direct debit (E66, E68): a mandate that the payment provider keeps, a notice before each debit, and days until the bank
//! has decided.

use serde::{Deserialize, Serialize};

use crate::rules::moment::DAY;

/// How many days after an invoice was issued an account is debited first (E68).
pub const DEBIT_DELAY: i64 = 6;
/// So many days before a debit its payer hears of it at least. The rulebook of SEPA says fourteen unless both agree on fewer.
pub const NOTICE_DAYS: i64 = 2;
/// How long a bank may think: fourteen days on which banks work, and a holiday. What is undecided then is overdue like
/// everything else, the operator is told, and can settle it in another way.
pub const DEBIT_PATIENCE: i64 = 21 * DAY;
/// How long a debit that has paid can be taken back: eight weeks by the rulebook, and some days for the banks between.
pub const RETURN_WINDOW: i64 = 60 * DAY;
/// What people tell an account by, before its last characters.
pub const ACCOUNT: &str = "SEPA direct debit, IBAN";

/// What the payer agrees to beside the mandate, which is on the page of the provider.
pub const NOTICE_TERMS: &str = "Each debit is announced by mail at least 2 days before, with its amount, its day and the reference of the mandate.";

/// The permission to debit an account. The number of the account never comes here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct Mandate {
    /// The last four characters of the IBAN.
    pub last4: String,
    /// ISO 3166-1 alpha-2, of the bank.
    pub country: String,
    /// The number of the bank in its country; empty when the provider does not tell.
    pub bank: String,
    /// The reference of the mandate, as it stands on the bank statement.
    pub reference: String,
}

impl Mandate {
    /// Where the account is: "bank 37040044 in DE".
    pub fn place(&self) -> String {
        if self.bank.is_empty() {
            format!("a bank in {}", self.country)
        } else {
            format!("bank {} in {}", self.bank, self.country)
        }
    }
}

impl std::fmt::Display for Mandate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{ACCOUNT} ending in {}", self.last4)
    }
}

/// What stands in every notice before a debit, beside its amount and its day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct DebitNotice {
    /// The reference of the mandate.
    pub mandate: String,
    /// The creditor identifier of the seller.
    pub creditor: String,
}
