//! What the lively pages of Apps ask the server, one line each.

use leptos::prelude::*;
use teamwork::rules::app::{AppCard, AppOverview, AppPage};

#[cfg(feature = "ssr")]
use crate::actor::actor;
use crate::failure::Failure;

/// One page of the Apps of a Company.
#[server(prefix = "/do", endpoint = "apps")]
pub async fn apps(slug: String, #[server(default)] after: String) -> Result<AppPage, Failure> {
    Ok(actor()?.apps(&slug, Some(after.as_str()).filter(|after| !after.is_empty())).await?)
}

/// One App of a Company.
#[server(prefix = "/do", endpoint = "app")]
pub async fn app(#[server(default)] slug: String, app: String) -> Result<AppOverview, Failure> {
    let overview = actor()?.app(&app).await?;
    here(&slug, &overview)?;
    Ok(overview)
}

/// The trials of my own.
#[server(prefix = "/do", endpoint = "my_trials")]
pub async fn my_trials() -> Result<Vec<AppCard>, Failure> {
    Ok(actor()?.my_trials().await?)
}

/// Whether an App is where its address says; without Company when there is no slug.
///
/// # Errors
/// That it is not there.
#[cfg(feature = "ssr")]
pub fn here(slug: &str, app: &AppOverview) -> Result<(), Failure> {
    use teamwork::rules::problem::{Problem, Thing};
    let is_here = app.slug.as_deref().unwrap_or_default() == slug;
    is_here.then_some(()).ok_or(Failure::Problem(Problem::NotFound(Thing::App)))
}
