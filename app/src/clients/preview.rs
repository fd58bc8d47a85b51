//! `…/client/preview`: exactly what the client sees, and nothing of it can be pressed.

use leptos::prelude::*;
use teamwork::rules::{
    problem::{Problem, Thing},
    request::{RequestCard, RequestState},
};

use super::{
    api::{FetchRequestSheet, PreviewRequest as Preview},
    offer::ClientRequest,
};
use crate::{
    apps::app_name,
    frame::company_slug,
    parts::{Load, PageTitle, ProblemView},
    remote::remote,
};

/// The client's page, as it is for somebody who has no account yet.
#[component]
pub fn PreviewRequest() -> impl IntoView {
    let (slug, app) = (company_slug(), app_name());
    let home = if slug.is_empty() { format!("/apps/{app}") } else { format!("/c/{slug}/apps/{app}") };
    let sheet = remote(|| 0, move || FetchRequestSheet { slug: slug.clone(), app: app.clone() });
    view! {
        <Load remote=sheet what="the App" let:sheet>
            {
                let sheet = sheet.get_untracked();
                let outdated = sheet.outdated;
                match sheet.request.filter(|request| request.state.is_open()) {
                    Some(request) => view! { <Shown request outdated home=home.clone()/> }.into_any(),
                    None => view! { <ProblemView failure=Problem::NotFound(Thing::Request).into()/> }.into_any(),
                }
            }
        </Load>
    }
}

#[component]
fn Shown(request: RequestCard, outdated: bool, home: String) -> impl IntoView {
    let RequestCard { id, email, state, frozen, .. } = request;
    let words = match (state, outdated && !frozen) {
        (RequestState::Proposed, false) => format!("This is what {email} will see, once an Owner has confirmed it."),
        (RequestState::Proposed, true) => {
            format!("This was to go to {email}. The offer has changed since, so nobody can confirm it any more.")
        }
        (_, false) => format!("This is what {email} sees."),
        (_, true) => format!(
            "This is what was sent to {email}. The offer has changed since, and the link says only that until you send \
             it again."
        ),
    };
    let view = remote(|| 0, move || Preview { request: id });
    view! {
        <PageTitle text="Preview"/>
        <div class="notice">
            <p class="notice__text"><strong>"Preview. "</strong>{words} " Nothing here can be pressed."</p>
            <div class="notice__actions"><a class="button button--small" href=format!("{home}/client")>"Back"</a></div>
        </div>
        <Load remote=view what="the preview" let:view><ClientRequest request=view.get_untracked() secret=None/></Load>
    }
}
