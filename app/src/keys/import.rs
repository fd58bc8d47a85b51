//! Several keys at once: those that can be added are, and the others stay in the field, each with its reason.

use leptos::prelude::*;
use teamwork::rules::{
    key::{KeyImport, KeyLook, LeftKey},
    problem::Field,
};

use super::api::AddKeys;
use crate::{
    form::{Act, Form, FormActions, Submit, Textarea},
    parts::Notice,
};

const HINT: &str = "One a line, 20 at most: what is in ~/.ssh/authorized_keys, or at https://github.com/your-name.keys. What \
                    stands behind a key becomes its name.";

/// The field for a list, and what became of the last one.
#[component]
pub fn Import() -> impl IntoView {
    let act = Act::<AddKeys>::new();
    let import = act.done().get_untracked();
    let rest = import.as_ref().map(|import| {
        import.left.iter().map(|left| left.text.as_str()).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
    });
    view! {
        <section class="card" aria-labelledby="import">
            <header class="card__head"><h2 class="card__title" id="import">"Add several keys at once"</h2></header>
            <div class="card__body stack">
                {import.map(told)}
                <Form act>
                    <Textarea field=Field::KeyLines rows=5 class="mono" hint=HINT value=rest.unwrap_or_default()/>
                    <FormActions><Submit class="">"Add these keys"</Submit></FormActions>
                </Form>
            </div>
        </section>
    }
}

fn told(KeyImport { added, left }: KeyImport) -> impl IntoView {
    let count = match added.len() {
        1 => "1 key was added.".to_owned(),
        count => format!("{count} keys were added."),
    };
    let row = |KeyLook { label, fingerprint, kind, .. }: KeyLook| {
        view! { <li>{label} " " <span class="muted">{kind}</span><br/><span class="mono small">{fingerprint}</span></li> }
    };
    let left = (!left.is_empty()).then(|| {
        let row = |LeftKey { line, flaw, .. }: LeftKey| view! { <li>{format!("Line {line}: {flaw}")}</li> };
        view! {
            <Notice kind="warning">
                <strong>"These lines of your list were not added:"</strong>
                <ul>{left.into_iter().map(row).collect_view()}</ul>
            </Notice>
        }
    });
    view! {
        <Notice kind="success">
            <strong>{count}</strong> " You got a mail about it. Compare the fingerprints; remove what is not yours."
            <ul>{added.into_iter().map(row).collect_view()}</ul>
        </Notice>
        {left}
    }
}
