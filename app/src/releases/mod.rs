//! `/c/{slug}/apps/{app}/releases` and `/apps/{app}/releases`: what visitors see, and what they saw before. Still pages.

pub mod api;
mod list;

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use teamwork::rules::{
    permission::{Action, may},
    problem::{Problem, Thing},
    release::{ReleaseCard, ReleasePage, ReleaseState, SiteCard, size},
};

use self::{
    api::{FetchReleases, RollBack, Site},
    list::List,
};
use crate::{
    apps::{AppTabs, app_name},
    failure::Failure,
    form::{Act, Form, FormActions, Hidden, Submit},
    frame::{role_in, use_frame},
    live::Follow,
    parts::{Load, Notice, PageHead, ProblemView},
    remote::remote,
};

/// What of one App is published. An App is found under its own Company only, or under none when nobody holds it but me.
#[component]
pub fn Releases() -> impl IntoView {
    let slug = use_params_map().with_untracked(|params| params.get("slug"));
    let is_mine = |slug: &String| use_frame().with_untracked(|frame| frame.company(slug).is_some());
    if slug.as_ref().is_none_or(is_mine) { view! { <Fetched slug/> }.into_any() } else { elsewhere().into_any() }
}

fn elsewhere() -> impl IntoView {
    view! { <ProblemView failure=Failure::Problem(Problem::NotFound(Thing::App))/> }
}

#[component]
fn Fetched(slug: Option<String>) -> impl IntoView {
    let after = word("after");
    let (app, of_app) = (app_name(), app_name());
    let site = remote(|| 0, move || Site { app: app.clone() });
    let releases = remote(|| 0, move || FetchReleases { app: of_app.clone(), after: after.clone() });
    let shown = move |site: SiteCard| {
        if site.company != slug {
            return elsewhere().into_any();
        }
        let page = move |releases: ReleasePage| view! { <Page site=site.clone() releases/> };
        view! { <Load remote=releases what="the releases" let:releases>{page.clone()(releases.get_untracked())}</Load> }
            .into_any()
    };
    view! { <Load remote=site what="the site" let:site>{shown.clone()(site.get_untracked())}</Load> }
}

/// A word behind the question mark of the address.
fn word(name: &str) -> String {
    use_query_map().with_untracked(|query| query.get(name)).unwrap_or_default()
}

#[component]
fn Page(site: SiteCard, releases: ReleasePage) -> impl IntoView {
    let slug = site.company.clone().unwrap_or_default();
    let role = role_in(&slug);
    let configures = role.is_none_or(|role| may(role, Action::ConfigureApp { assigned: true }).is_ok());
    let open = configures && !site.suspended;
    let act = Act::<RollBack>::new();
    let asked = word("to").parse().ok().filter(|to| open && *to != site.version);
    let chosen = asked.and_then(|to: i64| releases.releases.iter().find(|release| release.number == to).cloned());
    let chosen = chosen.filter(|release| release.state == ReleaseState::Published);
    let confirm = chosen.map(|release| view! { <Confirm site=site.clone() release act/> });
    let done = act.done().get_untracked().is_some().then(|| {
        let words = format!("Visitors see release {} now.", site.version);
        view! { <Notice kind="success">{words}</Notice> }
    });
    let title = format!("Releases of {}", site.app);
    let is_first = word("after").is_empty();
    let follow = is_first.then(|| view! { <Follow slug=slug.clone() news=news(&releases)/> });
    view! {
        <PageHead title=Signal::stored(title) subtitle=Signal::stored("What visitors see, and what can be brought back.".to_owned())/>
        <AppTabs slug app=site.app.clone() role/>
        <div class="stack stack--wide">
            {done}
            {confirm}
            <Place site=site.clone()/>
            <List site releases open/>
        </div>
        {follow}
    }
}

/// How the newest push is, in a sentence for who does not see the list.
fn news(releases: &ReleasePage) -> String {
    releases.releases.first().map_or_else(String::new, |ReleaseCard { number, state, live, .. }| match state {
        ReleaseState::Published if *live => format!("Release {number} is live."),
        state => format!("Release {number}: {}.", state.name()),
    })
}

/// Where it is served.
#[component]
fn Place(site: SiteCard) -> impl IntoView {
    let address = site.address.clone();
    let live = match (site.suspended, site.version) {
        (true, _) => "A page that says that the site is paused".to_owned(),
        (false, 0) => "A page that says that nothing has been published yet".to_owned(),
        (false, number) => format!("Release {number}"),
    };
    let domains = (!site.domains.is_empty()).then(|| row("Domains", site.domains.join(", ").into_any()));
    let room = format!("{} a release, on the plan of this App", size(site.bytes_allowed));
    view! {
        <section class="card" id="served" data-follow="" aria-labelledby="place">
            <header class="card__head"><h2 class="card__title" id="place">"Where it is served"</h2></header>
            <div class="card__body">
                <dl class="facts">
                    {row("Address", view! { <a class="link" href=address rel="external noopener">{site.address}</a> }.into_any())}
                    {domains}
                    {row("Visitors see", live.into_any())}
                    {row("Published from", view! { "The branch " <code>{site.branch}</code> }.into_any())}
                    {row("Room", room.into_any())}
                </dl>
            </div>
        </section>
    }
}

fn row(term: &'static str, value: AnyView) -> impl IntoView {
    view! { <div class="facts__row"><dt class="facts__term">{term}</dt><dd class="facts__value">{value}</dd></div> }
}

/// Read, then press: which release comes instead of which.
#[component]
fn Confirm(site: SiteCard, release: ReleaseCard, act: Act<RollBack>) -> impl IntoView {
    let instead = match site.version {
        0 => "nothing is live now".to_owned(),
        live => format!("instead of release {live}"),
    };
    let words = format!(
        "Visitors of {} see release {} at once, {instead}. It was pushed by {}. The other releases stay, so you can come \
         back in the same way.",
        site.address, release.number, release.by,
    );
    let title = format!("Make release {} live?", release.number);
    view! {
        <section class="card" aria-labelledby="confirm">
            <header class="card__head"><h2 class="card__title" id="confirm">{title}</h2></header>
            <div class="card__body stack">
                <p>{words}</p>
                <Form act>
                    <Hidden name="app" value=site.app/>
                    <Hidden name="version" value=site.version.to_string()/>
                    <Hidden name="to" value=release.number.to_string()/>
                    <FormActions>
                        <Submit>"Roll back"</Submit>
                        <a class="button button--quiet" href="?" rel="external">"Leave it as it is"</a>
                    </FormActions>
                </Form>
            </div>
        </section>
    }
}
