//! Redirects, written as a list.

use leptos::prelude::*;
use teamwork::rules::{
    config::{REDIRECTS_MAX, Redirect, write_redirects},
    problem::Field,
};

use super::{Basis, Section, Seen, api::SetRedirects};
use crate::{
    form::{Act, Form, FormActions, Submit, Textarea},
    parts::Notice,
};

const HINT: &str = "One a line: a path, where it leads, and perhaps 301, 302, 307 or 308. Like /old /new, or \
                    /shop https://shop.example.com 302.";

/// The list; when saving it failed, the present one stands beside what was typed.
#[component]
pub fn Redirects(redirects: Vec<Redirect>, seen: Seen) -> impl IntoView {
    let act = Act::<SetRedirects>::new();
    let (failed, done) = (act.failure().get_untracked().is_some(), act.done().get_untracked().is_some());
    let (note, list) = (format!("{} of {REDIRECTS_MAX}", redirects.len()), write_redirects(&redirects));
    let now = (failed || !seen.open).then(|| {
        let list = if list.is_empty() { "There are none.".to_owned() } else { list.clone() };
        view! { <div><p>"Saved at present:"</p><pre class="rows__list">{list}</pre></div> }
    });
    let form = seen.open.then(|| {
        view! {
            <Form act>
                <Basis seen/>
                <Textarea field=Field::Redirects hint=HINT value=list rows=6/>
                <FormActions><Submit class="">"Save redirects"</Submit></FormActions>
            </Form>
        }
    });
    view! {
        <Section id="redirects" title="Redirects" note>
            <div class="card__body stack">
                {done.then(|| view! { <Notice kind="success" small=true>"The redirects were saved."</Notice> })}
                {now}
                {form}
            </div>
        </Section>
    }
}
