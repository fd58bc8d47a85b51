//! `/c/{slug}/apps/{app}/delete`: an App ends, by its typed name.

use leptos::prelude::*;
use teamwork::rules::{
    permission::{Action, may},
    problem::Field,
};

use super::api::DeleteApp as Delete;
use crate::{
    apps::{api::App, app_name},
    billing::Password,
    failure::Failure,
    form::{Act, Form, FormActions, Hidden, Submit, TextField},
    frame::company_slug,
    parts::{Load, PageHead, ProblemView},
    remote::remote,
};

/// What ends, and the name to type.
#[component]
pub fn DeleteApp() -> impl IntoView {
    let (slug, app) = (company_slug(), app_name());
    let app = remote(|| 0, move || App { slug: slug.clone(), app: app.clone() });
    view! {
        <Load remote=app what="the app" let:app>
            {
                let app = app.get_untracked();
                match app.role.map(|role| may(role, Action::DeleteApp)) {
                    Some(Err(refusal)) => view! { <ProblemView failure=Failure::Problem(refusal.into())/> }.into_any(),
                    _ => view! {
                        <PageHead title=format!("Delete {}", app.name)/>
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
    view! {
        <section class="card" aria-labelledby="delete">
            <header class="card__head"><h2 class="card__title" id="delete">"Delete this app"</h2></header>
            <div class="card__body stack">
                <p>
                    "Its code, data, settings, secrets and deploy keys are deleted, everybody loses access, and its domains \
                     lead nowhere. A paid app is billed through today. Its name is blocked for a while. This cannot be undone."
                </p>
                <Form act={Act::<Delete>::new()}>
                    <Hidden name="slug" value=slug.clone()/>
                    <Hidden name="app" value=app.clone()/>
                    <Hidden name="version" value=version.to_string()/>
                    <p>"Type " <strong class="mono">{app.clone()}</strong> " to confirm."</p>
                    <TextField field=Field::Confirmation label="Name of the App" autocomplete="off"/>
                    <Password/>
                    <FormActions><Submit class="button--danger">"Delete app"</Submit></FormActions>
                </Form>
            </div>
        </section>
    }
}
