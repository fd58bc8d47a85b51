//! One Billing Contact: its three parts, its state, what it pays for.

use leptos::prelude::*;
use teamwork::rules::{
    billing::{BillingCard, BillingDetails, BillingState},
    dunning::Arrears,
    invoice::NewestInvoice,
    permission::Refusal,
};

use crate::{
    invoices::{FilesOf, State},
    parts::Badge,
};

/// The card, with the way to change it for those who see it in full.
#[component]
pub fn ContactCard(contact: BillingCard, slug: String) -> impl IntoView {
    let BillingCard { id, name, state, arrears, details } = contact;
    let (kind, words) = match (state, arrears) {
        (BillingState::Archived, _) => ("off", state.name()),
        (BillingState::Active, Arrears::Active) => ("ok", state.name()),
        (BillingState::Active, Arrears::Failing) => ("warning", arrears.name()),
        (BillingState::Active, Arrears::Blocked) => ("danger", arrears.name()),
    };
    let body = match details {
        Some(details) => {
            let edit = format!("/c/{slug}/billing/{id}");
            let label = format!("Edit {name}");
            let (invoices, archive) = (format!("{edit}/invoices"), format!("Invoices of {name}"));
            view! {
                <Details slug=slug.clone() details/>
                <div class="form-actions">
                    <a class="button" href=edit aria-label=label>"Edit"</a>
                    <a class="button" href=invoices aria-label=archive>"Invoices"</a>
                </div>
            }
            .into_any()
        }
        None => view! { <p class="muted small">{Refusal::NeedsBilling.to_string()}</p> }.into_any(),
    };
    view! {
        <section class="card">
            <header class="card__head">
                <h2 class="card__title">{name}</h2>
                <Badge kind>{words}</Badge>
            </header>
            <div class="card__body stack">{body}</div>
        </section>
    }
}

#[component]
fn Details(slug: String, details: BillingDetails) -> impl IntoView {
    let newest = details.newest.clone().map(|newest| view! { <Newest slug newest/> });
    let address = details.address().into_iter().map(|line| view! { {line}<br/> }).collect_view();
    let pays_by = format!("{}, in {}", details.pays_by(), details.currency);
    let rows = [
        ("VAT number", details.vat_number.unwrap_or_else(|| "None".into())),
        ("Invoices go to", details.email),
        ("And to", details.recipients.join(", ")),
        ("Pays for", pays_for(&details.pays_for)),
    ];
    let rows = rows.into_iter().filter(|(_, value)| !value.is_empty()).map(|(term, value)| {
        view! { <div class="facts__row"><dt class="facts__term">{term}</dt><dd class="facts__value">{value}</dd></div> }
    });
    view! {
        <dl class="facts">
            <div class="facts__row"><dt class="facts__term">"Pays by"</dt><dd class="facts__value">{pays_by}</dd></div>
            <div class="facts__row"><dt class="facts__term">"Address"</dt><dd class="facts__value">{address}</dd></div>
            {rows.collect_view()}
            {newest}
        </dl>
    }
}

/// The invoice that is looked for most, with its files.
#[component]
fn Newest(slug: String, newest: NewestInvoice) -> impl IntoView {
    let NewestInvoice { number, issued, total, state } = newest;
    let base = format!("/c/{slug}/invoices/{number}");
    view! {
        <div class="facts__row">
            <dt class="facts__term">"Newest invoice"</dt>
            <dd class="facts__value">
                <a class="link" href=base.clone()>{number.to_string()}</a>
                {format!(", {total}, issued on {issued} ")}
                <State state overdue=false/>
                " " <FilesOf base number=number.to_string()/>
            </dd>
        </div>
    }
}

/// "shop, blog".
fn pays_for(apps: &[String]) -> String {
    if apps.is_empty() { "No App".into() } else { apps.join(", ") }
}
