//! Invitations.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use teamwork::rules::{
    id::AppId,
    invitation::{InviteOutcome, Invited, Offer},
    role::Role,
};

use super::members::SOME_APP;
use crate::http::rest::{ask::Example, trouble::word};

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
    const NEVER_FLAWED: bool = true;

    fn example() -> Self {
        Self { secret: "A".repeat(43) }
    }
}

/// A link to hand over.
#[derive(Serialize, JsonSchema)]
pub struct Link {
    pub link: String,
}
