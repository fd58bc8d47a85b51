//! The door to the code of an App, for looking; the code itself goes over SSH.

use leptos::prelude::*;
use teamwork::rules::git;

use crate::{actor::actor, failure::Failure};

/// Where the code of an App is, what was pushed, and who may push.
#[server(prefix = "/do", endpoint = "app_code")]
pub async fn app_code(app: String, #[server(default)] slug: String) -> Result<git::AppCode, Failure> {
    Ok(actor()?.app_code(&app, &slug).await?)
}
