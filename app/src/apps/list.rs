//! `/c/{slug}/apps`: the Apps of a Company, as far as one sees them.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use teamwork::rules::permission::{Action, may};

use super::{AppRow, api};
use crate::{
    frame::company_slug,
    live::{Topic, use_live},
    parts::{Blankslate, Load, PageHead},
    remote::remote,
};

/// The list.
#[component]
pub fn Apps() -> impl IntoView {
    let (live, slug, query) = (use_live(), company_slug(), use_query_map());
    let after = Memo::new(move |_| query.with(|query| query.get("after").unwrap_or_default()));
    let home = StoredValue::new(format!("/c/{slug}"));
    // Which Apps one sees follows one's role.
    let page = remote(
        move || live.version(Topic::Apps) + live.version(Topic::Team),
        move || api::Apps { slug: slug.clone(), after: after.get() },
    );
    view! {
        <Load remote=page what="the Apps" let:page>
            {move || {
                let (page, home) = (page.get(), home.get_value());
                let base = format!("{home}/apps");
                let creates = may(page.role, Action::CreateApp).is_ok();
                let requests = may(page.role, Action::SeeTeam)
                    .is_ok()
                    .then(|| view! { <a class="button" href=format!("{home}/requests") rel="external">"Client requests"</a> });
                let new = creates.then(|| view! { <a class="button button--primary" href=format!("{base}/new") rel="external">"Create an App"</a> });
                if page.apps.is_empty() && page.next.is_none() {
                    let text = match (creates, may(page.role, Action::SeeCost).is_ok()) {
                        (true, _) => "Start a free trial, or a paid App.",
                        (_, true) => "The Company has no Apps.",
                        _ => "You see the Apps you are assigned to. Ask an Owner or an Admin.",
                    };
                    view! {
                        <PageHead title="Apps">{requests}</PageHead>
                        <Blankslate title="No Apps yet" text>{new}</Blankslate>
                    }.into_any()
                } else {
                    let next = page.next.map(|next| view! { <a class="button" href=format!("{base}?after={next}")>"More Apps"</a> });
                    view! {
                        <PageHead title="Apps">{requests}{new}</PageHead>
                        <ul class="rows" role="list">
                            {page.apps.into_iter().map(|app| view! { <AppRow app base=base.clone()/> }).collect_view()}
                        </ul>
                        {next}
                    }.into_any()
                }
            }}
        </Load>
    }
}
