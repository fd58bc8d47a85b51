//! Fields of more than one line, and fields to choose from.

use leptos::prelude::*;
use teamwork::rules::problem::Field;

use super::{
    fields::{FieldFrame, described_by},
    state::FormState,
    words,
};

/// A tick box. Its argument in the server function is `#[server(default)] name: bool`.
#[component]
pub fn Checkbox(field: Field, #[prop(optional)] ticked: bool, children: Children) -> impl IntoView {
    let state = expect_context::<FormState>();
    let (id, why) = (state.id(field.name()), state.why(field));
    let described = described_by(&id, false, why);
    let ticked = if state.was_typed() { state.typed(field.name()).is_some() } else { ticked };
    let error_id = format!("{id}-error");
    let error = move || {
        let error_id = error_id.clone();
        why.get().map(|why| {
            view! { <p class="field__error" id=error_id><span class="visually-hidden">"Error: "</span>{why.to_string()}</p> }
        })
    };
    view! {
        <div class="field field--check">
            {error}
            <input
                class="field__check"
                id=id.clone()
                type="checkbox"
                name=field.name()
                value="true"
                checked=ticked
                aria-invalid=move || why.get().map(|_| "true")
                aria-describedby=described
            />
            <label class="field__label" for=id>{children()}</label>
        </div>
    }
}

/// Several words to tick. The one at `n` is sent as `field[n]`.
#[component]
pub fn Ticks(
    field: Field,
    legend: &'static str,
    #[prop(optional)] hint: Option<&'static str>,
    /// Each with what it means, and whether it is ticked at first.
    options: Vec<(&'static str, &'static str, bool)>,
) -> impl IntoView {
    let state = expect_context::<FormState>();
    let (id, why) = (state.id(field.name()), state.why(field));
    let described = described_by(&id, hint.is_some(), why);
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let error = why.get_untracked().map(|why| {
        view! { <p class="field__error" id=error_id><span class="visually-hidden">"Error: "</span>{why.to_string()}</p> }
    });
    let boxes = options.into_iter().enumerate().map(|(at, (word, meaning, ticked))| {
        let name = format!("{}[{at}]", field.name());
        let id = if at == 0 { id.clone() } else { format!("{id}-{at}") };
        let ticked = if state.was_typed() { state.typed(&name).is_some() } else { ticked };
        view! {
            <div class="field field--check">
                <input
                    class="field__check"
                    id=id.clone()
                    type="checkbox"
                    name=name
                    value=word
                    checked=ticked
                    aria-invalid=why.get_untracked().map(|_| "true")
                    aria-describedby=described.clone()
                />
                <label class="field__label" for=id><code>{word}</code>" "{meaning}</label>
            </div>
        }
    });
    view! {
        <fieldset class="field">
            <legend class="field__label">{legend}</legend>
            {hint.map(|hint| view! { <p class="field__hint" id=hint_id>{hint}</p> })}
            {error}
            {boxes.collect_view()}
        </fieldset>
    }
}

/// One of several, as the system's own list. `options` are (value, words).
#[component]
pub fn Select(
    field: Field,
    #[prop(optional)] label: Option<&'static str>,
    #[prop(optional)] hint: Option<&'static str>,
    options: Vec<(&'static str, &'static str)>,
    /// What is chosen at first.
    #[prop(optional, into)]
    value: String,
    #[prop(optional)] autocomplete: Option<&'static str>,
) -> impl IntoView {
    let state = expect_context::<FormState>();
    let (id, why) = (state.id(field.name()), state.why(field));
    let described = described_by(&id, hint.is_some(), why);
    let chosen = state.typed(field.name()).unwrap_or(value);
    let options = options
        .into_iter()
        .map(|(value, words)| view! { <option value=value selected=value == chosen>{words}</option> })
        .collect_view();
    view! {
        <FieldFrame id=id.clone() label=label.unwrap_or(words::label(field)) hint why>
            <select
                class="field__input"
                id=id
                name=field.name()
                autocomplete=autocomplete
                aria-invalid=move || why.get().map(|_| "true")
                aria-describedby=described
            >
                {options}
            </select>
        </FieldFrame>
    }
}

/// Several lines of text.
#[component]
pub fn Textarea(
    field: Field,
    #[prop(optional)] label: Option<&'static str>,
    #[prop(optional)] hint: Option<&'static str>,
    #[prop(optional, into)] value: String,
    #[prop(default = 3)] rows: u8,
    #[prop(optional)] optional: bool,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let state = expect_context::<FormState>();
    let (id, why) = (state.id(field.name()), state.why(field));
    let described = described_by(&id, hint.is_some(), why);
    let text = escape_textarea(&state.typed(field.name()).unwrap_or(value));
    view! {
        <FieldFrame id=id.clone() label=label.unwrap_or(words::label(field)) hint optional why>
            <textarea
                class=format!("field__input {class}")
                id=id
                name=field.name()
                rows=rows.to_string()
                aria-invalid=move || why.get().map(|_| "true")
                aria-describedby=described
                inner_html=text
            />
        </FieldFrame>
    }
}

/// Text between the tags of a `<textarea>`. The framework leaves it as it is there (tachys 0.2), so we escape it.
pub fn escape_textarea(text: &str) -> String {
    text.trim_start_matches(['\r', '\n']).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::escape_textarea;

    #[test]
    fn a_note_cannot_leave_its_textarea() {
        let note = "Hi</textarea><script>alert(1)</script>&amp;";
        assert_eq!(escape_textarea(note), "Hi&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;");
    }
}
