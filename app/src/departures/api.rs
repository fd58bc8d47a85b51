//! What the page of a departure asks the server.

use leptos::prelude::*;
use teamwork::rules::{id::UserId, member};

use crate::{actor::actor, failure::Failure};

/// What was revoked when somebody went, and what is left to do.
#[server(prefix = "/do", endpoint = "departure_receipt")]
pub async fn departure_receipt(slug: String, user: UserId) -> Result<member::DepartureReceipt, Failure> {
    Ok(actor()?.departure_receipt(&slug, user).await?)
}
