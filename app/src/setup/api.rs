//! The door of the set-up.

use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    crate::{actor::actor, billing::on},
    leptos_axum::redirect,
    teamwork::rules::{billing::BillingForm, company::CompanySetup, payment::Means, problem::Problem},
};

use crate::failure::Failure;

/// Sets up a Company with its first Billing Contact, and goes there; or first to the payment provider, where a card or an
/// account is entered.
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
    #[server(default)] method: String,
) -> Result<String, Failure> {
    let billing = BillingForm { billing_name, street, postal_code, city, country, vat_number, billing_email };
    let (setup, means) = (CompanySetup::read(&name, &slug, &billing)?, Means::read(&method).map_err(Problem::from)?);
    let (slug, contact, way) = actor()?.set_up_company_that_pays_by(setup, means).await?;
    redirect(&on(way, &format!("/c/{slug}"), &slug, contact));
    Ok(slug)
}
