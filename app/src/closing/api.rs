//! The doors of the end of my account.

use leptos::prelude::*;
use leptos_axum::redirect;
use teamwork::rules::account;

use crate::{
    actor::{actor, clear_session},
    failure::Failure,
};

/// What ends with my account.
#[server(prefix = "/do", endpoint = "closing")]
pub async fn closing() -> Result<account::Closing, Failure> {
    Ok(actor()?.closing().await?)
}

/// Closes my account.
#[server(prefix = "/do", endpoint = "close_account")]
pub async fn close_account(confirmation: String) -> Result<(), Failure> {
    actor()?.close_account(&confirmation).await?;
    clear_session();
    redirect("/login");
    Ok(())
}
