//! Choosing a plan and a payer.

use leptos::prelude::*;
use teamwork::rules::{
    app::PayerCard,
    plan::PlanCard,
    problem::{Conflict, Field},
};

use crate::form::{FieldFrame, FormState, described_by, words};

/// One of several, as the system's own list. `options` are (value, words, why not).
#[component]
fn Choice(field: Field, options: Vec<(String, String, Option<Conflict>)>, value: String) -> impl IntoView {
    let state = expect_context::<FormState>();
    let (id, why) = (state.id(field.name()), state.why(field));
    let described = described_by(&id, false, why);
    let chosen = state.typed(field.name()).unwrap_or(value);
    let option = |(value, words, why): (String, String, Option<Conflict>)| {
        let (selected, disabled, title) = (value == chosen, why.is_some(), why.map(|why| why.to_string()));
        view! { <option value=value selected=selected disabled=disabled title=title>{words}</option> }
    };
    let options = options.into_iter().map(option).collect_view();
    view! {
        <FieldFrame id=id.clone() label=words::label(field) hint=None why>
            <select
                class="field__input"
                id=id
                name=field.name()
                aria-invalid=move || why.get().map(|_| "true")
                aria-describedby=described
            >
                {options}
            </select>
        </FieldFrame>
    }
}

/// A plan, with what it costs and holds.
#[component]
pub fn PlanChoice(plans: Vec<PlanCard>, #[prop(optional, into)] value: String) -> impl IntoView {
    let options = plans.into_iter().map(|plan| (plan.key.clone(), plan_words(&plan), None)).collect();
    view! { <Choice field=Field::Plan options value/> }
}

/// Who pays. What takes no more Apps cannot be chosen.
#[component]
pub fn PayerChoice(payers: Vec<PayerCard>, #[prop(optional, into)] value: String) -> impl IntoView {
    let options = payers
        .into_iter()
        .map(|payer| {
            let overdue = if payer.blocked { ": payment overdue" } else { "" };
            let words = format!("{}, in {}{overdue}", payer.name, payer.currency);
            (payer.id.to_string(), words, payer.blocked.then_some(Conflict::PayerBlocked))
        })
        .collect();
    view! { <Choice field=Field::Payer options value/> }
}

/// "Small: 9.00 EUR a month, 256 MB memory, 1 GB storage, 2 domains".
pub fn plan_words(plan: &PlanCard) -> String {
    let (memory, storage, domains) = (plan.memory_mb, plan.storage_mb / 1024, plan.domains);
    format!("{}: {} a month, {memory} MB memory, {storage} GB storage, {domains} domains", plan.name, plan.price)
}
