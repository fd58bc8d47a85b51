//! Variables of the environment. A secret is only known to be there.

use leptos::prelude::*;
use teamwork::rules::{
    config::{VARIABLES_MAX, VariableCard},
    problem::Field,
};

use super::{
    Basis, Section, Seen,
    api::{RemoveVariable, SetSecret, SetVariable},
};
use crate::{
    form::{Act, Form, FormActions, Hidden, Submit, TextField, Textarea},
    parts::{Ago, Notice},
};

/// The forms for something new, told apart from those of known variables, whose names are in capitals.
const NEW: &str = "new";

const NAME_HINT: &str = "Capital letters, digits and underscores, like API_URL.";
const SECRET_HINT: &str = "It is encrypted when it is saved, and nobody can read it again.";

/// All variables, and room for more.
#[component]
pub fn Variables(variables: Vec<VariableCard>, seen: Seen) -> impl IntoView {
    let note = format!("{} of {VARIABLES_MAX}", variables.len());
    let is_empty = variables.is_empty();
    let rows = variables.into_iter().map(|card| view! { <Row card seen=seen.clone()/> }).collect_view();
    let add = seen.open.then(
        || view! { <div class="card__body stack"><NewVariable seen=seen.clone()/><NewSecret seen=seen.clone()/></div> },
    );
    view! {
        <Section id="variables" title="Environment variables" note>
            {is_empty.then(|| view! { <p class="card__body muted">"None yet. Code reads them as environment variables."</p> })}
            <ul class="rows" role="list">{rows}</ul>
            {add}
        </Section>
    }
}

#[component]
fn Row(card: VariableCard, seen: Seen) -> impl IntoView {
    let name = card.name.clone();
    let detail = match &card.value {
        Some(value) => view! { <span class="rows__detail">{first_line(value)}</span> }.into_any(),
        None => {
            view! { <span class="rows__detail">"Secret, last changed " <Ago at=card.changed_at/></span> }.into_any()
        }
    };
    let edit = seen.open.then(|| match card.value {
        Some(value) => view! { <Readable name=card.name value seen=seen.clone()/> }.into_any(),
        None => view! { <Secret name=card.name seen=seen.clone()/> }.into_any(),
    });
    let remove = seen.open.then(|| {
        let (words, act) = (format!(" {name}"), Act::<RemoveVariable>::keyed("variable_name", &name));
        view! {
            <Form act compact=true>
                <Basis seen=seen.clone()/>
                <Submit class="button--small">"Remove"<span class="visually-hidden">{words}</span></Submit>
            </Form>
        }
    });
    view! {
        <li class="rows__item">
            <div class="rows__main"><code class="rows__title">{name.clone()}</code>{detail}</div>
            <div class="rows__end">{remove}</div>
            {edit}
        </li>
    }
}

/// The form for a value that can be read.
#[component]
fn Readable(name: String, value: String, seen: Seen) -> impl IntoView {
    let act = Act::<SetVariable>::keyed("form", &name);
    let (failed, done) = (act.failure().get_untracked().is_some(), act.done().get_untracked().is_some());
    view! {
        <details class="rows__more" open=failed>
            <summary>"Change"<span class="visually-hidden">{format!(" {name}")}</span></summary>
            <Form act>
                <Basis seen/>
                <Hidden name="variable_name" value=name/>
                <Textarea field=Field::VariableValue value=value rows=2/>
                <FormActions><Submit class="">"Save value"</Submit></FormActions>
            </Form>
        </details>
        {done.then(|| view! { <Notice kind="success" small=true>"Saved."</Notice> })}
    }
}

/// The form for a new value of a secret.
#[component]
fn Secret(name: String, seen: Seen) -> impl IntoView {
    let act = Act::<SetSecret>::keyed("form", &name);
    let (failed, done) = (act.failure().get_untracked().is_some(), act.done().get_untracked().is_some());
    view! {
        <details class="rows__more" open=failed>
            <summary>"Change"<span class="visually-hidden">{format!(" {name}")}</span></summary>
            <Form act>
                <Basis seen/>
                <Hidden name="variable_name" value=name/>
                <Textarea field=Field::SecretValue hint="Left empty, the old value stays." rows=2/>
                <FormActions><Submit class="">"Save secret"</Submit></FormActions>
            </Form>
        </details>
        {done.then(|| view! { <Notice kind="success" small=true>"Saved. The value is not shown again."</Notice> })}
    }
}

#[component]
fn NewVariable(seen: Seen) -> impl IntoView {
    let act = Act::<SetVariable>::keyed("form", NEW);
    let (failed, done) = (act.failure().get_untracked().is_some(), act.done().get_untracked().is_some());
    view! {
        {done.then(|| view! { <Notice kind="success" small=true>"The variable was saved."</Notice> })}
        <details open=failed>
            <summary>"Add a variable"</summary>
            <Form act>
                <Basis seen/>
                <TextField field=Field::VariableName hint=NAME_HINT autocomplete="off"/>
                <Textarea field=Field::VariableValue rows=2/>
                <FormActions><Submit class="">"Add variable"</Submit></FormActions>
            </Form>
        </details>
    }
}

#[component]
fn NewSecret(seen: Seen) -> impl IntoView {
    let act = Act::<SetSecret>::keyed("form", NEW);
    let (failed, done) = (act.failure().get_untracked().is_some(), act.done().get_untracked().is_some());
    view! {
        {done.then(|| view! { <Notice kind="success" small=true>"The secret was saved. Its value is not shown again."</Notice> })}
        <details open=failed>
            <summary>"Add a secret"</summary>
            <Form act>
                <Basis seen/>
                <TextField field=Field::VariableName hint=NAME_HINT autocomplete="off"/>
                <Textarea field=Field::SecretValue hint=SECRET_HINT rows=2/>
                <FormActions><Submit class="">"Add secret"</Submit></FormActions>
            </Form>
        </details>
    }
}

/// Enough of a value to recognise it.
fn first_line(value: &str) -> String {
    let line: String = value.lines().next().unwrap_or_default().chars().take(80).collect();
    match value {
        "" => "Empty".into(),
        _ if line.len() < value.len() => format!("{line} …"),
        _ => line,
    }
}
