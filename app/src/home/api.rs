//! The doors of the bird's-eye view.

use leptos::prelude::*;
use teamwork::rules::{id::InvitationId, invitation::MyInvitation};

#[cfg(feature = "ssr")]
use crate::actor::actor;
use crate::{failure::Failure, form::Done};

/// The invitations that wait for my answer.
#[server(prefix = "/do", endpoint = "my_invitations")]
pub async fn my_invitations() -> Result<Vec<MyInvitation>, Failure> {
    Ok(actor()?.my_invitations().await?)
}

/// Mails me the link of one of them again.
#[server(prefix = "/do", endpoint = "mail_my_invitation")]
pub async fn mail_my_invitation(invitation: InvitationId) -> Result<Done, Failure> {
    actor()?.mail_my_invitation(invitation).await?;
    Ok(Done::Yes)
}
