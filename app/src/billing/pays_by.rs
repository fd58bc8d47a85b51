//! How a Billing Contact pays: by bank transfer, or with a card or a mandate that the payment provider keeps.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use teamwork::rules::{
    billing::{BillingDetails, PaymentMethod},
    id::BillingContactId,
    payment::{Means, NOTICE_TERMS},
};

use super::api::{EnterCard, RemoveCard};
use crate::{
    form::{Act, Form, FormActions, Hidden, Submit},
    parts::Notice,
    profile::proof::ProofFields,
};

/// The payment method, and the ways to another one. Without a payment provider there is none.
#[component]
pub fn PaysBy(slug: String, id: BillingContactId, details: BillingDetails) -> impl IntoView {
    let words = words(&details);
    let BillingDetails { method, entering, takes_cards, takes_sepa, version, .. } = details;
    let is_charged = method != PaymentMethod::BankTransfer;
    if !takes_cards && !is_charged {
        return None;
    }
    let here = format!("/c/{slug}/billing/{id}");
    let said = |word| use_query_map().with_untracked(|query| query.get(word).is_some());
    let (left, new) = (said("left"), said("done") && !is_charged);
    let waits = (entering && !left && !new).then(|| {
        view! {
            <Notice>
                "A card or an account is being entered. It counts as soon as the payment provider has confirmed it. "
                <a class="link" href=here>"Look again"</a>
            </Notice>
        }
    });
    let new = new.then(|| {
        view! { <Notice kind="success">"The billing contact was added. It pays by bank transfer until a card or an account is entered here."</Notice> }
    });
    let left = (entering && left).then(|| {
        view! { <Notice>"You left the payment page. Nothing was saved; you can begin again here at any time."</Notice> }
    });
    let card = takes_cards.then(|| {
        let label = if method == PaymentMethod::Card { "Enter another card" } else { "Pay with a card" };
        let note = "You enter the card on the page of the payment provider. Warren never sees its number.".to_owned();
        view! { <Enter slug=slug.clone() id version means=Means::Card label note/> }
    });
    let account = takes_sepa.then(|| {
        let label = if method == PaymentMethod::Sepa { "Enter another account" } else { "Pay by SEPA direct debit" };
        let note = format!("You give the mandate on the page of the payment provider. {NOTICE_TERMS}");
        view! { <Enter slug=slug.clone() id version means=Means::Sepa label note/> }
    });
    let remove = is_charged.then(|| {
        view! {
            <Form act={Act::<RemoveCard>::new()}>
                <Hidden name="slug" value=slug/>
                <Hidden name="contact" value=id.to_string()/>
                <Hidden name="version" value=version.to_string()/>
                <ProofFields/>
                <FormActions><Submit class="">"Pay by bank transfer again"</Submit></FormActions>
            </Form>
        }
    });
    Some(view! {
        <section class="card" aria-labelledby="pays-by">
            <header class="card__head"><h2 class="card__title" id="pays-by">"Payment method"</h2></header>
            <div class="card__body stack">{waits}{left}{new}<p>{words}</p>{card}{account}{remove}</div>
        </section>
    })
}

/// By what it pays, and when that is charged.
fn words(details: &BillingDetails) -> String {
    match (&details.card, &details.mandate) {
        (Some(card), _) => {
            format!("{card}, until {}. Invoices are charged to it two days after they are issued.", card.expires)
        }
        (None, Some(mandate)) => format!(
            "{mandate}, {}, mandate {}. It is debited six days after an invoice is issued. {NOTICE_TERMS}",
            mandate.place(),
            mandate.reference
        ),
        (None, None) => format!("{}.", details.method.name()),
    }
}

/// Goes to the page of the provider.
#[component]
fn Enter(
    slug: String,
    id: BillingContactId,
    version: i64,
    means: Means,
    label: &'static str,
    note: String,
) -> impl IntoView {
    view! {
        <Form act={Act::<EnterCard>::keyed("means", means.key())}>
            <Hidden name="slug" value=slug/>
            <Hidden name="contact" value=id.to_string()/>
            <Hidden name="version" value=version.to_string()/>
            <ProofFields/>
            <p class="muted small">{note}</p>
            <FormActions><Submit class="">{label}</Submit></FormActions>
        </Form>
    }
}
