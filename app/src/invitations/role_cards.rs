//! The role of an invitation, as cards with one sentence each.

use leptos::prelude::*;
use teamwork::rules::{
    permission::{Action, may},
    problem::Field,
    role::Role,
};

use super::draft::Draft;
use crate::form::FormState;

/// All four roles. The ones I may not invite to are there too, with the reason.
#[component]
pub fn RoleCards(mine: Signal<Role>, draft: Draft) -> impl IntoView {
    let id = expect_context::<FormState>().id(Field::Role.name());
    let cards = Role::ALL.map(|role| view! { <RoleCard role mine draft/> });
    view! {
        <fieldset class="radio-cards" id=id tabindex="-1">
            <legend class="field__label">"Role"</legend>
            {cards.into_iter().collect_view()}
        </fieldset>
    }
}

#[component]
fn RoleCard(role: Role, mine: Signal<Role>, draft: Draft) -> impl IntoView {
    let refusal = move || may(mine.get(), Action::Invite(role)).err();
    view! {
        <label class="radio-card">
            <input
                class="radio-card__input"
                type="radio"
                name=Field::Role.name()
                value=role.key()
                checked=draft.role.get_untracked() == role
                prop:checked=move || draft.role.get() == role
                disabled=move || refusal().is_some()
                on:change=move |_| draft.role.set(role)
            />
            <span class="radio-card__title">{role.name()}</span>
            <span class="radio-card__text">{role.sentence()}</span>
            {move || refusal().map(|refusal| view! { <span class="radio-card__reason">{refusal.to_string()}</span> })}
        </label>
    }
}
