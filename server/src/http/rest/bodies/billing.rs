//! Billing Contacts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use teamwork::rules::{
    billing::{BillingForm, ContactData, ContactForm},
    id::BillingContactId,
    problem::Problem,
};

use crate::http::rest::ask::Example;

/// The Billing Contact that was made.
#[derive(Serialize, JsonSchema)]
pub struct ContactRef {
    pub contact: BillingContactId,
}

/// Where a card is entered.
#[derive(Serialize, JsonSchema)]
pub struct CardPage {
    /// To be opened by a person, in a browser.
    pub url: String,
}

/// To whom invoices are written, and where they go.
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Addressee {
    pub billing_name: String,
    pub street: String,
    pub postal_code: String,
    pub city: String,
    /// Two letters (ISO 3166-1).
    pub country: String,
    #[serde(default)]
    pub vat_number: String,
    /// Where invoices go; need not be the address of an account.
    pub billing_email: String,
}

impl Addressee {
    /// As the acts take it.
    pub fn form(self) -> BillingForm {
        let Self { billing_name, street, postal_code, city, country, vat_number, billing_email } = self;
        BillingForm { billing_name, street, postal_code, city, country, vat_number, billing_email }
    }
}

impl Example for Addressee {
    fn example() -> Self {
        Self {
            billing_name: "Acme Labs".into(),
            street: "1 Rabbit Row".into(),
            postal_code: "10115".into(),
            city: "Berlin".into(),
            country: "DE".into(),
            vat_number: "DE136695976".into(),
            billing_email: "labs@acme.example".into(),
        }
    }
}

/// A new Billing Contact.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewContact {
    #[serde(flatten)]
    pub addressee: Addressee,
    /// Further addresses that get the invoices.
    #[serde(default)]
    pub recipients: Vec<String>,
    /// Three letters, for life; left out it is the usual one.
    #[serde(default)]
    pub currency: String,
}

/// A Billing Contact with other content. Its currency stays.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangedContact {
    #[serde(flatten)]
    pub addressee: Addressee,
    /// Further addresses that get the invoices.
    #[serde(default)]
    pub recipients: Vec<String>,
}

impl NewContact {
    /// Reads the whole form.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn data(self) -> Result<ContactData, Problem> {
        let recipients = self.recipients.join("\n");
        ContactData::read(&ContactForm { billing: self.addressee.form(), recipients, currency: self.currency })
    }
}

impl ChangedContact {
    /// Reads the whole form.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn data(self) -> Result<ContactData, Problem> {
        NewContact { addressee: self.addressee, recipients: self.recipients, currency: String::new() }.data()
    }
}

impl Example for NewContact {
    fn example() -> Self {
        let ChangedContact { addressee, recipients } = ChangedContact::example();
        Self { addressee, recipients, currency: "EUR".into() }
    }
}

impl Example for ChangedContact {
    fn example() -> Self {
        Self { addressee: Addressee::example(), recipients: vec!["books@acme.example".into()] }
    }
}
