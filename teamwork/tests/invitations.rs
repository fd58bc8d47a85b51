//! Team invitations (domain.md, 4.1): every transition, and everything that must not be one.

mod answering;
mod ending;
mod expiring;
mod managing;
mod newcomers;
mod readdressing;
mod sending;

use teamwork::rules::{
    id::InvitationId,
    invitation::{InviteOutcome, Invited},
    role::Role,
};

use crate::house::{House, MALLORY};

/// An address nobody has an account for.
pub const TRILLIAN: &str = "trillian@heart.example";

/// Ada invites Mallory; the id, and the secret in the mail.
pub async fn invited(house: &House, role: Role) -> (InvitationId, String) {
    house.ada().await.invite("acme", MALLORY.email, role, "").await.unwrap();
    let id = house.ada().await.invitations("acme").await.unwrap()[0].id;
    (id, house.secret_to(MALLORY.email).await)
}

/// The id of the only open invitation.
pub async fn the_open_one(house: &House) -> InvitationId {
    let open = house.ada().await.invitations("acme").await.unwrap();
    assert_eq!(open.len(), 1);
    open[0].id
}

pub fn outcomes(invited: &[Invited]) -> Vec<InviteOutcome> {
    invited.iter().map(|one| one.outcome).collect()
}
