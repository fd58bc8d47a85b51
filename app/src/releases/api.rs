//! The doors of what is published, one line each.

use leptos::prelude::*;
use teamwork::rules::release::{ReleasePage, SiteCard};

use crate::{actor::actor, failure::Failure, form::Done};

/// Where an App is served, and which release visitors see.
#[server(prefix = "/do", endpoint = "site")]
pub async fn site(app: String) -> Result<SiteCard, Failure> {
    Ok(actor()?.site(&app).await?)
}

/// What was published; `after` is where the page before ended.
#[server(prefix = "/do", endpoint = "releases")]
pub async fn fetch_releases(app: String, #[server(default)] after: String) -> Result<ReleasePage, Failure> {
    Ok(actor()?.releases(&app, Some(after.as_str()).filter(|after| !after.is_empty())).await?)
}

/// Lets visitors see another release. `version` is the number of the one that was seen as live.
#[server(prefix = "/do", endpoint = "roll_back")]
pub async fn roll_back(app: String, version: i64, to: i64) -> Result<Done, Failure> {
    actor()?.roll_back(&app, version, to).await?;
    Ok(Done::Yes)
}
