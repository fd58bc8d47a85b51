//! What the pages of the log ask the server, one line each. What to read stands in the words of the address.

use leptos::prelude::*;
use teamwork::rules::{
    log_filter::{LogFilter, LogPage, LogWords},
    problem::Problem,
};

use crate::failure::Failure;
#[cfg(feature = "ssr")]
use crate::{actor::actor, apps::api::here};

/// The log of a Company, or my part of it.
#[server(prefix = "/do", endpoint = "activity")]
pub async fn activity(
    slug: String,
    #[server(default)] words: LogWords,
    #[server(default)] before: String,
) -> Result<LogPage, Failure> {
    Ok(actor()?.activity(&slug, &LogFilter::read(&words)?, cursor(&before)?).await?)
}

/// What happened to an App.
#[server(prefix = "/do", endpoint = "app_activity")]
pub async fn app_activity(
    app_name: String,
    /// Where its address says it is; nowhere is a trial of my own.
    #[server(default)]
    slug: String,
    #[server(default)] words: LogWords,
    #[server(default)] before: String,
) -> Result<LogPage, Failure> {
    let actor = actor()?;
    here(&slug, &actor.app(&app_name).await?)?;
    Ok(actor.app_activity(&app_name, &LogFilter::read(&words)?, cursor(&before)?).await?)
}

/// What I did that no Company has to know of.
#[server(prefix = "/do", endpoint = "my_activity")]
pub async fn my_activity(#[server(default)] before: String) -> Result<LogPage, Failure> {
    Ok(actor()?.my_activity(cursor(&before)?).await?)
}

/// Where a page begins; nothing is the newest entry.
#[cfg(feature = "ssr")]
fn cursor(text: &str) -> Result<Option<i64>, Problem> {
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| Problem::Malformed) }
}
