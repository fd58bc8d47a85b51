//! `/c/{slug}/team`: who is in the Company, as what, and who is invited.

pub mod api;
mod app_picker;
mod ask;
pub mod consequences;
#[cfg(feature = "ssr")]
mod leave;
mod questions;
mod role_menu;
mod row;
mod seen;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use teamwork::rules::{
    id::UserId,
    member::{MemberCard, TeamPage},
    permission::{Action, may},
    role::Role,
};

use self::{ask::Asking, questions::MemberQuestions, row::MemberRow};
use crate::{
    frame::{company_slug, use_frame},
    invitations::{InviteDialog, InviteLink, Inviting, Pending},
    live::{Live, Topic, use_live},
    parts::{Each, Load, Notice, PageHead, changing, on_change, when},
    remote::remote,
};

pub use app_picker::AppPicker;
pub use ask::{Ask, AskLink, AskTitle, Cancel, Questions, answered};
#[cfg(feature = "ssr")]
pub use leave::LeaveCompany;
pub use questions::LAST_DAY;

/// The team.
#[component]
pub fn Team() -> impl IntoView {
    let (live, slug, query) = (use_live(), company_slug(), use_query_map());
    let after = Memo::new(move |_| query.with(|query| query.get("after").unwrap_or_default()));
    let page = remote(move || live.version(Topic::Team), move || api::Team { slug: slug.clone(), after: after.get() });
    Asking::provide();
    Inviting::provide();
    view! {
        <Load remote=page what="the team" let:page>
            <Head page/>
            <MemberQuestions page company=company_name()/>
            <Members page after/>
            {
                let mine = Signal::derive(move || page.with(|page| page.role));
                when(move || sees_team(page), move || view! {
                    <Pending mine company=company_name()/>
                    <InviteDialog mine company=company_name()/>
                })
            }
        </Load>
    }
}

#[component]
fn Head(page: Signal<TeamPage>) -> impl IntoView {
    let company = company_name();
    let subtitle = Signal::derive(move || company.with(|company| format!("Who can do what in {company}.")));
    let leave = format!("/c/{}/leave", company_slug());
    view! {
        <PageHead title="Team" subtitle>
            <a class="button" href=leave rel="external">"Leave company"</a>
            {when(move || may(page.with(|page| page.role), Action::Invite(Role::Developer)).is_ok(), || view! { <InviteLink/> })}
        </PageHead>
    }
}

#[component]
fn Members(page: Signal<TeamPage>, after: Memo<String>) -> impl IntoView {
    announce_changes(page, use_live());
    // Rows that appear on a page that is already there light up for a moment.
    let drawn = StoredValue::new(None::<String>);
    on_change(move || {
        page.track();
        drawn.set_value(Some(after.get_untracked()));
    });
    let is_new = move || drawn.with_value(|drawn| drawn.as_deref() == Some(after.get_untracked().as_str()));
    let limited = move || {
        (!sees_team(page)).then(|| {
            view! { <Notice>"You see the Owners, yourself and who works on the same Apps. The whole team is shown to Owners and Admins."</Notice> }
        })
    };
    let factors = may(page.with_untracked(|page| page.role), Action::SeeFactors).is_ok();
    view! {
        <section class="stack" aria-labelledby="members">
            <div class="section-head"><h2 class="section-head__title" id="members" tabindex="-1">"Members"</h2></div>
            {changing(limited)}
            <table class="table" role="table" aria-labelledby="members">
                <thead class="table__head" role="rowgroup">
                    <tr class="table__row" role="row">
                        <th class="table__cell" role="columnheader" scope="col">"Name"</th>
                        <th class="table__cell" role="columnheader" scope="col">"Role"</th>
                        {factors.then(|| view! { <th class="table__cell" role="columnheader" scope="col">"Second factor"</th> })}
                        <th class="table__cell" role="columnheader" scope="col">"Joined"</th>
                        <th class="table__cell table__cell--actions" role="columnheader" scope="col">
                            <span class="visually-hidden">"Actions"</span>
                        </th>
                    </tr>
                </thead>
                <tbody class="table__body" role="rowgroup">
                    <Each each=move || page.get().members key=|member| member.user.to_string() let:member>
                        <MemberRow member page is_new=is_new() factors/>
                    </Each>
                </tbody>
            </table>
            <Pages page after/>
        </section>
    }
}

/// On to the next page of a large team, and back to the first.
#[component]
fn Pages(page: Signal<TeamPage>, after: Memo<String>) -> impl IntoView {
    let next = move || page.with(|page| page.next.clone());
    let is_later = move || after.with(|after| !after.is_empty());
    changing(move || {
        (is_later() || next().is_some()).then(|| {
            let here = format!("/c/{}/team", company_slug());
            let first = is_later().then(|| view! { <a class="button" href=here.clone()>"First members"</a> });
            let more =
                next().map(|next| view! { <a class="button" href=format!("{here}?after={next}")>"Next members"</a> });
            view! { <nav class="cluster" aria-label="Pages of members">{first}{more}</nav> }
        })
    })
}

/// Says aloud what changed in the roles of the people on the page, whoever changed it.
fn announce_changes(page: Signal<TeamPage>, live: Live) {
    let before = StoredValue::new(Vec::<(UserId, Role)>::new());
    on_change(move || {
        let page = page.get();
        let has_changed = |member: &&MemberCard| {
            before.with_value(|before| before.iter().any(|(user, role)| *user == member.user && *role != member.role))
        };
        let words: Vec<_> = page
            .members
            .iter()
            .filter(has_changed)
            .map(|member| format!("{} is now {}.", member.name, member.role.with_article()))
            .collect();
        if !words.is_empty() {
            live.announce(words.join(" "));
        }
        before.set_value(page.members.iter().map(|member| (member.user, member.role)).collect());
    });
}

fn sees_team(page: Signal<TeamPage>) -> bool {
    may(page.with(|page| page.role), Action::SeeTeam).is_ok()
}

/// The name of the Company in this page's address.
pub fn company_name() -> Signal<String> {
    let (frame, slug) = (use_frame(), company_slug());
    Signal::derive(move || {
        frame.with(|frame| frame.company(&slug).map(|company| company.name.clone())).unwrap_or_default()
    })
}
