//! What the pages of billing ask the server, one line each. Where money is concerned, the password may come along with
//! the form, so that nothing typed is lost on the way to it.
#![expect(clippy::too_many_arguments, reason = "a form sends its fields one by one")]

use leptos::prelude::*;
use leptos_axum::redirect;
use teamwork::{
    acts::Onward,
    rules::{
        billing::{BillingCard, BillingForm, BillingState, ContactData, ContactForm},
        id::BillingContactId,
        payment::Means,
        problem::Problem,
    },
};

use crate::{
    actor::{actor, proven},
    failure::Failure,
};

/// The Billing Contacts of a Company.
#[server(prefix = "/do", endpoint = "billing")]
pub async fn billing(slug: String) -> Result<Vec<BillingCard>, Failure> {
    Ok(actor()?.billing(&slug).await?)
}

/// One of them in full, and whether no other one is live.
#[server(prefix = "/do", endpoint = "billing_contact")]
pub async fn billing_contact(slug: String, contact: BillingContactId) -> Result<(BillingCard, bool), Failure> {
    let actor = actor()?;
    let card = actor.billing_contact(&slug, contact).await?;
    let others = actor.billing(&slug).await?;
    let is_live = |one: &BillingCard| one.id != contact && one.state == BillingState::Active;
    Ok((card, !others.iter().any(is_live)))
}

/// What a new one can pay in.
#[server(prefix = "/do", endpoint = "billing_currencies")]
pub async fn billing_currencies(slug: String) -> Result<Vec<String>, Failure> {
    Ok(actor()?.billing_currencies(&slug).await?)
}

/// Creates one. Where it is to pay by a card or an account, it goes on at the payment provider.
#[server(prefix = "/do", endpoint = "create_billing_contact")]
pub async fn create_billing_contact(
    slug: String,
    country: String,
    billing_name: String,
    street: String,
    postal_code: String,
    city: String,
    vat_number: String,
    billing_email: String,
    #[server(default)] recipients: String,
    #[server(default)] currency: String,
    #[server(default)] method: String,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<BillingContactId, Failure> {
    let billing = BillingForm { billing_name, street, postal_code, city, country, vat_number, billing_email };
    let data = ContactData::read(&ContactForm { billing, recipients, currency })?;
    let actor = proven(&password, &code).await?;
    let (contact, way) =
        actor.create_contact_that_pays_by(&slug, data, Means::read(&method).map_err(Problem::from)?).await?;
    redirect(&on(way, &format!("/c/{slug}/billing?done=created"), &slug, contact));
    Ok(contact)
}

/// Where a browser goes on that has created a Billing Contact: to the provider, where `created` is read, or, when the provider's page
/// could not be opened, to where it is opened again.
pub fn on(way: Onward, created: &str, slug: &str, contact: BillingContactId) -> String {
    match way {
        Onward::Done => created.to_owned(),
        Onward::Pays(gone) => gone.url,
        Onward::Later => format!("/c/{slug}/billing/{contact}?done=created"),
    }
}

/// Changes one.
#[server(prefix = "/do", endpoint = "change_billing_contact")]
pub async fn change_billing_contact(
    slug: String,
    contact: BillingContactId,
    version: i64,
    country: String,
    billing_name: String,
    street: String,
    postal_code: String,
    city: String,
    vat_number: String,
    billing_email: String,
    #[server(default)] recipients: String,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<i64, Failure> {
    let billing = BillingForm { billing_name, street, postal_code, city, country, vat_number, billing_email };
    let data = ContactData::read(&ContactForm { billing, recipients, currency: String::new() })?;
    let version = proven(&password, &code).await?.change_billing_contact(&slug, contact, version, data).await?;
    redirect(&format!("/c/{slug}/billing?done=changed"));
    Ok(version)
}

/// Goes to enter a card or an account for one, on the page of the payment provider.
#[server(prefix = "/do", endpoint = "enter_card")]
pub async fn enter_card(
    slug: String,
    contact: BillingContactId,
    version: i64,
    #[server(default)] means: Means,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<(), Failure> {
    let actor = proven(&password, &code).await?;
    let gone = match means {
        Means::Card => actor.enter_card(&slug, contact, version).await?,
        Means::Sepa => actor.enter_account(&slug, contact, version).await?,
    };
    redirect(&gone.url);
    Ok(())
}

/// Has one pay by bank transfer again.
#[server(prefix = "/do", endpoint = "remove_card")]
pub async fn remove_card(
    slug: String,
    contact: BillingContactId,
    version: i64,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<(), Failure> {
    proven(&password, &code).await?.remove_card(&slug, contact, version).await?;
    redirect(&format!("/c/{slug}/billing?done=changed"));
    Ok(())
}

/// Archives one.
#[server(prefix = "/do", endpoint = "archive_billing_contact")]
pub async fn archive_billing_contact(
    slug: String,
    contact: BillingContactId,
    version: i64,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<(), Failure> {
    proven(&password, &code).await?.archive_billing_contact(&slug, contact, version).await?;
    redirect(&format!("/c/{slug}/billing?done=archived"));
    Ok(())
}

/// Brings one back.
#[server(prefix = "/do", endpoint = "restore_billing_contact")]
pub async fn restore_billing_contact(
    slug: String,
    contact: BillingContactId,
    version: i64,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<(), Failure> {
    proven(&password, &code).await?.restore_billing_contact(&slug, contact, version).await?;
    redirect(&format!("/c/{slug}/billing?done=restored"));
    Ok(())
}
