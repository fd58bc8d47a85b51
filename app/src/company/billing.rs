//! `/c/{slug}/billing`: who pays, and where the invoices go.

use leptos::prelude::*;
use teamwork::rules::{
    billing::{BillingCard, BillingDetails},
    permission::Refusal,
};

use crate::{
    company::api,
    frame::company_slug,
    live::{Topic, use_live},
    parts::{Load, PageHead},
    remote::remote,
};

/// The Billing Contacts: in full, by name, or why not (matrix row 37).
#[component]
pub fn Billing() -> impl IntoView {
    let (live, slug) = (use_live(), company_slug());
    let contacts = remote(move || live.version(Topic::Company), move || api::Billing { slug: slug.clone() });
    let cards = |contacts: Signal<Vec<BillingCard>>| {
        move || contacts.get().into_iter().map(|contact| view! { <Contact contact/> }).collect_view()
    };
    view! {
        <Load remote=contacts what="the Billing Contacts" let:contacts>
            <PageHead title="Billing" subtitle="Who pays, and where the invoices go."/>
            <div class="grid">{cards(contacts)}</div>
        </Load>
    }
}

#[component]
fn Contact(contact: BillingCard) -> impl IntoView {
    let details = match contact.details {
        Some(details) => view! { <Details details/> }.into_any(),
        None => view! { <p class="muted small">{Refusal::NeedsBilling.to_string()}</p> }.into_any(),
    };
    view! {
        <section class="card">
            <header class="card__head"><h2 class="card__title">{contact.name}</h2></header>
            <div class="card__body">{details}</div>
        </section>
    }
}

#[component]
fn Details(details: BillingDetails) -> impl IntoView {
    let address = details.address.into_iter().map(|line| view! { {line}<br/> }).collect_view();
    let vat = details.vat_number.unwrap_or_else(|| "None".into());
    view! {
        <dl class="facts">
            <div class="facts__row"><dt class="facts__term">"Pays by"</dt><dd class="facts__value">{details.method.name()}</dd></div>
            <div class="facts__row"><dt class="facts__term">"Address"</dt><dd class="facts__value">{address}</dd></div>
            <div class="facts__row"><dt class="facts__term">"VAT number"</dt><dd class="facts__value">{vat}</dd></div>
            <div class="facts__row"><dt class="facts__term">"Invoices go to"</dt><dd class="facts__value">{details.email}</dd></div>
        </dl>
    }
}
