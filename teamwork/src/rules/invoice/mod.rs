//! Invoices (4.5, I25, I26): what a Billing Contact owes for which days of which Apps. Once issued, one never changes.

mod archive;
mod collection;
mod compose;
mod credit;
mod operator;
mod seller;
mod tax;
mod transfer;
mod view;

use serde::{Deserialize, Serialize};

use super::{day::Day, id::AppId, money::Money};

pub use archive::{
    APPS_NAMED, ArchiveCard, CreditNoteCard, InvoiceCard, InvoicePage, InvoiceTab, NewestInvoice, Place, RunningInvoice,
};
pub use collection::{Collection, DirectDebit};
pub use compose::{Usage, lines};
pub use credit::{Correction, CreditLine, PayBack, SetOff};
#[cfg(feature = "store")]
pub use credit::{Credit, Wish, WishedLine, credit, left};
pub use operator::{Creditable, CreditableLine, HouseCredit, HouseCredits, HouseInvoice, HouseInvoices, Surplus};
pub use seller::{Seller, read_bic, read_creditor, read_iban, read_series};
pub use tax::{Tax, TaxRule, Terms, standard_rate};
pub use view::{ArchiveView, CreditNoteView, CreditUse, InvoiceView, PaidNow, PayingCard, Payment};

/// How long after the first instant of a month its predecessor is billed, in milliseconds: an act that came in before
/// midnight has long ended then.
pub const ISSUE_DELAY: i64 = super::moment::HOUR;

/// What has become of an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum InvoiceState {
    /// Something of it is still owed.
    Open,
    Paid,
    /// The operator no longer waits for it.
    WrittenOff,
    /// Credit notes have taken all of it back, whether it was paid or not. In the database it is paid: what is credited
    /// wholly is owed no more.
    Credited,
}

impl InvoiceState {
    /// What is told of an invoice of which so much of its total was credited. What a bank has taken back after that is owed
    /// again, and open as any other.
    #[must_use]
    pub const fn told(self, credited: i64, total: i64) -> Self {
        if credited == total && !matches!(self, Self::Open) { Self::Credited } else { self }
    }

    /// The word on the page and on the document.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Paid => "Paid",
            Self::WrittenOff => "Written off",
            Self::Credited => "Credited",
        }
    }

    /// The word in the log and in addresses.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Paid => "paid",
            Self::WrittenOff => "written_off",
            Self::Credited => "credited",
        }
    }
}

/// Where an invoice stands in its series: "W-000042". The numbers of a series are 1, 2, 3 … without a gap (I26). Short,
/// because what pays carries it along, and some of that takes few characters (E72).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "store", schemars(with = "String"))]
pub struct InvoiceNumber {
    pub series: String,
    pub number: i64,
}

impl std::fmt::Display for InvoiceNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{:06}", self.series, self.number)
    }
}

impl From<InvoiceNumber> for String {
    fn from(number: InvoiceNumber) -> Self {
        number.to_string()
    }
}

impl TryFrom<String> for InvoiceNumber {
    type Error = NotANumber;
    fn try_from(text: String) -> Result<Self, NotANumber> {
        text.parse()
    }
}

/// Not the number of an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Write the number of an invoice, like W-000042.")]
pub struct NotANumber;

impl std::str::FromStr for InvoiceNumber {
    type Err = NotANumber;
    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let (series, digits) = text.trim().rsplit_once('-').ok_or(NotANumber)?;
        let series = series.to_ascii_uppercase();
        let fits = seller::is_series(&series)
            && (6..=12).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit());
        let number = digits.parse().map_err(|_| NotANumber)?;
        if fits && number > 0 { Ok(Self { series, number }) } else { Err(NotANumber) }
    }
}

/// Who sells or who buys, as the document names them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct Party {
    pub name: String,
    pub street: String,
    pub postal_code: String,
    pub city: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    pub vat_number: Option<String>,
    pub email: String,
    /// The seller's, when the operator has set one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

impl Party {
    /// The postal address, one line each.
    pub fn address(&self) -> Vec<String> {
        let country = super::billing::country_name(&self.country).unwrap_or(&self.country).to_owned();
        let place = format!("{} {}", self.postal_code, self.city).trim().to_owned();
        [self.street.clone(), place, country].into_iter().filter(|line| !line.is_empty()).collect()
    }
}

/// Where money is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct BankAccount {
    pub holder: String,
    /// Without spaces.
    pub iban: String,
    pub bic: String,
}

/// One line: the days of one App on one plan within one month. On a credit note it is the line of the invoice, with the
/// amount that is credited of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct Line {
    pub app_id: AppId,
    /// The name of the App.
    pub app: String,
    /// The name of the plan.
    pub plan: String,
    pub from: Day,
    /// The last day, included.
    pub through: Day,
    /// How many days of how many the month has.
    pub days: i64,
    pub of_month: i64,
    /// Net, for a month.
    pub price: i64,
    /// Net: the exact share of the price, rounded half up.
    pub amount: i64,
}

/// An invoice, or a credit note about one, as it was issued. All amounts are in minor units of its currency; those of a
/// credit note go to the buyer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct Document {
    pub number: InvoiceNumber,
    pub issued: Day,
    /// Until when it is to be paid; of a credit note, its own day.
    pub due: Day,
    /// The first day that is billed, or credited.
    pub from: Day,
    /// The last day that is.
    pub through: Day,
    pub currency: String,
    pub seller: Party,
    /// What the law of the seller's country wants to be on every document.
    pub legal: String,
    pub bank: Option<BankAccount>,
    pub buyer: Party,
    pub lines: Vec<Line>,
    pub net: i64,
    pub tax: Tax,
    /// `net` and `tax` together.
    pub total: i64,
    /// What credit notes had paid of an invoice when it was issued.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set_off: Vec<SetOff>,
    /// How what is left is charged; without it, it is to be transferred.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collection: Option<Collection>,
    /// What it corrects: with it, this is a credit note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<Correction>,
}

impl Document {
    /// What is left to be paid of the total when it is issued.
    pub fn payable(&self) -> i64 {
        self.total - self.set_off.iter().map(|part| part.amount).sum::<i64>()
    }

    /// What it is called: "Invoice W-000042".
    pub fn title(&self) -> String {
        let kind = if self.corrects.is_some() { "Credit note" } else { "Invoice" };
        format!("{kind} {}", self.number)
    }

    /// An amount in its currency.
    pub fn money(&self, amount: i64) -> Money {
        Money::new(amount, &self.currency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_owed_is_open_however_much_of_it_was_credited() {
        for (kept, credited, told) in [
            (InvoiceState::Paid, 99, InvoiceState::Paid),
            (InvoiceState::Paid, 100, InvoiceState::Credited),
            (InvoiceState::WrittenOff, 100, InvoiceState::Credited),
            (InvoiceState::Open, 99, InvoiceState::Open),
            (InvoiceState::Open, 100, InvoiceState::Open),
        ] {
            assert_eq!(kept.told(credited, 100), told, "{kept:?} and {credited} credited");
        }
    }

    #[test]
    fn a_number_is_read_as_it_is_written() {
        for (text, series, number) in [("W-000042", "W", 42), (" wc-1234567 ", "WC", 1_234_567), ("A1-000001", "A1", 1)]
        {
            let read: InvoiceNumber = text.parse().unwrap();
            assert_eq!((read.series.as_str(), read.number), (series, number));
            assert_eq!(read.to_string().parse(), Ok(read));
        }
        for bad in
            ["", "42", "W", "W-42", "-000042", "W-00004x", "W-000000", "ABCDEFGHIJ-000001", "Ü-000001", "W--000001"]
        {
            assert_eq!(bad.parse::<InvoiceNumber>(), Err(NotANumber), "{bad}");
        }
    }
}
