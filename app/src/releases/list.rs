//! The releases, newest first.

use leptos::prelude::*;
use teamwork::rules::release::{KEPT, ReleaseCard, ReleasePage, ReleaseState, SiteCard, size};

use super::word;
use crate::parts::{Ago, Badge, Blankslate};

/// All that are kept. `open` is whether the reader may choose another one.
#[component]
pub fn List(site: SiteCard, releases: ReleasePage, open: bool) -> impl IntoView {
    let ReleasePage { releases, next } = releases;
    if releases.is_empty() {
        let text = format!("Push a commit to the branch {}, and it is served here.", site.branch);
        let home = site.company.map_or_else(String::new, |slug| format!("/c/{slug}"));
        let code = format!("{home}/apps/{}/code", site.app);
        return view! {
            <div id="list" data-follow="">
                <Blankslate title="Nothing has been published yet" text>
                    <a class="button" href=code rel="external">"How to push"</a>
                </Blankslate>
            </div>
        }
        .into_any();
    }
    let after = word("after");
    let rows = releases.into_iter().map(|release| view! { <Row release open after=after.clone()/> }).collect_view();
    let older = next.map(|next| {
        let href = format!("?after={next}#releases");
        view! { <footer class="card__foot"><a class="link" href=href rel="external">"Older releases"</a></footer> }
    });
    let note = format!("The last {KEPT} that were published are kept.");
    view! {
        <section class="card" id="list" data-follow="" aria-labelledby="releases">
            <header class="card__head">
                <h2 class="card__title" id="releases">"Releases"</h2>
                <p class="card__note">{note}</p>
            </header>
            <ul class="rows" role="list">{rows}</ul>
            {older}
        </section>
    }
    .into_any()
}

#[component]
fn Row(release: ReleaseCard, open: bool, after: String) -> impl IntoView {
    let ReleaseCard { number, commit, by, at, state, failure, files, bytes, live } = release;
    let kind = match state {
        ReleaseState::Failed => Some("danger"),
        ReleaseState::Unpacking => Some("waiting"),
        ReleaseState::Published => None,
    };
    let badge = match kind {
        _ if live => view! { <Badge kind="ok">"Live"</Badge> }.into_any(),
        Some(kind) => view! { <Badge kind>{state.name()}</Badge> }.into_any(),
        None => ().into_any(),
    };
    let volume = (state == ReleaseState::Published).then(|| {
        let files = if files == 1 { "1 file".to_owned() } else { format!("{files} files") };
        format!(", {files}, {}", size(bytes))
    });
    let why = failure.map(|why| view! { <span class="rows__detail">{why}</span> });
    let back = (open && !live && state == ReleaseState::Published).then(|| {
        let from = if after.is_empty() { String::new() } else { format!("&after={after}") };
        let href = format!("?to={number}{from}#confirm");
        view! {
            <a class="button button--small" href=href rel="external">"Roll back"<span class="visually-hidden">{format!(" to release {number}")}</span></a>
        }
    });
    let short = commit.get(..7).unwrap_or(&commit).to_owned();
    view! {
        <li class="rows__item">
            <div class="rows__main">
                <span class="rows__title">{format!("Release {number} ")}<code title=commit>{short}</code></span>
                <span class="rows__detail">{format!("by {by}, ")}<Ago at/>{volume}</span>
                {why}
            </div>
            <div class="rows__end">{badge}{back}</div>
        </li>
    }
}
