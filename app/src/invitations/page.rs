//! `/c/{slug}/team/invite`: inviting for browsers without script, and where still pages lead to. A still page.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use teamwork::rules::{
    permission::{Action, may},
    problem::{Problem, Thing},
    role::Role,
};

use super::{draft::Proposal, form::InviteForm};
use crate::{
    failure::Failure,
    frame::{company_slug, use_frame},
    parts::{PageTitle, ProblemView},
};

/// The form; `?to=`, `?role=` and `?now=` fill in what a link proposes.
#[component]
pub fn InvitePage() -> impl IntoView {
    let slug = company_slug();
    let Some(company) = use_frame().with_untracked(|frame| frame.company(&slug).cloned()) else {
        return view! { <ProblemView failure=Failure::Problem(Problem::NotFound(Thing::Company))/> }.into_any();
    };
    if let Err(refusal) = may(company.role, Action::Invite(Role::Developer)) {
        return view! { <ProblemView failure=Failure::Problem(refusal.into())/> }.into_any();
    }
    let proposal = use_query_map().with_untracked(|query| {
        let role = |name| query.get(name).and_then(|role| role.parse().ok());
        Proposal { address: query.get("to"), role: role("role"), now: role("now") }
    });
    let title = format!("Invite people to {}", company.name);
    view! {
        <PageTitle text=title.clone()/>
        <section class="dialog dialog--page" aria-labelledby="invite-title">
            <header class="dialog__head"><h1 class="dialog__title" id="invite-title">{title}</h1></header>
            <InviteForm mine=company.role company=company.name proposal/>
        </section>
    }
    .into_any()
}
