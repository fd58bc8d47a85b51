//! How a Billing Contact pays: by bank transfer, or with a card that the payment provider keeps.

use leptos::prelude::*;
use teamwork::rules::{billing::BillingDetails, id::BillingContactId};

use super::api::{EnterCard, RemoveCard};
use crate::{
    form::{Act, Form, FormActions, Hidden, Submit},
    parts::Notice,
    profile::proof::ProofFields,
};

/// The payment method, and the way to another one. Without a payment provider there is none.
#[component]
pub fn PaysBy(slug: String, id: BillingContactId, details: BillingDetails) -> impl IntoView {
    let BillingDetails { method, card, entering, takes_cards, version, .. } = details;
    if !takes_cards && card.is_none() {
        return None;
    }
    let has_card = card.is_some();
    let words = match &card {
        Some(card) => {
            format!("{card}, until {}. Invoices are charged to it two days after they are issued.", card.expires)
        }
        None => format!("{}.", method.name()),
    };
    let here = format!("/c/{slug}/billing/{id}");
    let waits = entering.then(|| {
        view! {
            <Notice>
                "A card is being entered. It counts as soon as the payment provider has confirmed it. "
                <a class="link" href=here>"Look again"</a>
            </Notice>
        }
    });
    let removes = slug.clone();
    let enter = takes_cards.then(|| {
        let label = if has_card { "Enter another card" } else { "Pay with a card" };
        view! {
            <Form act={Act::<EnterCard>::new()}>
                <Hidden name="slug" value=slug/>
                <Hidden name="contact" value=id.to_string()/>
                <Hidden name="version" value=version.to_string()/>
                <ProofFields/>
                <p class="muted small">"You enter the card on the page of the payment provider. Warren never sees its number."</p>
                <FormActions><Submit class="">{label}</Submit></FormActions>
            </Form>
        }
    });
    let remove = has_card.then(|| {
        view! {
            <Form act={Act::<RemoveCard>::new()}>
                <Hidden name="slug" value=removes/>
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
            <div class="card__body stack">{waits}<p>{words}</p>{enter}{remove}</div>
        </section>
    })
}
