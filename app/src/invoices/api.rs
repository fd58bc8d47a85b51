//! What the pages of invoices ask the server, one line each.

use leptos::prelude::*;
use teamwork::rules::{
    id::BillingContactId,
    invoice::{ArchiveView, InvoicePage, InvoiceTab, PaidNow},
    problem::Problem,
};

use crate::{
    actor::{actor, guest},
    failure::Failure,
    form::Done,
};

/// One page of the archive of a Billing Contact.
#[server(prefix = "/do", endpoint = "invoices")]
pub async fn invoices(
    slug: String,
    contact: BillingContactId,
    #[server(default)] tab: String,
    #[server(default)] year: String,
    #[server(default)] after: String,
) -> Result<InvoicePage, Failure> {
    let actor = actor()?;
    let tab: InvoiceTab =
        if tab.is_empty() { InvoiceTab::All } else { tab.parse().map_err(|()| Problem::Malformed)? };
    let year = (!year.is_empty()).then(|| year.parse().map_err(|_| Problem::Malformed)).transpose()?;
    let after = (!after.is_empty()).then_some(after.as_str());
    Ok(actor.invoices(&slug, contact, tab, year, after).await?)
}

/// One invoice, or one credit note.
#[server(prefix = "/do", endpoint = "invoice")]
pub async fn invoice(slug: String, number: String) -> Result<ArchiveView, Failure> {
    Ok(actor()?.invoice(&slug, &number).await?)
}

/// Charges the card for an open one now.
#[server(prefix = "/do", endpoint = "pay_invoice_now")]
pub async fn pay_invoice_now(slug: String, number: String) -> Result<PaidNow, Failure> {
    Ok(actor()?.pay_invoice_now(&slug, &number).await?)
}

/// Mails a new link to the address that an old one was mailed to.
#[server(prefix = "/do", endpoint = "mail_invoice_again")]
pub async fn mail_invoice_again(secret: String) -> Result<Done, Failure> {
    guest()?.mail_invoice_again(&secret).await?;
    Ok(Done::Yes)
}
