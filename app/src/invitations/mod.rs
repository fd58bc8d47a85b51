//! Invitations: sending them, keeping track of them, and answering one.

mod addresses;
pub mod api;
mod dialog;
mod draft;
mod form;
mod offered_apps;
#[cfg(feature = "ssr")]
mod page;
mod questions;
mod results;
mod role_cards;
mod row;

#[cfg(feature = "ssr")]
pub mod accept;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use teamwork::rules::role::Role;

use self::{questions::InvitationQuestions, row::InvitationRow};
use crate::{
    frame::company_slug,
    live::{Topic, use_live},
    parts::{Blankslate, Each, Load, changing, when},
    remote::remote,
};

pub use dialog::{InviteDialog, InviteLink, Inviting};
pub use draft::Proposal;
#[cfg(feature = "ssr")]
pub use page::InvitePage;

/// The invitations that wait for an answer.
#[component]
pub fn Pending(mine: Signal<Role>, company: Signal<String>) -> impl IntoView {
    let (live, slug, query) = (use_live(), company_slug(), use_query_map());
    let after = Memo::new(move |_| query.with(|query| query.get("invited_after").unwrap_or_default()));
    let open = remote(
        move || live.version(Topic::Invitations) + live.version(Topic::Team),
        move || api::Invitations { slug: slug.clone(), after: after.get() },
    );
    view! {
        <section class="stack" aria-labelledby="invitations">
            <Load remote=open what="the invitations" let:page>
                {
                    let cards = Signal::derive(move || page.with(|page| page.invitations.clone()));
                    let count = move || page.with(|page| match page.next {
                        Some(_) => format!("{}+", page.invitations.len()),
                        None => page.invitations.len().to_string(),
                    });
                    view! {
                <div class="section-head">
                    <h2 class="section-head__title" id="invitations" tabindex="-1">
                        "Invitations " <span class="section-head__count">{changing(count)}</span>
                    </h2>
                </div>
                <InvitationQuestions cards mine company/>
                {when(move || cards.with(Vec::is_empty), || view! { <Blankslate title="No invitations waiting" text="Everyone you invited has answered."/> })}
                {when(move || !cards.with(Vec::is_empty), move || view! {
                    <table class="table" role="table" aria-labelledby="invitations">
                        <thead class="table__head" role="rowgroup">
                            <tr class="table__row" role="row">
                                <th class="table__cell" role="columnheader" scope="col">"Address"</th>
                                <th class="table__cell" role="columnheader" scope="col">"Role"</th>
                                <th class="table__cell" role="columnheader" scope="col">"Expires"</th>
                                <th class="table__cell" role="columnheader" scope="col">"Mail"</th>
                                <th class="table__cell table__cell--actions" role="columnheader" scope="col">
                                    <span class="visually-hidden">"Actions"</span>
                                </th>
                            </tr>
                        </thead>
                        <tbody class="table__body" role="rowgroup">
                            <Each each=move || cards.get() key=|card| card.id.to_string() let:card><InvitationRow card cards mine/></Each>
                        </tbody>
                    </table>
                })}
                {changing(move || page.with(|page| page.next.clone()).map(|next| {
                    let more = format!("/c/{}/team?invited_after={next}", company_slug());
                    view! { <nav class="cluster" aria-label="Pages of invitations"><a class="button" href=more>"Older invitations"</a></nav> }
                }))}
                    }
                }
            </Load>
        </section>
    }
}
