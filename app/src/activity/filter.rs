//! What of a log is shown. A form that leads to an address, so every choice can be kept and sent.

use leptos::prelude::*;
use teamwork::rules::{
    log::EventKind,
    log_filter::{LogPage, LogWords},
};

use super::Place;

/// Links for kinds, a form for days, and what else is chosen with a way out of it.
#[component]
pub fn Filter(place: Place, page: LogPage, #[prop(default = true)] kinds: bool) -> impl IntoView {
    let words = place.words.clone();
    let kinds = kinds.then(|| view! { <Kinds place=place.clone()/> });
    let hidden = words
        .pairs()
        .filter(|(name, _)| !matches!(*name, "from" | "to"))
        .map(|(name, value)| view! { <input type="hidden" name=name value=value.to_owned()/> })
        .collect_view();
    view! {
        {kinds}
        <form class="cluster cluster--bottom" action=place.path.clone()>
            {hidden}
            <Date name="from" label="From" value=words.from.clone()/>
            <Date name="to" label="To" value=words.to.clone()/>
            <button class="button">"Show"</button>
        </form>
        <Chosen place page/>
    }
}

#[component]
fn Kinds(place: Place) -> impl IntoView {
    let link = |key: &str, name: &'static str| {
        let here = (place.words.kind == key).then_some("page");
        let href = place.with(&LogWords { kind: key.to_owned(), ..place.words.clone() });
        view! { <a class="tabs__item" aria-current=here href=href>{name}</a> }
    };
    let kinds = EventKind::ALL.into_iter().map(|kind| link(kind.key(), kind.name())).collect_view();
    view! { <nav class="tabs" aria-label="Kinds of entries">{link("", "Everything")}{kinds}</nav> }
}

#[component]
fn Date(name: &'static str, label: &'static str, value: String) -> impl IntoView {
    view! {
        <div class="field">
            <label class="field__label" for=name>{label}</label>
            <input class="field__input" type="date" id=name name=name value=value/>
        </div>
    }
}

/// The person and the App that were chosen: their names stand in the entries.
#[component]
fn Chosen(place: Place, page: LogPage) -> impl IntoView {
    let words = &place.words;
    let is = |id: Option<String>, chosen: &str| !chosen.is_empty() && id.as_deref() == Some(chosen);
    let person = page.lines.iter().find_map(|line| {
        let actor = is(line.actor.map(|id| id.to_string()), &words.person).then(|| line.actor_name.clone());
        let person = is(line.person.map(|id| id.to_string()), &words.person).then(|| line.person_name.clone());
        actor.or(person).flatten()
    });
    let app = page.lines.iter().find(|line| is(line.app.map(|id| id.to_string()), &words.app));
    let app = app.and_then(|line| line.app_name.clone());
    let out = |text: String, words: LogWords| {
        let href = place.with(&words);
        view! { <span class="chip"><span class="chip__text">{text}</span></span> <a class="link small" href=href>"Show all"</a> }
    };
    let person = (!words.person.is_empty()).then(|| {
        out(person.unwrap_or_else(|| "one person".into()), LogWords { person: String::new(), ..words.clone() })
    });
    let app = (!words.app.is_empty())
        .then(|| out(app.unwrap_or_else(|| "one App".into()), LogWords { app: String::new(), ..words.clone() }));
    (person.is_some() || app.is_some()).then(|| view! { <p class="cluster">"Only " {person}{app}</p> })
}
