//! Companies.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use teamwork::rules::{
    billing::BillingForm,
    company::{CompanyNames, CompanySetup},
    problem::Problem,
};

use crate::http::rest::ask::Example;

/// A new Company with its first Billing Contact.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCompany {
    pub name: String,
    /// Its name in URLs; proposed from the name when it is left out.
    #[serde(default)]
    pub slug: String,
    pub billing_name: String,
    pub street: String,
    pub postal_code: String,
    pub city: String,
    /// Two letters (ISO 3166-1).
    pub country: String,
    #[serde(default)]
    pub vat_number: String,
    pub billing_email: String,
}

impl NewCompany {
    /// Reads the whole form.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn setup(self) -> Result<CompanySetup, Problem> {
        let Self { billing_name, street, postal_code, city, country, vat_number, billing_email, .. } = self;
        let billing = BillingForm { billing_name, street, postal_code, city, country, vat_number, billing_email };
        CompanySetup::read(&self.name, &self.slug, &billing)
    }
}

impl Example for NewCompany {
    fn example() -> Self {
        Self {
            name: "Acme Inc".into(),
            slug: "acme".into(),
            billing_name: "Acme Inc".into(),
            street: "1 Rabbit Row".into(),
            postal_code: "10115".into(),
            city: "Berlin".into(),
            country: "DE".into(),
            vat_number: "DE136695976".into(),
            billing_email: "invoices@acme.example".into(),
        }
    }
}

/// The Company that was made or joined, by its name in URLs.
#[derive(Serialize, JsonSchema)]
pub struct CompanyRef {
    pub company: String,
}

/// Its new names.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNames {
    pub name: String,
    /// Its name in URLs.
    pub slug: String,
}

impl NewNames {
    /// Reads both.
    ///
    /// # Errors
    /// Everything that is wrong with them.
    pub fn names(&self) -> Result<CompanyNames, Problem> {
        CompanyNames::read(&self.name, &self.slug)
    }
}

impl Example for NewNames {
    fn example() -> Self {
        Self { name: "Acme International".into(), slug: "acme".into() }
    }
}

/// What is typed to confirm what cannot be undone.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Confirmation {
    /// The name of what ends; for an account its address.
    pub confirmation: String,
}

impl Example for Confirmation {
    fn example() -> Self {
        Self { confirmation: "Acme Inc".into() }
    }
}
