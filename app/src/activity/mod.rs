//! The log as people read it: of a Company, of one App, and one's own. Still pages: what to read stands in the address.

pub mod api;
mod filter;
mod line;

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use teamwork::rules::{
    log::LogScope,
    log_filter::{LogPage, LogWords},
};

use self::{filter::Filter, line::Line};
use crate::{
    apps::AppTabs,
    frame::{company_slug, role_in},
    parts::{Blankslate, Load, PageHead},
    profile::nav::AccountNav,
    remote::remote,
};

/// Where a list of entries stands, and what of them is shown.
#[derive(Clone, Debug)]
struct Place {
    path: String,
    words: LogWords,
    before: String,
    /// Whether the reader sees the whole team, also those who went.
    team: bool,
}

impl Place {
    fn here(path: String) -> Self {
        let word = |name: &str| use_query_map().with_untracked(|query| query.get(name)).unwrap_or_default();
        let words = LogWords {
            person: word("person"),
            app: word("app"),
            kind: word("kind"),
            from: word("from"),
            to: word("to"),
        };
        Self { path, words, before: word("before"), team: false }
    }

    /// The same place with other words.
    fn with(&self, words: &LogWords) -> String {
        address(&self.path, words.pairs())
    }
}

/// A path with what stands behind its question mark.
fn address<'a>(path: &str, pairs: impl Iterator<Item = (&'static str, &'a str)>) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// `/c/{slug}/activity`.
#[component]
pub fn CompanyActivity() -> impl IntoView {
    let slug = company_slug();
    let place = Place::here(format!("/c/{slug}/activity"));
    let (words, before) = (place.words.clone(), place.before.clone());
    let page = remote(|| 0, move || api::Activity { slug: slug.clone(), words: words.clone(), before: before.clone() });
    view! {
        <Load remote=page what="the activity" let:page>
            <CompanyLog page=page.get_untracked() place=place.clone()/>
        </Load>
    }
}

#[component]
fn CompanyLog(page: LogPage, place: Place) -> impl IntoView {
    let subtitle = match page.scope {
        LogScope::All => "Everything that was done here, by whom, and as what.",
        LogScope::ButPayment => "Everything that was done here. Of billing you see that it happened.",
        LogScope::OwnApps => "What you did, and what happened to the Apps you are assigned to.",
        LogScope::Billing => "What was done to billing. The rest is shown to Owners and Admins.",
    };
    let place = Place { team: matches!(page.scope, LogScope::All | LogScope::ButPayment), ..place };
    let file = |end: &str| address(&format!("{}.{end}", place.path), place.words.pairs());
    let (csv, json) = (file("csv"), file("json"));
    view! {
        <PageHead title="Activity" subtitle=subtitle.to_owned()>
            <a class="button" href=csv download="" rel="external">"Download CSV"</a>
            <a class="button" href=json download="" rel="external">"Download JSON"</a>
        </PageHead>
        <Filter place=place.clone() page=page.clone()/>
        <Lines page place/>
    }
}

/// `/c/{slug}/apps/{app}/activity` and `/apps/{app}/activity`.
#[component]
pub fn AppActivity() -> impl IntoView {
    let param = |name: &str| use_params_map().with_untracked(|params| params.get(name)).unwrap_or_default();
    let (slug, app) = (param("slug"), param("app"));
    let home = if slug.is_empty() { String::new() } else { format!("/c/{slug}") };
    let place = Place::here(format!("{home}/apps/{app}/activity"));
    let (words, before) = (place.words.clone(), place.before.clone());
    let (app_name, of) = (app.clone(), slug.clone());
    let page = remote(
        || 0,
        move || api::AppActivity {
            app_name: app_name.clone(),
            slug: of.clone(),
            words: words.clone(),
            before: before.clone(),
        },
    );
    let (title, role) = (format!("Activity of {app}"), role_in(&slug));
    view! {
        <Load remote=page what="the activity" let:page>
            <PageHead title=title.clone() subtitle="What happened to it, newest first."/>
            <AppTabs slug=slug.clone() app=app.clone() role/>
            <Filter place=place.clone() page=page.get_untracked() kinds=false/>
            <Lines page=page.get_untracked() place=place.clone()/>
        </Load>
    }
}

/// `/account/activity`.
#[component]
pub fn MyActivity() -> impl IntoView {
    let place = Place::here("/account/activity".into());
    let before = place.before.clone();
    let page = remote(|| 0, move || api::MyActivity { before: before.clone() });
    view! {
        <Load remote=page what="your activity" let:page>
            <PageHead title="Your activity" subtitle="Sign-ins, keys and refusals. Nobody else reads this."/>
            <AccountNav/>
            <Lines page=page.get_untracked() place=place.clone()/>
        </Load>
    }
}

/// The entries, and the way to the older ones.
#[component]
fn Lines(page: LogPage, place: Place) -> impl IntoView {
    if page.lines.is_empty() {
        let text = match place.words == LogWords::default() && place.before.is_empty() {
            true => "Nothing has happened yet.",
            false => "No entry fits. Choose another kind, person or time.",
        };
        return view! { <Blankslate title="Nothing here" text/> }.into_any();
    }
    let newest = (!place.before.is_empty()).then(|| {
        view! { <a class="button" href=place.with(&place.words)>"Newest entries"</a> }
    });
    let older = page.next.map(|next| {
        let next = next.to_string();
        let href = address(&place.path, place.words.pairs().chain([("before", &*next)]));
        view! { <a class="button" href=href rel="next">"Older entries"</a> }
    });
    let pages = (newest.is_some() || older.is_some())
        .then(|| view! { <nav class="cluster" aria-label="Pages of the activity">{newest}{older}</nav> });
    let lines = page.lines.into_iter().map(|line| view! { <Line line place=place.clone()/> }).collect_view();
    view! { <ol class="rows" role="list">{lines}</ol> {pages} }.into_any()
}
