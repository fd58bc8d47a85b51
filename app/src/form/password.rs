//! A password: pasted, managed or typed, and shown when its owner wants to see it.

use leptos::prelude::*;
use teamwork::rules::problem::Field;

use super::{
    fields::{FieldFrame, described_by},
    state::FormState,
    words,
};

/// A password field. The button that shows the password is there as soon as a script can press it.
#[component]
pub fn PasswordField(
    field: Field,
    #[prop(optional)] label: Option<&'static str>,
    #[prop(optional)] hint: Option<&'static str>,
    /// `current-password` or `new-password`.
    autocomplete: &'static str,
) -> impl IntoView {
    let state = expect_context::<FormState>();
    let (id, why) = (state.id(field.name()), state.why(field));
    let described = described_by(&id, hint.is_some(), why);
    let (shown, lively) = (RwSignal::new(false), RwSignal::new(false));
    Effect::new(move |_| lively.set(true));
    let show = move || {
        lively.get().then(|| {
            view! {
                <button
                    class="button field__show"
                    type="button"
                    aria-pressed=move || if shown.get() { "true" } else { "false" }
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {move || if shown.get() { "Hide" } else { "Show" }}
                    <span class="visually-hidden">" password"</span>
                </button>
            }
        })
    };
    view! {
        <FieldFrame id=id.clone() label=label.unwrap_or(words::label(field)) hint why>
            <div class="field__row">
                <input
                    class="field__input"
                    id=id
                    name=field.name()
                    type=move || if shown.get() { "text" } else { "password" }
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    aria-invalid=move || why.get().map(|_| "true")
                    aria-describedby=described
                />
                {show}
            </div>
        </FieldFrame>
    }
}
