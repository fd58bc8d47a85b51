//! `/c/{slug}/apps/{app}/settings` and `/apps/{app}/settings`: how an App is configured. Still pages: they are opened
//! seldom and bring no script.

pub mod api;
mod domains;
mod headers;
mod history;
mod redirects;
mod runtime;
mod variables;

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::{use_params_map, use_query_map};
use teamwork::rules::{
    app::AppState,
    config::{ConfigCard, VersionPage},
    problem::{Conflict, Field, Problem, Thing},
};

use self::{
    domains::Domains, headers::Headers, history::History, redirects::Redirects, runtime::HowItRuns,
    variables::Variables,
};
use crate::{
    apps::AppTabs,
    failure::Failure,
    form::{Act, Done, Form, FormActions, Hidden, Submit, Textarea},
    frame::{role_in, use_frame},
    parts::{Load, Notice, PageHead, ProblemView},
    remote::remote,
};

/// The configuration of one App. An App is found under its own Company only, or under none when nobody holds it but me.
#[component]
pub fn AppSettings() -> impl IntoView {
    let slug = use_params_map().with_untracked(|params| params.get("slug"));
    let is_mine = |slug: &String| use_frame().with_untracked(|frame| frame.company(slug).is_some());
    if slug.as_ref().is_none_or(is_mine) { view! { <Fetched slug/> }.into_any() } else { elsewhere().into_any() }
}

#[component]
fn Fetched(slug: Option<String>) -> impl IntoView {
    let app = use_params_map().with_untracked(|params| params.get("app")).unwrap_or_default();
    let after = use_query_map().with_untracked(|query| query.get("after")).unwrap_or_default();
    let of_app = app.clone();
    let config = remote(|| 0, move || api::AppConfig { app: of_app.clone() });
    let versions = remote(|| 0, move || api::ConfigVersions { app: app.clone(), after: after.clone() });
    let shown = move |config: ConfigCard| {
        if config.company != slug {
            return elsewhere().into_any();
        }
        let page = move |versions: VersionPage| view! { <Settings config=config.clone() versions/> };
        view! { <Load remote=versions what="the history" let:versions>{page.clone()(versions.get_untracked())}</Load> }
            .into_any()
    };
    view! { <Load remote=config what="the settings" let:config>{shown.clone()(config.get_untracked())}</Load> }
}

fn elsewhere() -> impl IntoView {
    view! { <ProblemView failure=Failure::Problem(Problem::NotFound(Thing::App))/> }
}

#[component]
fn Settings(config: ConfigCard, versions: VersionPage) -> impl IntoView {
    let slug = config.company.clone().unwrap_or_default();
    let role = role_in(&slug);
    let suspended = (config.state == AppState::Suspended)
        .then(|| view! { <Notice kind="warning">{Conflict::AppSuspended.to_string()}</Notice> });
    let seen = Seen { app: config.app.clone(), version: config.version, open: config.state != AppState::Suspended };
    let title = format!("Settings of {}", config.app);
    view! {
        <PageHead title=Signal::stored(title) subtitle=Signal::stored("Every change is a new version; each can be brought back.".to_owned())/>
        <AppTabs slug app=config.app.clone() role/>
        <div class="stack stack--wide">
            {suspended}
            <Variables variables=config.variables seen=seen.clone()/>
            <Domains domains=config.domains allowed=config.domains_allowed host=config.host seen=seen.clone()/>
            <Redirects redirects=config.redirects seen=seen.clone()/>
            <Headers headers=config.headers seen=seen.clone()/>
            <HowItRuns runtime=config.runtime seen=seen.clone()/>
            <History versions seen/>
        </div>
    }
}

/// Which state of which App the person sees; every form says it.
#[derive(Clone)]
struct Seen {
    app: String,
    version: i64,
    /// Whether it can be changed.
    open: bool,
}

/// The hidden fields of every form that changes something.
#[component]
fn Basis(seen: Seen) -> impl IntoView {
    view! {
        <Hidden name="app" value=seen.app/>
        <Hidden name="version" value=seen.version.to_string()/>
    }
}

/// A list that is written as a whole, one thing a line. When saving it failed, the present one stands beside what was typed.
#[component]
fn Lines<F>(act: Act<F>, field: Field, list: String, hint: &'static str, seen: Seen, said: Lined) -> impl IntoView
where
    F: ServerFn<Output = Done, Error = Failure> + 'static,
{
    let (failed, done) = (act.failure().get_untracked().is_some(), act.done().get_untracked().is_some());
    let now = (failed || !seen.open).then(|| {
        let list = if list.is_empty() { "There are none.".to_owned() } else { list.clone() };
        view! { <div><p>"Saved at present:"</p><pre class="rows__list">{list}</pre></div> }
    });
    let form = seen.open.then(|| {
        view! {
            <Form act>
                <Basis seen/>
                <Textarea field hint value=list rows=6/>
                <FormActions><Submit class="">{said.save}</Submit></FormActions>
            </Form>
        }
    });
    view! {
        <div class="card__body stack">
            {done.then(|| view! { <Notice kind="success" small=true>{said.saved}</Notice> })}
            {now}
            {form}
        </div>
    }
}

/// The words of such a list.
#[derive(Clone, Copy)]
struct Lined {
    save: &'static str,
    saved: &'static str,
}

/// One section of the page.
#[component]
fn Section(id: &'static str, title: &'static str, note: String, children: Children) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby=id>
            <header class="card__head">
                <h2 class="card__title" id=id>{title}</h2>
                <p class="card__note">{note}</p>
            </header>
            {children()}
        </section>
    }
}
