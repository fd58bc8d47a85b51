//! Companies.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use teamwork::rules::{
    company::{CompanyNames, CompanySetup},
    policy::Policies,
    problem::Problem,
};

use super::billing::Addressee;
use crate::http::rest::ask::Example;

/// A new Company with its first Billing Contact.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCompany {
    pub name: String,
    /// Its name in URLs; proposed from the name when it is left out.
    #[serde(default)]
    pub slug: String,
    #[serde(flatten)]
    pub addressee: Addressee,
}

impl NewCompany {
    /// Reads the whole form.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn setup(self) -> Result<CompanySetup, Problem> {
        CompanySetup::read(&self.name, &self.slug, &self.addressee.form())
    }
}

impl Example for NewCompany {
    fn example() -> Self {
        Self { name: "Acme Labs".into(), slug: "acme-labs".into(), addressee: Addressee::example() }
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

/// Whom the Company invites, and for how long Developers keep access.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPolicies {
    /// Team invitations go only to addresses at these domains; none for anybody.
    pub invitation_domains: Vec<String>,
    /// The access of Developers ends after so many days at most; 0 for no limit.
    pub developer_days: u16,
}

impl NewPolicies {
    /// Reads both.
    ///
    /// # Errors
    /// Everything that is wrong with them.
    pub fn policies(&self) -> Result<Policies, Problem> {
        Policies::read(&self.invitation_domains.join(" "), &self.developer_days.to_string())
    }
}

impl Example for NewPolicies {
    fn example() -> Self {
        Self { invitation_domains: vec!["acme.example".into()], developer_days: 180 }
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
