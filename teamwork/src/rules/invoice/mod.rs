//! Invoices (4.5, I25, I26): what a Billing Contact owes for which days of which Apps. Once issued, one never changes.

mod compose;
mod seller;
mod tax;
mod transfer;

use serde::{Deserialize, Serialize};

use super::{day::Day, id::AppId, moment::Moment, money::Money};

pub use compose::{Usage, lines};
pub use seller::{Seller, read_bic, read_iban, read_series};
pub use tax::{Tax, TaxRule, Terms, standard_rate};

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
}

impl InvoiceState {
    /// The word on the page and on the document.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Paid => "Paid",
            Self::WrittenOff => "Written off",
        }
    }

    /// The word in the log and in addresses.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Paid => "paid",
            Self::WrittenOff => "written_off",
        }
    }
}

/// Which invoices of an archive are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum InvoiceTab {
    #[default]
    All,
    Open,
    Paid,
}

impl InvoiceTab {
    /// In the order of the tabs.
    pub const ALL: [Self; 3] = [Self::All, Self::Open, Self::Paid];

    /// The word in an address.
    pub const fn key(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Open => "open",
            Self::Paid => "paid",
        }
    }

    /// The word on the tab.
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Open => "Open",
            Self::Paid => "Paid",
        }
    }
}

impl std::str::FromStr for InvoiceTab {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|tab| tab.key() == text).ok_or(())
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

/// One line: the days of one App on one plan within one month.
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

/// An invoice as it was issued. All amounts are in minor units of its currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct Document {
    pub number: InvoiceNumber,
    pub issued: Day,
    /// Until when it is to be paid.
    pub due: Day,
    /// The first day that is billed.
    pub from: Day,
    /// The last day that is billed.
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
}

impl Document {
    /// An amount in its currency.
    pub fn money(&self, amount: i64) -> Money {
        Money::new(amount, &self.currency)
    }
}

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
    pub state: InvoiceState,
    /// Whether it should have been paid by now.
    pub overdue: bool,
}

/// One page of an archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoicePage {
    /// Whose archive it is.
    pub contact: String,
    pub invoices: Vec<InvoiceCard>,
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

/// A payment that the operator has seen on the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct Payment {
    pub at: Moment,
    pub amount: Money,
}

/// One invoice, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct InvoiceView {
    pub document: Document,
    pub state: InvoiceState,
    /// What is still owed.
    pub balance: Money,
    pub overdue: bool,
    pub payments: Vec<Payment>,
    /// The card that pays it; without one it is to be transferred.
    pub pays: Option<PayingCard>,
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
}

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
    pub missing: Vec<super::house::Setting>,
    pub next: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

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
