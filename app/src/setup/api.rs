//! The door of the set-up.

use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    crate::actor::actor,
    leptos_axum::redirect,
    teamwork::rules::{billing::BillingForm, company::CompanySetup},
};

use crate::failure::Failure;

/// Sets up a Company with its first Billing Contact, and goes there.
#[server(prefix = "/do", endpoint = "set_up_company")]
pub async fn set_up_company(
    name: String,
    slug: String,
    country: String,
    billing_name: String,
    street: String,
    postal_code: String,
    city: String,
    vat_number: String,
    billing_email: String,
) -> Result<String, Failure> {
    let billing = BillingForm { billing_name, street, postal_code, city, country, vat_number, billing_email };
    let slug = actor()?.set_up_company(CompanySetup::read(&name, &slug, &billing)?).await?;
    redirect(&format!("/c/{slug}"));
    Ok(slug)
}
