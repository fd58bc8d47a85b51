//! Fields of one line.

use leptos::prelude::*;
use teamwork::rules::problem::{Field, Why};

use super::{state::FormState, words};

/// Label, hint and error around a control. `id` is the control's.
#[component]
pub fn FieldFrame(
    id: String,
    label: &'static str,
    #[prop(optional_no_strip)] hint: Option<&'static str>,
    #[prop(optional)] optional: bool,
    why: Signal<Option<Why>>,
    children: Children,
) -> impl IntoView {
    let error_id = format!("{id}-error");
    let error = move || {
        let error_id = error_id.clone();
        why.get().map(|why| {
            view! { <p class="field__error" id=error_id><span class="visually-hidden">"Error: "</span>{why.to_string()}</p> }
        })
    };
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>
                {label}
                {optional.then(|| view! { " "<span class="field__optional">"optional"</span> })}
            </label>
            {hint.map(|hint| view! { <p class="field__hint" id=format!("{id}-hint")>{hint}</p> })}
            {error}
            {children()}
        </div>
    }
}

/// The value of `aria-describedby` for a control.
pub fn described_by(
    id: &str,
    hint: bool,
    why: Signal<Option<Why>>,
) -> impl Fn() -> Option<String> + Clone + Send + 'static + use<> {
    let id = id.to_owned();
    move || match (hint, why.get().is_some()) {
        (false, false) => None,
        (true, false) => Some(format!("{id}-hint")),
        (false, true) => Some(format!("{id}-error")),
        (true, true) => Some(format!("{id}-hint {id}-error")),
    }
}

/// One line of text. Keeps what was typed when the page is shown again.
#[component]
pub fn TextField(
    field: Field,
    #[prop(optional)] label: Option<&'static str>,
    #[prop(optional)] hint: Option<&'static str>,
    /// What stands in it at first.
    #[prop(optional, into)]
    value: String,
    #[prop(default = "text")] kind: &'static str,
    /// A token of the HTML standard: `given-name`, `email`, `off`.
    autocomplete: &'static str,
    #[prop(optional)] optional: bool,
    /// Whether the page begins here.
    #[prop(optional)]
    autofocus: bool,
    /// Further classes: `field__input--short`.
    #[prop(optional)]
    class: &'static str,
    /// Called with what is typed.
    #[prop(optional)]
    on_input: Option<Callback<String>>,
    /// What the field shows, when something else than the keyboard writes into it.
    #[prop(optional)]
    shows: Option<Signal<String>>,
) -> impl IntoView {
    let state = expect_context::<FormState>();
    let (id, why) = (state.id(field.name()), state.why(field));
    let described = described_by(&id, hint.is_some(), why);
    let value = state.typed(field.name()).unwrap_or(value);
    let input = NodeRef::<leptos::html::Input>::new();
    if let Some(shows) = shows {
        let show = move |text: &String, _: Option<&String>, _: Option<()>| {
            if let Some(input) = input.get_untracked().filter(|input| input.value() != *text) {
                input.set_value(text);
            }
        };
        Effect::watch(move || shows.get(), show, false);
    }
    let is_words = matches!(kind, "text" | "search");
    view! {
        <FieldFrame id=id.clone() label=label.unwrap_or(words::label(field)) hint optional why>
            <input
                node_ref=input
                class=format!("field__input {class}")
                id=id
                name=field.name()
                type=kind
                value=value
                autocomplete=autocomplete
                autocapitalize=(!is_words).then_some("none")
                spellcheck="false"
                autofocus=autofocus
                aria-invalid=move || why.get().map(|_| "true")
                aria-describedby=described
                on:input=move |event| if let Some(then) = on_input { then.run(event_target_value(&event)) }
            />
        </FieldFrame>
    }
}

/// Something the form sends along unseen.
#[component]
pub fn Hidden(#[prop(into)] name: String, #[prop(into)] value: String) -> impl IntoView {
    view! { <input type="hidden" name=name value=value/> }
}
