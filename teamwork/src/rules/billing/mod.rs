//! Billing Contacts (R39–R43): a payment method, a billing address, a billing e-mail address.

mod country;
mod recipients;
mod vat;

use serde::{Deserialize, Serialize};

use super::{
    dunning::Arrears,
    id::BillingContactId,
    invoice::NewestInvoice,
    payment::{Card, Mandate},
    problem::{Field, Flaw, Flaws, Problem, Why},
    text::{Email, Line},
};

pub use country::{COUNTRIES, EU, country_name, is_in_the_eu};
pub use recipients::{RECIPIENTS_MAX, read_recipients};

/// How a Billing Contact pays. Bank transfer needs no third party; a card or a mandate is kept and charged by the payment provider.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub enum PaymentMethod {
    #[default]
    BankTransfer,
    Card,
    /// By direct debit, in euros.
    Sepa,
}

impl PaymentMethod {
    /// The words on the page.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BankTransfer => "Bank transfer on invoice",
            Self::Card => "Card",
            Self::Sepa => "SEPA direct debit",
        }
    }
}

/// What somebody typed into the billing form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillingForm {
    pub billing_name: String,
    pub street: String,
    pub postal_code: String,
    pub city: String,
    pub country: String,
    pub vat_number: String,
    pub billing_email: String,
}

/// A billing form that holds together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillingData {
    pub name: Line,
    pub street: Line,
    pub postal_code: Line,
    pub city: Line,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    pub vat_number: Option<String>,
    /// Need not be the address of any account (R53).
    pub email: Email,
}

impl BillingData {
    /// Reads the form, noting everything that is wrong at once.
    pub fn parse(form: &BillingForm, flaws: &mut Flaws) -> Option<Self> {
        let name = flaws.keep(Line::parse(Field::BillingName, &form.billing_name, 100));
        let street = flaws.keep(Line::parse(Field::Street, &form.street, 120));
        let postal_code = flaws.keep(Line::parse(Field::PostalCode, &form.postal_code, 16));
        let city = flaws.keep(Line::parse(Field::City, &form.city, 80));
        let country = flaws.keep(read_country(&form.country));
        let vat_number = flaws.keep(vat::vat_number(&form.vat_number, country.as_deref()));
        let email = flaws.keep(Email::parse(Field::BillingEmail, &form.billing_email));
        Some(Self {
            name: name?,
            street: street?,
            postal_code: postal_code?,
            city: city?,
            country: country?,
            vat_number: vat_number?,
            email: email?,
        })
    }

    /// Reads a form that stands alone.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(form: &BillingForm) -> Result<Self, Problem> {
        let mut flaws = Flaws::default();
        Self::parse(form, &mut flaws).ok_or_else(|| flaws.into_problem())
    }
}

/// What somebody typed to create or change a Billing Contact that is not the first one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactForm {
    pub billing: BillingForm,
    /// Further addresses that get the invoices, with white space or commas between them.
    pub recipients: String,
    /// Three letters; empty is the usual one. It is asked once: the currency is fixed for life (E65).
    pub currency: String,
}

/// A Billing Contact that holds together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactData {
    pub billing: BillingData,
    pub recipients: Vec<Email>,
    /// `None` is the usual one.
    pub currency: Option<String>,
}

impl ContactData {
    /// Reads the whole form.
    ///
    /// # Errors
    /// Everything that is wrong with it, at once.
    pub fn read(form: &ContactForm) -> Result<Self, Problem> {
        let mut flaws = Flaws::default();
        let billing = BillingData::parse(&form.billing, &mut flaws);
        let recipients = flaws.keep(read_recipients(&form.recipients, &form.billing.billing_email));
        let currency = form.currency.trim().to_ascii_uppercase();
        let currency = Some(currency).filter(|currency| !currency.is_empty());
        let is_in_the_eu = billing.as_ref().is_some_and(|billing| is_in_the_eu(&billing.country));
        if is_in_the_eu && currency.as_ref().is_some_and(|currency| currency != EURO) {
            flaws.add(Field::Currency, Why::OnlyEuro);
            return Err(flaws.into_problem());
        }
        match (billing, recipients) {
            (Some(billing), Some(recipients)) => Ok(Self { billing, recipients, currency }),
            _ => Err(flaws.into_problem()),
        }
    }
}

/// The currency of everybody in the European Union, and of everybody else who chooses no other.
pub const EURO: &str = "EUR";

/// A part of a Billing Contact, as the log and mails name it when it changed. They never hold what stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BillingPart {
    Name,
    Address,
    VatNumber,
    Email,
    Recipients,
    Method,
}

impl BillingPart {
    /// The word in the log.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Address => "address",
            Self::VatNumber => "vat_number",
            Self::Email => "email",
            Self::Recipients => "recipients",
            Self::Method => "method",
        }
    }

    /// The words in a mail.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "the name on the invoice",
            Self::Address => "the address",
            Self::VatNumber => "the VAT number",
            Self::Email => "the e-mail address for invoices",
            Self::Recipients => "who gets the invoices too",
            Self::Method => "the payment method",
        }
    }
}

/// Whether a Billing Contact pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "lowercase"))]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub enum BillingState {
    Active,
    /// Kept for its invoices (S16).
    Archived,
}

impl BillingState {
    /// The word on the page.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Archived => "Archived",
        }
    }
}

/// How many Billing Contacts of a Company a list holds: the live ones first, of those the oldest.
pub const CONTACTS_MAX: usize = 500;

/// A Billing Contact in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct BillingCard {
    pub id: BillingContactId,
    pub name: String,
    pub state: BillingState,
    /// Whether it pays what it owes.
    pub arrears: Arrears,
    /// Only for those who see it in full (matrix row 37).
    pub details: Option<BillingDetails>,
}

/// How many Apps a card names.
pub const PAYS_FOR_MAX: usize = 20;

/// What only Owners and Billing members see of a Billing Contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct BillingDetails {
    pub street: String,
    pub postal_code: String,
    pub city: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    pub vat_number: Option<String>,
    pub email: String,
    /// Who gets the invoices too.
    pub recipients: Vec<String>,
    pub method: PaymentMethod,
    /// The card it pays with.
    pub card: Option<Card>,
    /// The mandate by which its account is debited.
    pub mandate: Option<Mandate>,
    /// Whether somebody is at the payment provider to enter a card or an account.
    pub entering: bool,
    /// Whether cards are taken here.
    pub takes_cards: bool,
    /// Whether SEPA direct debit is taken here, in its currency.
    pub takes_sepa: bool,
    /// Fixed for life (E65).
    pub currency: String,
    /// The names of the Apps it pays for, the first [`PAYS_FOR_MAX`] of them; then the last word says that there are more.
    pub pays_for: Vec<String>,
    /// Whether an invoice of it is open.
    pub owing: bool,
    /// Its invoice that was issued last.
    pub newest: Option<NewestInvoice>,
    /// The state that is seen; a change names it.
    pub version: i64,
}

impl BillingDetails {
    /// What it pays by, as people tell it apart.
    pub fn pays_by(&self) -> String {
        match (&self.card, &self.mandate) {
            (Some(card), _) => card.to_string(),
            (None, Some(mandate)) => mandate.to_string(),
            (None, None) => self.method.name().to_owned(),
        }
    }

    /// The postal address, one line each.
    pub fn address(&self) -> [String; 3] {
        let country = country_name(&self.country).unwrap_or(&self.country);
        [self.street.clone(), format!("{} {}", self.postal_code, self.city), country.to_owned()]
    }
}

/// Reads a VAT number without knowing its country.
///
/// # Errors
/// When it is surely none.
pub fn read_vat_number(text: &str) -> Result<Option<String>, Flaw> {
    let country: String = text.trim().chars().take(2).collect::<String>().to_ascii_uppercase();
    vat::vat_number(text, Some(if country == "EL" { "GR" } else { &country }))
}

/// Reads the code of a country.
///
/// # Errors
/// When it is empty, or no country has it.
pub fn read_country(text: &str) -> Result<String, Flaw> {
    let code = text.trim().to_ascii_uppercase();
    let flaw = |why| Flaw { field: Field::Country, why };
    if code.is_empty() {
        return Err(flaw(Why::Missing));
    }
    COUNTRIES.iter().any(|(known, _)| *known == code).then_some(code).ok_or(flaw(Why::NotACountry))
}
