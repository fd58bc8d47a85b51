//! `/c/{slug}/apps/{app}/delete`: an App ends, by its typed name.

use leptos::prelude::*;
use teamwork::rules::{
    permission::{Action, may},
    problem::Field,
};

use super::api::DeleteApp as Delete;
use crate::{
    apps::{AppTabs, api::App, app_name},
    failure::Failure,
    form::{Act, Form, FormActions, Hidden, Submit, TextField},
    frame::company_slug,
    parts::{Load, PageHead, ProblemView},
    profile::proof::ProofFields,
    remote::remote,
};

/// What ends, and the name to type.
#[component]
pub fn DeleteApp() -> impl IntoView {
    let (slug, app) = (company_slug(), app_name());
    let app = remote(|| 0, move || App { slug: slug.clone(), app: app.clone() });
    view! {
        <Load remote=app what="the App" let:app>
            {
                let app = app.get_untracked();
                match app.role.map(|role| may(role, Action::DeleteApp)) {
                    Some(Err(refusal)) => view! { <ProblemView failure=Failure::Problem(refusal.into())/> }.into_any(),
                    _ => view! {
                        <PageHead title=format!("Delete {}", app.name)/>
                        <AppTabs slug=app.slug.clone().unwrap_or_default() app=app.name.clone() role=app.role/>
                        <DeleteForm slug=app.slug.unwrap_or_default() app=app.name version=app.version/>
                    }.into_any(),
                }
            }
        </Load>
    }
}

/// The form alone, also for a trial of one's own.
#[component]
pub fn DeleteForm(slug: String, app: String, version: i64) -> impl IntoView {
    let keep = (!slug.is_empty()).then(|| format!("/c/{slug}/apps/{app}"));
    // What never cost anything has no last bill.
    let billed = keep.as_ref().map(|_| "A paid App is billed through today. ");
    view! {
        <section class="card" aria-labelledby="delete">
            <header class="card__head"><h2 class="card__title" id="delete">"Delete this App"</h2></header>
            <div class="card__body stack">
                <p>
                    "Its code, data, settings, secrets and deploy keys are deleted, everybody loses access, and its domains \
                     lead nowhere. " {billed} "Its name is blocked for a while. This cannot be undone."
                </p>
                <Form act={Act::<Delete>::new()}>
                    <Hidden name="slug" value=slug.clone()/>
                    <Hidden name="app" value=app.clone()/>
                    <Hidden name="version" value=version.to_string()/>
                    <p>"Type " <strong class="mono">{app.clone()}</strong> " to confirm."</p>
                    <TextField field=Field::Confirmation label="Name of the App" autocomplete="off"/>
                    <ProofFields/>
                    <FormActions>
                        <Submit class="button--danger">"Delete App"</Submit>
                        {keep.map(|home| view! { <a class="button button--quiet" href=home>"Keep it"</a> })}
                    </FormActions>
                </Form>
            </div>
        </section>
    }
}
