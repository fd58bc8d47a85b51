//! The doors of an App's configuration, one line each.

use leptos::prelude::*;
use teamwork::rules::config::{ConfigCard, RuntimeForm, VersionPage};

use crate::{actor::actor, failure::Failure, form::Done};

/// The present configuration.
#[server(prefix = "/do", endpoint = "app_config")]
pub async fn app_config(app: String) -> Result<ConfigCard, Failure> {
    Ok(actor()?.config(&app).await?)
}

/// Who changed what; `after` is where the page before ended.
#[server(prefix = "/do", endpoint = "config_versions")]
pub async fn config_versions(app: String, #[server(default)] after: String) -> Result<VersionPage, Failure> {
    Ok(actor()?.config_versions(&app, Some(after.as_str()).filter(|after| !after.is_empty())).await?)
}

/// Sets a variable that can be read.
#[server(prefix = "/do", endpoint = "set_variable")]
pub async fn set_variable(
    app: String,
    version: i64,
    variable_name: String,
    variable_value: String,
) -> Result<Done, Failure> {
    actor()?.set_variable(&app, version, &variable_name, &variable_value, false).await?;
    Ok(Done::Yes)
}

/// Sets a variable that is never shown again. Its field is one of those that are not echoed.
#[server(prefix = "/do", endpoint = "set_secret")]
pub async fn set_secret(
    app: String,
    version: i64,
    variable_name: String,
    secret_value: String,
) -> Result<Done, Failure> {
    actor()?.set_variable(&app, version, &variable_name, &secret_value, true).await?;
    Ok(Done::Yes)
}

/// Takes a variable away.
#[server(prefix = "/do", endpoint = "remove_variable")]
pub async fn remove_variable(app: String, version: i64, variable_name: String) -> Result<(), Failure> {
    Ok(actor()?.remove_variable(&app, version, &variable_name).await.map(|_| ())?)
}

/// Leads a domain to the App.
#[server(prefix = "/do", endpoint = "add_domain")]
pub async fn add_domain(app: String, version: i64, domains: String) -> Result<(), Failure> {
    Ok(actor()?.add_domain(&app, version, &domains).await.map(|_| ())?)
}

/// Takes a domain away.
#[server(prefix = "/do", endpoint = "remove_domain")]
pub async fn remove_domain(app: String, version: i64, host: String) -> Result<(), Failure> {
    Ok(actor()?.remove_domain(&app, version, &host).await.map(|_| ())?)
}

/// Asks where a domain leads.
#[server(prefix = "/do", endpoint = "check_domain")]
pub async fn check_domain(app: String, host: String) -> Result<(), Failure> {
    Ok(actor()?.check_domain(&app, &host).await.map(|_| ())?)
}

/// Replaces all redirects.
#[server(prefix = "/do", endpoint = "set_redirects")]
pub async fn set_redirects(app: String, version: i64, redirects: String) -> Result<Done, Failure> {
    actor()?.set_redirects(&app, version, &redirects).await?;
    Ok(Done::Yes)
}

/// Replaces all headers.
#[server(prefix = "/do", endpoint = "set_headers")]
pub async fn set_headers(app: String, version: i64, headers: String) -> Result<Done, Failure> {
    actor()?.set_headers(&app, version, &headers).await?;
    Ok(Done::Yes)
}

/// Says what is published and how.
#[server(prefix = "/do", endpoint = "set_runtime")]
pub async fn set_runtime(
    app: String,
    version: i64,
    folder: String,
    branch: String,
    index_file: String,
    error_file: String,
    cache_seconds: String,
    #[server(default)] https_only: bool,
) -> Result<Done, Failure> {
    let form = RuntimeForm { folder, branch, index_file, error_file, cache_seconds, https_only };
    actor()?.set_runtime(&app, version, &form).await?;
    Ok(Done::Yes)
}

/// Brings an old version back as a new one.
#[server(prefix = "/do", endpoint = "undo_config")]
pub async fn undo_config(app: String, version: i64, to: i64) -> Result<(), Failure> {
    Ok(actor()?.undo_config(&app, version, to).await.map(|_| ())?)
}
