//! One Billing Contact: its three parts, its state, what it pays for.

use leptos::prelude::*;
use teamwork::rules::{
    billing::{BillingCard, BillingDetails, BillingState},
    dunning::Arrears,
    permission::Refusal,
};

use crate::parts::Badge;

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
                <Details details/>
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
fn Details(details: BillingDetails) -> impl IntoView {
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
        </dl>
    }
}

/// "shop, blog".
fn pays_for(apps: &[String]) -> String {
    if apps.is_empty() { "No App".into() } else { apps.join(", ") }
}
