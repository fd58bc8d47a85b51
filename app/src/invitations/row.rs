//! One open invitation, and what its sender can do with it.

use leptos::prelude::*;
use teamwork::rules::{
    invitation::InvitationCard,
    permission::{Action, may},
    role::Role,
};

use super::api::{CopyInvitationLink, ResendInvitation};
use crate::{
    form::{Act, Form, Hidden, Submit},
    frame::company_slug,
    live::{Topic, use_live},
    members::{Ask, AskLink},
    parts::{Badge, CodeLine, Notice, RoleBadge, Until, after_change, changing},
};

/// Address, role, until when, how far the mail came; edit, resend, copy the link, revoke.
#[component]
pub fn InvitationRow(
    card: InvitationCard,
    cards: Signal<Vec<InvitationCard>>,
    /// My own role.
    mine: Signal<Role>,
) -> impl IntoView {
    let (id, live) = (card.id, use_live());
    let card = Memo::new(move |before: Option<&InvitationCard>| {
        let found = cards.with(|cards| cards.iter().find(|card| card.id == id).cloned());
        found.or_else(|| before.cloned()).unwrap_or_else(|| card.clone())
    });
    let resend = Act::<ResendInvitation>::keyed("invitation", id).on_done(move |_| live.touch(Topic::Invitations));
    let copy = Act::<CopyInvitationLink>::keyed("invitation", id);
    // A new mail makes a link that was copied before worthless.
    let sent_at = Memo::new(move |_| card.with(|card| card.sent_at));
    after_change(move || sent_at.track(), move || copy.forget());
    let expires = move || match card.with(|card| (card.expired, card.expires_at)) {
        (true, _) => view! { <Badge kind="danger">"Expired"</Badge> }.into_any(),
        (false, at) => view! { <Until at/> }.into_any(),
    };
    view! {
        <tr class="table__row" class=("table__row--off", move || card.with(|card| card.expired)) role="row">
            <th class="table__cell table__cell--main" role="rowheader" scope="row"><About card resend copy/></th>
            <td class="table__cell" role="cell" data-label="Role">{changing(move || view! { <RoleBadge role=card.with(|card| card.role)/> })}</td>
            <td class="table__cell" role="cell" data-label="Expires">{changing(expires)}</td>
            <td class="table__cell" role="cell" data-label="Mail">{changing(move || delivery(&card.get()))}</td>
            <td class="table__cell table__cell--actions" role="cell">
                {changing(move || match may(mine.get(), Action::ManageInvitation(card.with(|card| card.role))) {
                    Ok(_) => view! { <Tools card resend copy/> }.into_any(),
                    Err(refusal) => view! { <span class="why">{refusal.to_string()}</span> }.into_any(),
                })}
            </td>
        </tr>
    }
}

/// Whom it is for and what was written; below it what came of the tools.
#[component]
fn About(card: Memo<InvitationCard>, resend: Act<ResendInvitation>, copy: Act<CopyInvitationLink>) -> impl IntoView {
    let note = move || {
        let note = card.with(|card| card.note.clone())?;
        Some(view! { <span class="person__detail">"“" {note} "”"</span> })
    };
    let offer = move || card.with(offer).map(|words| view! { <span class="person__detail">{words}</span> });
    let sent = move || {
        let _ = resend.done().get()?;
        Some(view! { <Notice kind="success" small=true>"Sent again. Links sent before no longer work."</Notice> })
    };
    let link = move || {
        let link = copy.done().get()?;
        Some(view! { <CodeLine text=link what="link" at_once=true/> })
    };
    view! {
        <div class="stack stack--tight">
            <div class="person__text">
                <span class="person__name">{changing(move || card.with(|card| card.email.clone()))}</span>
                <span class="person__detail">"Invited by " {changing(move || card.with(|card| card.inviter.clone()))}</span>
                {changing(offer)}
                {changing(note)}
            </div>
            {changing(sent)}
            {changing(link)}
        </div>
    }
}

/// "shop, blog · until 31 Jan 2027".
fn offer(card: &InvitationCard) -> Option<String> {
    let apps = card.apps.iter().map(|app| app.name.as_str()).collect::<Vec<_>>().join(", ");
    let end = card.ends_at.map(|at| format!("until {}", at.to_day()));
    let words = [Some(apps).filter(|apps| !apps.is_empty()), end].into_iter().flatten().collect::<Vec<_>>();
    (!words.is_empty()).then(|| words.join(" · "))
}

fn delivery(card: &InvitationCard) -> impl IntoView + use<> {
    match (card.bounced, card.delivered) {
        (true, _) => view! { <Badge kind="danger">"Not delivered"</Badge> }.into_any(),
        (false, true) => view! { <Badge kind="ok">"Delivered"</Badge> }.into_any(),
        (false, false) => view! { <Badge kind="waiting">"On its way"</Badge> }.into_any(),
    }
}

#[component]
fn Tools(card: Memo<InvitationCard>, resend: Act<ResendInvitation>, copy: Act<CopyInvitationLink>) -> impl IntoView {
    let (id, email) = card.with_untracked(|card| (card.id, StoredValue::new(card.email.clone())));
    let address = move || view! { <span class="visually-hidden">" to " {email.get_value()}</span> };
    let copy_tool = move || {
        (!card.with(|card| card.expired)).then(|| {
            view! {
                <Form act=copy compact=true>
                    <Hidden name="slug" value=company_slug()/>
                    <Submit class="button--quiet button--small">"Copy link" {address()}</Submit>
                </Form>
            }
        })
    };
    view! {
        <div class="cluster cluster--end" role="group" aria-label=format!("Invitation to {}", email.get_value())>
            <AskLink ask=Ask::Edit(id) class="button--quiet">"Edit" {address()}</AskLink>
            <Form act=resend compact=true>
                <Hidden name="slug" value=company_slug()/>
                <Submit class="button--quiet button--small">"Resend" {address()}</Submit>
            </Form>
            {changing(copy_tool)}
            <AskLink ask=Ask::Withdraw(id) class="button--quiet">"Revoke" {address()}</AskLink>
        </div>
    }
}
