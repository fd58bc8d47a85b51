//! Which Apps: a tick box for each.

use leptos::prelude::*;
use teamwork::rules::{
    assignment::{AppChoice, CHOICES_MAX},
    problem::Field,
};

use crate::form::{FormState, described_by};

/// The Apps of a Company, to be ticked.
#[component]
pub fn AppPicker(apps: Vec<AppChoice>) -> impl IntoView {
    let state = expect_context::<FormState>();
    let (id, why) = (state.id(Field::Apps.name()), state.why(Field::Apps));
    let described = described_by(&id, false, why);
    let error_id = format!("{id}-error");
    let none = apps.is_empty().then(|| view! { <p class="muted small">"The Company has no Apps yet."</p> });
    let cut = (apps.len() >= CHOICES_MAX).then(|| {
        let words = format!(
            "Listed are the Apps that are chosen already and the first {CHOICES_MAX} others by name. The API takes all."
        );
        view! { <p class="muted small">{words}</p> }
    });
    let boxes = apps.into_iter().enumerate().map(|(place, app)| {
        let name = format!("apps[{place}]");
        let id = state.id(&name);
        let ticked = if state.was_typed() { state.typed(&name).is_some() } else { app.chosen };
        view! {
            <div class="field field--check">
                <input class="field__check" id=id.clone() type="checkbox" name=name value=app.id.to_string() checked=ticked aria-invalid=move || why.get().map(|_| "true")/>
                <label class="field__label" for=id>{app.name}</label>
            </div>
        }
    });
    view! {
        <fieldset class="field" id=id tabindex="-1" aria-describedby=described>
            <legend class="field__label">"Apps" " " <span class="field__optional">"for Developers only"</span></legend>
            {move || why.get().map(|why| view! { <p class="field__error" id=error_id.clone()><span class="visually-hidden">"Error: "</span>{why.to_string()}</p> })}
            {none}
            {cut}
            {boxes.collect_view()}
        </fieldset>
    }
}
