//! Who changed what, and bringing it back.

use leptos::prelude::*;
use teamwork::rules::config::{ChangeCard, VersionPage};

use super::{Basis, Section, Seen, api::UndoConfig};
use crate::{
    form::{Act, Form, Submit},
    parts::Ago,
};

/// The versions, newest first.
#[component]
pub fn History(versions: VersionPage, seen: Seen) -> impl IntoView {
    let VersionPage { versions, next } = versions;
    let note = match seen.version {
        0 => "Nothing was changed yet.".to_owned(),
        version => format!("Version {version}"),
    };
    let rows = versions.into_iter().map(|card| view! { <Row card seen=seen.clone()/> }).collect_view();
    let older = next.map(|next| {
        let href = format!("?after={next}#history");
        view! { <footer class="card__foot"><a class="link" href=href rel="external">"Older versions"</a></footer> }
    });
    view! {
        <Section id="history" title="History" note>
            <ul class="rows" role="list">{rows}</ul>
            {older}
        </Section>
    }
}

/// The newest version can be undone, which brings back the one before it; each older one has a button of its own.
#[component]
fn Row(card: ChangeCard, seen: Seen) -> impl IntoView {
    let ChangeCard { version, at, by, change } = card;
    let way_back = match seen.version - version {
        0 => Some((version - 1, "Undo")),
        1 => None,
        _ => Some((version, "Bring back")),
    };
    let form = way_back.filter(|_| seen.open).map(|(to, words)| {
        let act = Act::<UndoConfig>::keyed("to", to);
        view! {
            <Form act compact=true>
                <Basis seen/>
                <Submit class="button--small">{words}<span class="visually-hidden">{format!(" version {version}")}</span></Submit>
            </Form>
        }
    });
    view! {
        <li class="rows__item">
            <div class="rows__main">
                <span class="rows__title">{change}</span>
                <span class="rows__detail">{format!("Version {version}, by {by}, ")}<Ago at/></span>
            </div>
            <div class="rows__end">{form}</div>
        </li>
    }
}
