//! `/c/{slug}/billing`: who pays, and where the invoices go.

use leptos::prelude::*;
use teamwork::rules::billing::BillingCard;

use crate::{
    company::api,
    frame::company_slug,
    live::{Topic, use_live},
    parts::{Load, PageHead},
    remote::remote,
};

/// The Billing Contacts, for who may see them (matrix row 37). Everybody else reads why not.
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
    let address = contact.address.into_iter().map(|line| view! { {line}<br/> }).collect_view();
    let vat = contact.vat_number.unwrap_or_else(|| "None".into());
    view! {
        <section class="card">
            <header class="card__head"><h2 class="card__title">{contact.name}</h2></header>
            <div class="card__body">
                <dl class="facts">
                    <div class="facts__row"><dt class="facts__term">"Pays by"</dt><dd class="facts__value">{contact.method.name()}</dd></div>
                    <div class="facts__row"><dt class="facts__term">"Address"</dt><dd class="facts__value">{address}</dd></div>
                    <div class="facts__row"><dt class="facts__term">"VAT number"</dt><dd class="facts__value">{vat}</dd></div>
                    <div class="facts__row"><dt class="facts__term">"Invoices go to"</dt><dd class="facts__value">{contact.email}</dd></div>
                </dl>
            </div>
        </section>
    }
}
