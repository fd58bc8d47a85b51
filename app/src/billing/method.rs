//! How a new Billing Contact pays.

use leptos::prelude::*;
use teamwork::rules::{
    billing::PaymentMethod,
    payment::{Means, NOTICE_TERMS},
    problem::Field,
};

use crate::{form::FormState, setup::ByTransfer};

/// The ways to pay: where cards are taken, there is something to choose. `method` is chosen at first.
#[component]
pub fn Method(cards: bool, sepa: bool, #[prop(optional)] method: String) -> impl IntoView {
    if !cards {
        return view! { <ByTransfer/> }.into_any();
    }
    let transfer = "bank_transfer";
    let state = expect_context::<FormState>();
    let at_first = if method.is_empty() { transfer.to_owned() } else { method };
    let chosen = state.typed(Field::Method.name()).unwrap_or(at_first);
    let id = state.id(Field::Method.name());
    let about_transfer = "We send an invoice, you transfer the amount. No card, no third party.";
    let about_card = "You enter it on the page of the payment provider; nothing is charged before the first invoice.";
    let about_sepa = format!("You give the mandate on the page of the payment provider. {NOTICE_TERMS}");
    let ways = [
        (transfer, PaymentMethod::BankTransfer, about_transfer.to_owned()),
        (Means::Card.key(), PaymentMethod::Card, about_card.to_owned()),
        (Means::Sepa.key(), PaymentMethod::Sepa, about_sepa),
    ];
    let ways = ways.into_iter().filter(|(_, method, _)| sepa || *method != PaymentMethod::Sepa);
    let ways = ways.map(|(value, method, text)| {
        view! {
            <label class="radio-card">
                <input class="radio-card__input" type="radio" name=Field::Method.name() value=value checked=value == chosen/>
                <span class="radio-card__title">{method.name()}</span>
                <span class="radio-card__text">{text}</span>
            </label>
        }
    });
    view! {
        <fieldset class="radio-cards" id=id tabindex="-1">
            <legend class="field__label">"Payment"</legend>
            {ways.collect_view()}
        </fieldset>
    }
    .into_any()
}

/// The same with what is taken here.
#[component]
pub fn MethodHere() -> impl IntoView {
    let taken = crate::actor::warren().map(|warren| (warren.takes_cards(), warren.takes_sepa()));
    let (cards, sepa) = taken.unwrap_or_default();
    view! { <Method cards sepa/> }
}
