//! The doors of the bird's-eye view.

use leptos::prelude::*;
use teamwork::rules::{
    id::{InvitationId, PaymentRequestId},
    invitation::MyInvitation,
    request::{MyRequest, Proposal},
};

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

/// What waits for my confirmation.
#[server(prefix = "/do", endpoint = "proposals")]
pub async fn proposals() -> Result<Vec<Proposal>, Failure> {
    Ok(actor()?.proposals().await?)
}

/// The payment requests that wait for my answer.
#[server(prefix = "/do", endpoint = "my_requests")]
pub async fn my_requests() -> Result<Vec<MyRequest>, Failure> {
    Ok(actor()?.my_requests().await?)
}

/// Mails me the link of one of them again.
#[server(prefix = "/do", endpoint = "mail_my_request")]
pub async fn mail_my_request(request: PaymentRequestId) -> Result<Done, Failure> {
    actor()?.mail_my_request(request).await?;
    Ok(Done::Yes)
}
