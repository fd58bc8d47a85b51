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

/// A new Billing Contact.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewContact {
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
        let Self { billing_name, street, postal_code, city, country, vat_number, billing_email, recipients, currency } =
            self;
        let billing = BillingForm { billing_name, street, postal_code, city, country, vat_number, billing_email };
        ContactData::read(&ContactForm { billing, recipients: recipients.join("\n"), currency })
    }
}

impl ChangedContact {
    /// Reads the whole form.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn data(self) -> Result<ContactData, Problem> {
        let Self { billing_name, street, postal_code, city, country, vat_number, billing_email, recipients } = self;
        let billing = BillingForm { billing_name, street, postal_code, city, country, vat_number, billing_email };
        ContactData::read(&ContactForm { billing, recipients: recipients.join("\n"), currency: String::new() })
    }
}

impl Example for NewContact {
    fn example() -> Self {
        Self {
            billing_name: "Acme Labs".into(),
            street: "1 Rabbit Row".into(),
            postal_code: "10115".into(),
            city: "Berlin".into(),
            country: "DE".into(),
            vat_number: "DE136695976".into(),
            billing_email: "labs@acme.example".into(),
            recipients: vec!["books@acme.example".into()],
            currency: "EUR".into(),
        }
    }
}

impl Example for ChangedContact {
    fn example() -> Self {
        Self {
            billing_name: "Acme Labs".into(),
            street: "1 Rabbit Row".into(),
            postal_code: "10115".into(),
            city: "Berlin".into(),
            country: "DE".into(),
            vat_number: "DE136695976".into(),
            billing_email: "labs@acme.example".into(),
            recipients: vec!["books@acme.example".into()],
        }
    }
}
