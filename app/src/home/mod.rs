//! The bird's-eye view: my Companies, who wants me, and what is next.

pub mod api;
mod checklist;
mod invitations;
mod proposals;
mod requests;
mod trials;

use leptos::prelude::*;
use teamwork::rules::company::CompanyCard;

use self::{checklist::Checklist, invitations::Invitations, proposals::Proposals, requests::Requests, trials::Trials};
use crate::{
    frame::use_frame,
    parts::{Blankslate, Each, PageHead, RoleBadge},
};

/// `/`.
#[component]
pub fn Home() -> impl IntoView {
    let frame = use_frame();
    let greeting = move || format!("Hello {}", frame.with(|frame| frame.me.name.first.clone()));
    let has_some = Memo::new(move |_| frame.with(|frame| !frame.companies.is_empty()));
    view! {
        <PageHead title="Your companies" subtitle=Signal::derive(greeting)>
            <Show when=move || has_some.get()><a class="button" href="/companies/new" rel="external">"Set up a new company"</a></Show>
        </PageHead>
        <Checklist/>
        <Requests/>
        <Proposals/>
        <Invitations/>
        <Companies/>
        <Trials/>
    }
}

#[component]
fn Companies() -> impl IntoView {
    let frame = use_frame();
    let none = Memo::new(move |_| frame.with(|frame| frame.companies.is_empty()));
    view! {
        <Show
            when=move || !none.get()
            fallback=|| {
                view! {
                    <Blankslate title="No company yet" text="A company holds your team and pays for your Apps. Set one up, or wait for an invitation.">
                        <a class="button button--primary" href="/companies/new" rel="external">"Set up your first company"</a>
                    </Blankslate>
                }
            }
        >
            <div class="grid">
                <Each each=move || frame.get().companies key=shown let:card>
                    <CompanyTile card/>
                </Each>
            </div>
        </Show>
    }
}

/// What a tile shows: it is drawn anew when that changes.
fn shown(card: &CompanyCard) -> String {
    format!("{} {} {:?} {}", card.id, card.role.key(), card.members, card.name)
}

#[component]
fn CompanyTile(card: CompanyCard) -> impl IntoView {
    let members = match card.members {
        None => card.role.sentence().to_owned(),
        Some(1) => "1 member".to_owned(),
        Some(members) => format!("{members} members"),
    };
    view! {
        <article class="card card--link">
            <header class="card__head">
                <h2 class="card__title"><a class="card__link" href=format!("/c/{}", card.slug)>{card.name}</a></h2>
                <RoleBadge role=card.role/>
            </header>
            <p class="card__body muted small">{members}</p>
        </article>
    }
}
