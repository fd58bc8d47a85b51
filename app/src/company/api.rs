//! What the pages of a Company ask the server, one line each.

use leptos::prelude::*;
use teamwork::rules::company::CompanyOverview;

#[cfg(feature = "ssr")]
use crate::actor::actor;
use crate::failure::Failure;

/// The front page of a Company.
#[server(prefix = "/do", endpoint = "company")]
pub async fn company(slug: String) -> Result<CompanyOverview, Failure> {
    Ok(actor()?.company(&slug).await?)
}
