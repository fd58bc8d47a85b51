//! What is published, and how browsers get it.

use leptos::prelude::*;
use teamwork::rules::{config::Runtime, problem::Field};

use super::{Basis, Section, Seen, api::SetRuntime};
use crate::{
    form::{Act, Checkbox, Form, FormActions, Submit, TextField},
    parts::Notice,
};

/// The options; when saving them failed, the present ones stand beside what was typed.
#[component]
pub fn HowItRuns(runtime: Runtime, seen: Seen) -> impl IntoView {
    let act = Act::<SetRuntime>::new();
    let (failed, done) = (act.failure().get_untracked().is_some(), act.done().get_untracked().is_some());
    let now = (failed || !seen.open).then(|| view! { <Now runtime=runtime.clone()/> });
    let form = seen.open.then(|| {
        view! {
            <Form act>
                <Basis seen/>
                <div class="field-pair">
                    <TextField field=Field::Branch autocomplete="off" value=runtime.branch/>
                    <TextField field=Field::Folder optional=true autocomplete="off" value=runtime.folder/>
                </div>
                <div class="field-pair">
                    <TextField field=Field::IndexFile autocomplete="off" value=runtime.index_file/>
                    <TextField field=Field::ErrorFile optional=true autocomplete="off" value=runtime.error_file/>
                </div>
                <TextField field=Field::CacheSeconds autocomplete="off" class="field__input--short" value=runtime.cache_seconds.to_string()/>
                <Checkbox field=Field::HttpsOnly ticked=runtime.https_only>"Lead visitors from http to https"</Checkbox>
                <FormActions><Submit class="">"Save options"</Submit></FormActions>
            </Form>
        }
    });
    view! {
        <Section id="runtime" title="How it runs" note="Leave the folder empty to publish public when there is such a folder, else the whole App; and the page empty to use 404.html when there is one, else Warren's.".to_owned()>
            <div class="card__body stack">
                {done.then(|| view! { <Notice kind="success" small=true>"The options were saved."</Notice> })}
                {now}
                {form}
            </div>
        </Section>
    }
}

#[component]
fn Now(runtime: Runtime) -> impl IntoView {
    let Runtime { folder, branch, index_file, error_file, cache_seconds, https_only } = runtime;
    let or = |text: String, none: &str| if text.is_empty() { none.to_owned() } else { text };
    let facts = [
        ("Branch", branch),
        ("Folder", or(folder, "public, or the whole App")),
        ("Start page", index_file),
        ("Not found", or(error_file, "404.html, or Warren's page")),
        ("Cache", format!("{cache_seconds} seconds")),
        ("https only", if https_only { "Yes" } else { "No" }.to_owned()),
    ];
    let rows = facts.map(|(term, value)| {
        view! { <div class="facts__row"><dt class="facts__term">{term}</dt><dd class="facts__value">{value}</dd></div> }
    });
    view! { <div><p>"Saved at present:"</p><dl class="facts">{rows.into_iter().collect_view()}</dl></div> }
}
