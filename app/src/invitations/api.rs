//! What the pages about invitations ask the server, one line each.

use leptos::prelude::*;
#[cfg(feature = "ssr")]
use teamwork::rules::invitation::Offer;
use teamwork::rules::{
    assignment::AppRef,
    id::{AppId, InvitationId},
    invitation::{InvitationPage, Invited},
    role::Role,
};

#[cfg(feature = "ssr")]
use crate::actor::{actor, visitor};
use crate::{failure::Failure, form::Done};

/// One page of the open invitations of a Company.
#[server(prefix = "/do", endpoint = "invitations")]
pub async fn invitations(slug: String, #[server(default)] after: String) -> Result<InvitationPage, Failure> {
    Ok(actor()?.invitation_page(&slug, Some(after.as_str()).filter(|after| !after.is_empty())).await?)
}

/// Invites one or many addresses.
#[server(prefix = "/do", endpoint = "invite")]
pub async fn invite(
    slug: String,
    addresses: String,
    role: Role,
    #[server(default)] note: String,
    #[server(default)] apps: Vec<AppId>,
    #[server(default)] ends_on: String,
) -> Result<Vec<Invited>, Failure> {
    Ok(actor()?.invite_with(&slug, &addresses, Offer { role, note, apps, ends_on }).await?)
}

/// The Apps that a Developer can be invited to.
#[server(prefix = "/do", endpoint = "apps_to_offer")]
pub async fn apps_to_offer(slug: String) -> Result<Vec<AppRef>, Failure> {
    Ok(actor()?.apps_to_offer(&slug).await?)
}

/// Sends an invitation again.
#[server(prefix = "/do", endpoint = "resend_invitation")]
pub async fn resend_invitation(slug: String, invitation: InvitationId) -> Result<Done, Failure> {
    actor()?.resend_invitation(&slug, invitation).await?;
    Ok(Done::Yes)
}

/// Changes what an invitation offers.
#[server(prefix = "/do", endpoint = "edit_invitation")]
pub async fn edit_invitation(
    slug: String,
    invitation: InvitationId,
    role: Role,
    #[server(default)] note: String,
    #[server(default)] apps: Vec<AppId>,
    #[server(default)] ends_on: String,
) -> Result<Done, Failure> {
    actor()?.edit_invitation_with(&slug, invitation, Offer { role, note, apps, ends_on }).await?;
    Ok(Done::Yes)
}

/// Makes a link to hand over by other means.
#[server(prefix = "/do", endpoint = "copy_invitation_link")]
pub async fn copy_invitation_link(slug: String, invitation: InvitationId) -> Result<String, Failure> {
    Ok(actor()?.copy_invitation_link(&slug, invitation).await?)
}

/// Withdraws an invitation.
#[server(prefix = "/do", endpoint = "cancel_invitation")]
pub async fn cancel_invitation(slug: String, invitation: InvitationId) -> Result<Done, Failure> {
    actor()?.cancel_invitation(&slug, invitation).await?;
    Ok(Done::Yes)
}

/// Accepts an invitation, and goes to the Company.
#[server(prefix = "/do", endpoint = "accept_invitation")]
pub async fn accept_invitation(secret: String) -> Result<(), Failure> {
    let slug = actor()?.accept_invitation(&secret).await?;
    leptos_axum::redirect(&format!("/c/{slug}"));
    Ok(())
}

/// Declines an invitation.
#[server(prefix = "/do", endpoint = "decline_invitation")]
pub async fn decline_invitation(secret: String) -> Result<Done, Failure> {
    visitor()?.decline_invitation(&secret).await?;
    Ok(Done::Yes)
}

/// Asks the sender of an expired invitation to send it again.
#[server(prefix = "/do", endpoint = "ask_for_renewal")]
pub async fn ask_for_renewal(secret: String) -> Result<Done, Failure> {
    visitor()?.ask_for_renewal(&secret).await?;
    Ok(Done::Yes)
}

/// Asks the sender of somebody else's invitation to invite my own address.
#[server(prefix = "/do", endpoint = "ask_for_readdress")]
pub async fn ask_for_readdress(secret: String) -> Result<Done, Failure> {
    visitor()?.ask_for_readdress(&secret).await?;
    Ok(Done::Yes)
}
