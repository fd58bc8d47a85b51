//! The doors of my account.

use leptos::prelude::*;
use teamwork::rules::{account::SessionCard, id::SessionId};

#[cfg(feature = "ssr")]
use {
    crate::{
        actor::{actor, proven, set_session},
        session::next_path,
    },
    leptos_axum::redirect,
};

use crate::{failure::Failure, form::Done};

/// Changes my name.
#[server(prefix = "/do", endpoint = "change_name")]
pub async fn change_name(first_name: String, last_name: String) -> Result<Done, Failure> {
    actor()?.change_name(&first_name, &last_name).await?;
    Ok(Done::Yes)
}

/// Changes the time zone in which I read times; an empty one is the one of the house.
#[server(prefix = "/do", endpoint = "change_zone")]
pub async fn change_zone(#[server(default)] time_zone: String) -> Result<Done, Failure> {
    actor()?.change_zone(&time_zone).await?;
    Ok(Done::Yes)
}

/// Changes my password, or sets the first one; ends all other sessions.
#[server(prefix = "/do", endpoint = "change_password")]
pub async fn change_password(#[server(default)] password: String, new_password: String) -> Result<Done, Failure> {
    set_session(&actor()?.change_password(&password, &new_password).await?);
    Ok(Done::Yes)
}

/// Mails a link to my new address; the change happens when it is opened.
#[server(prefix = "/do", endpoint = "ask_email_change")]
pub async fn ask_email_change(
    email: String,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<Done, Failure> {
    proven(&password, &code).await?.ask_email_change(&email).await?;
    Ok(Done::Yes)
}

/// Proves that it is me.
#[server(prefix = "/do", endpoint = "reauthenticate")]
pub async fn reauthenticate(password: String, #[server(default)] code: String) -> Result<(), Failure> {
    set_session(&actor()?.reauthenticate(&password, &code).await?);
    Ok(())
}

/// Mails a link that proves that it is me and leads back to `next`.
#[server(prefix = "/do", endpoint = "ask_proof")]
pub async fn ask_proof(#[server(default)] next: String) -> Result<Done, Failure> {
    actor()?.ask_proof(&next).await?;
    Ok(Done::Yes)
}

/// Proves by the mailed link that it is me.
#[server(prefix = "/do", endpoint = "prove_by_link")]
pub async fn prove_by_link(secret: String, #[server(default)] code: String) -> Result<(), Failure> {
    let proven = actor()?.prove_by_link(&secret, &code).await?;
    set_session(&proven);
    redirect(next_path(&proven.next).unwrap_or("/account"));
    Ok(())
}

/// Where I am signed in.
#[server(prefix = "/do", endpoint = "sessions")]
pub async fn sessions() -> Result<Vec<SessionCard>, Failure> {
    Ok(actor()?.sessions().await?)
}

/// Signs me out somewhere else.
#[server(prefix = "/do", endpoint = "end_session")]
pub async fn end_session(session: SessionId) -> Result<(), Failure> {
    Ok(actor()?.end_session(session).await?)
}

/// Signs me out everywhere else.
#[server(prefix = "/do", endpoint = "end_other_sessions")]
pub async fn end_other_sessions() -> Result<(), Failure> {
    Ok(actor()?.end_other_sessions().await?)
}
