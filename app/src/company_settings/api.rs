//! What the settings of a Company ask the server, one line each.

use leptos::prelude::*;
use leptos_axum::redirect;
use teamwork::rules::{
    company::{self, CompanyNames},
    policy::Policies,
};

use crate::{
    actor::{actor, proven},
    failure::Failure,
    form::Done,
};

/// The names of a Company.
#[server(prefix = "/do", endpoint = "company_settings")]
pub async fn company_settings(slug: String) -> Result<company::CompanySettings, Failure> {
    Ok(actor()?.company_settings(&slug).await?)
}

/// Changes them. `company` is the name in addresses until now, `slug` the one from now on.
#[server(prefix = "/do", endpoint = "rename_company")]
pub async fn rename_company(company: String, version: i64, name: String, slug: String) -> Result<String, Failure> {
    let slug = actor()?.rename_company(&company, version, CompanyNames::read(&name, &slug)?).await?;
    if slug != company {
        redirect(&format!("/c/{slug}/settings"));
    }
    Ok(slug)
}

/// Decides whom the Company invites, and how long Developers keep access.
#[server(prefix = "/do", endpoint = "change_policies")]
pub async fn change_policies(
    slug: String,
    version: i64,
    #[server(default)] invitation_domains: String,
    #[server(default)] developer_days: String,
) -> Result<Done, Failure> {
    actor()?.change_policies(&slug, version, Policies::read(&invitation_domains, &developer_days)?).await?;
    Ok(Done::Yes)
}

/// What ends with a Company.
#[server(prefix = "/do", endpoint = "company_end")]
pub async fn company_end(slug: String) -> Result<company::CompanyEnd, Failure> {
    Ok(actor()?.company_end(&slug).await?)
}

/// Deletes it.
#[server(prefix = "/do", endpoint = "delete_company")]
pub async fn delete_company(
    slug: String,
    confirmation: String,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<(), Failure> {
    proven(&password, &code).await?.delete_company(&slug, &confirmation).await?;
    redirect("/");
    Ok(())
}
