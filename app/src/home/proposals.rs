//! What Admins of my Companies would like to hand over, and that waits for me to confirm it (S10).

use leptos::prelude::*;
use teamwork::rules::request::Proposal;

use super::api::Proposals as Fetch;
use crate::{
    live::{Topic, use_live},
    parts::{Each, Load, SectionHead, Until},
    remote::remote,
};

/// The proposals; nothing at all when there are none.
#[component]
pub fn Proposals() -> impl IntoView {
    let live = use_live();
    let mine = remote(move || live.version(Topic::Person), || Fetch {});
    view! {
        <Load remote=mine what="what waits for your confirmation" let:mine>
            <Show when=move || !mine.with(Vec::is_empty)>
                <section class="stack" aria-label="Waits for your confirmation">
                    <SectionHead title="Waits for your confirmation" count=Signal::derive(move || mine.with(Vec::len))/>
                    <ul class="rows" role="list">
                        <Each each=move || mine.get() key=|one| one.id.to_string() let:one><Row one/></Each>
                    </ul>
                </section>
            </Show>
        </Load>
    }
}

#[component]
fn Row(one: Proposal) -> impl IntoView {
    let first = one.apps.first().cloned().unwrap_or_default();
    let href = format!("/c/{}/apps/{first}/client", one.slug);
    view! {
        <li class="rows__item">
            <div class="rows__main">
                <span class="rows__title">
                    {one.sender} <span class="muted">" would like a client to take over "</span> {one.apps.join(", ")}
                </span>
                <span class="rows__detail">{one.company} " · to " {one.email} " · expires " <Until at=one.expires_at/></span>
            </div>
            <div class="rows__end"><a class="button button--small" href=href rel="external">"Look and decide"</a></div>
        </li>
    }
}
