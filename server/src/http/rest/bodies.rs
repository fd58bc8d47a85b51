//! The bodies that operations take. Every field is named as in our forms, so that flaws find it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use teamwork::rules::{
    billing::BillingForm,
    company::CompanySetup,
    id::AppId,
    invitation::{InviteOutcome, Invited, Offer},
    problem::Problem,
    role::Role,
    token::Scope,
};

use super::{ask::Example, trouble::word};

/// An App of the examples.
const SOME_APP: &str = "01938f3e-5c00-7000-8000-000000000005";

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

/// The new role of a member.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRole {
    pub role: Role,
    /// On which Apps, when the role is Developer.
    #[serde(default)]
    pub apps: Vec<AppId>,
}

impl Example for NewRole {
    fn example() -> Self {
        Self { role: Role::Developer, apps: SOME_APP.parse().into_iter().collect() }
    }
}

/// Invitations of one role to many addresses.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewInvitations {
    pub addresses: Vec<String>,
    pub role: Role,
    #[serde(default)]
    pub note: String,
    /// On which Apps a Developer works: one at least, as soon as the Company has one.
    #[serde(default)]
    pub apps: Vec<AppId>,
    /// The last day of the access, UTC; empty when it does not end by itself.
    #[serde(default)]
    pub ends_on: String,
}

impl NewInvitations {
    /// The offer as the act takes it.
    pub fn offer(&self) -> Offer {
        let Self { role, note, apps, ends_on, .. } = self;
        Offer { role: *role, note: note.clone(), apps: apps.clone(), ends_on: ends_on.clone() }
    }
}

impl Example for NewInvitations {
    fn example() -> Self {
        Self {
            addresses: vec!["dev@new.example".into()],
            role: Role::Developer,
            note: "You would look after the shop.".into(),
            apps: SOME_APP.parse().into_iter().collect(),
            ends_on: "2027-01-31".into(),
        }
    }
}

/// What became of one address.
#[derive(Serialize, JsonSchema)]
pub struct Outcome {
    /// As it was sent.
    pub address: String,
    /// `sent`, `role_changed`, `already_member`, `other_role`, `already_invited`, `yourself`, `already_owner`, `flawed` or
    /// `too_often`.
    pub code: String,
    pub detail: String,
}

impl From<Invited> for Outcome {
    fn from(invited: Invited) -> Self {
        let outcome: InviteOutcome = invited.outcome;
        Self { address: invited.address, code: word(&outcome), detail: outcome.sentence() }
    }
}

/// The new content of an invitation.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InvitationEdit {
    pub role: Role,
    pub note: String,
    /// On which Apps a Developer works: one at least, as soon as the Company has one.
    #[serde(default)]
    pub apps: Vec<AppId>,
    /// The last day of the access, UTC; empty when it does not end by itself.
    #[serde(default)]
    pub ends_on: String,
}

impl InvitationEdit {
    /// The offer as the act takes it.
    pub fn offer(self) -> Offer {
        let Self { role, note, apps, ends_on } = self;
        Offer { role, note, apps, ends_on }
    }
}

impl Example for InvitationEdit {
    fn example() -> Self {
        Self { role: Role::Admin, note: "More than the shop.".into(), apps: Vec::new(), ends_on: String::new() }
    }
}

/// The secret at the end of a mailed link.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MailedSecret {
    pub secret: String,
}

impl Example for MailedSecret {
    fn example() -> Self {
        Self { secret: "A".repeat(43) }
    }
}

/// A link to hand over.
#[derive(Serialize, JsonSchema)]
pub struct Link {
    pub link: String,
}

/// My new name.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewName {
    pub first_name: String,
    #[serde(default)]
    pub last_name: String,
}

impl Example for NewName {
    fn example() -> Self {
        Self { first_name: "Kevin".into(), last_name: "Flynn".into() }
    }
}

/// My new address; it becomes mine when the link mailed to it is pressed.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAddress {
    pub email: String,
}

impl Example for NewAddress {
    fn example() -> Self {
        Self { email: "kevin@flynn.example".into() }
    }
}

/// A new token.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// What it is for, in your words.
    pub label: String,
    pub scopes: Vec<Scope>,
    /// Its last day, UTC.
    pub expires_on: String,
}

impl NewToken {
    /// The scopes as the act takes them.
    pub fn words(&self) -> String {
        self.scopes.iter().map(|scope| scope.key()).collect::<Vec<_>>().join(" ")
    }
}

impl Example for NewToken {
    fn example() -> Self {
        Self { label: "Nightly report".into(), scopes: vec![Scope::Read], expires_on: "2027-01-31".into() }
    }
}
