//! One entry: the sentence first, and what machines want to know folded away.

use leptos::prelude::*;
use teamwork::rules::{
    log::{Event, LogLine},
    log_filter::LogWords,
};

use super::Place;
use crate::parts::Ago;

/// The sentence, when it happened, and the rest in `<details>`.
#[component]
pub fn Line(line: LogLine, place: Place) -> impl IntoView {
    let more = more(&line, &place);
    let facts = facts(&line)
        .into_iter()
        .filter_map(|(term, value)| Some((term, value?)))
        .map(|(term, value)| {
            view! {
                <div class="facts__row">
                    <dt class="facts__term">{term}</dt>
                    <dd class="facts__value">{value}</dd>
                </div>
            }
        })
        .collect_view();
    view! {
        <li class="rows__item">
            <div class="rows__main">
                <span class="rows__title">{line.sentence}</span>
                <span class="rows__detail"><Ago at=line.at/> " · " {line.at.to_sentence()}</span>
                <details>
                    <summary class="small">"Details"</summary>
                    <dl class="facts">{facts}</dl>
                    {more}
                </details>
            </div>
        </li>
    }
}

fn facts(line: &LogLine) -> [(&'static str, Option<String>); 10] {
    [
        ("Event", Some(line.event.key().to_owned())),
        ("Door", Some(line.door.key().to_owned())),
        ("Role", line.role.map(|role| role.to_string())),
        ("Target", line.target.clone()),
        ("Before", line.before.clone()),
        ("After", line.after.clone()),
        ("Request", Some(line.request.to_string())),
        ("Entry", Some(line.id.to_string())),
        ("Place in the chain", line.seq.map(|seq| seq.to_string())),
        ("Hash", line.hash.clone()),
    ]
}

/// Links to all entries about the same people and the same App, where the page can be filtered.
fn more(line: &LogLine, place: &Place) -> Option<AnyView> {
    if !place.path.starts_with("/c/") {
        return None;
    }
    let person = |id: Option<teamwork::rules::id::UserId>, name: &Option<String>| {
        let words = LogWords { person: id?.to_string(), ..place.words.clone() };
        Some((place.with(&words), name.clone()?))
    };
    let went = line.person.filter(|_| {
        place.team && matches!(line.event, Event::MemberDismissed | Event::MemberLeft | Event::MembershipEnded)
    });
    let went = went.zip(crate::layout::company_in(&place.path)).map(|(id, slug)| {
        let href = format!("/c/{slug}/departures/{id}");
        view! { <a class="link" href=href>"What ended, and what to do"</a> }
    });
    let subject = line.person.filter(|_| line.person != line.actor);
    let app = line.app.zip(line.app_name.clone()).filter(|_| !place.path.contains("/apps/"));
    let app = app.map(|(id, name)| {
        (place.with(&LogWords { app: id.to_string(), ..place.words.clone() }), format!("the App {name}"))
    });
    let links = [person(line.actor, &line.actor_name), person(subject, &line.person_name), app];
    let links = links.into_iter().flatten();
    let links = links.map(|(href, name)| view! { <a class="link" href=href>"Only " {name}</a> }).collect_view();
    Some(view! { <p class="cluster small">{went}{links}</p> }.into_any())
}
