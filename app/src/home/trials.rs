//! The trials of my own, that no company holds yet.

use leptos::prelude::*;

use crate::{
    apps::{AppRow, api::MyTrials},
    live::{Topic, use_live},
    parts::{Load, SectionHead},
    remote::remote,
};

/// What runs, what has ended and waits, and the way to begin one.
#[component]
pub fn Trials() -> impl IntoView {
    let live = use_live();
    let mine = remote(move || live.version(Topic::Person), || MyTrials {});
    view! {
        <Load remote=mine what="your trial Apps" let:mine>
            <section class="stack" aria-label="Your trial Apps">
                <SectionHead title="Your trial Apps">
                    <a class="button" href="/requests" rel="external">"Requests you sent"</a>
                    <a class="button" href="/apps/new" rel="external">"Start a trial"</a>
                </SectionHead>
                <Show
                    when=move || !mine.with(Vec::is_empty)
                    fallback=|| view! { <p class="muted">"None. A trial is free, and needs no company."</p> }
                >
                    <ul class="rows" role="list">
                        {move || mine.get().into_iter().map(|app| view! { <AppRow app base="/apps"/> }).collect_view()}
                    </ul>
                </Show>
            </section>
        </Load>
    }
}
