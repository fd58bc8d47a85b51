//! Changing an open invitation, and taking it back.

use leptos::prelude::*;
use teamwork::rules::{
    invitation::InvitationCard,
    permission::{Action, may},
    problem::Field,
    role::Role,
};

use super::{
    api::{CancelInvitation, EditInvitation},
    offered_apps::OfferFields,
};
use crate::{
    form::{Act, Form, Hidden, Select, Submit, TextField},
    frame::company_slug,
    live::{Topic, use_live},
    members::{Ask, AskTitle, Cancel, Questions, answered},
    parts::changing,
    profile::proof::Proof,
};

/// The questions of the list of invitations.
#[component]
pub fn InvitationQuestions(
    cards: Signal<Vec<InvitationCard>>,
    mine: Signal<Role>,
    company: Signal<String>,
) -> impl IntoView {
    let render = Callback::new(move |ask: Ask| {
        let find = |id| cards.with_untracked(|cards| cards.iter().find(|card| card.id == id).cloned());
        match ask {
            Ask::Edit(id) => Some(view! { <AskEdit card=find(id)? mine=mine.get_untracked()/> }.into_any()),
            Ask::Withdraw(id) => {
                Some(view! { <AskWithdraw card=find(id)? company=company.get_untracked()/> }.into_any())
            }
            _ => None,
        }
    });
    view! { <Questions dialog="ask-invitation" render/> }
}

#[component]
fn AskEdit(card: InvitationCard, mine: Role) -> impl IntoView {
    let (live, ask) = (use_live(), Ask::Edit(card.id));
    let done = answered(ask);
    let act = Act::<EditInvitation>::keyed("invitation", card.id).on_done(move |value| {
        live.announce("The invitation was changed and sent again.");
        live.touch(Topic::Invitations);
        done(value);
    });
    let stale = Memo::new(move |_| act.failure().get().is_some_and(|failure| failure.wants_password()));
    let on_proven = Callback::new(move |()| act.forget());
    let roles = Role::ALL.into_iter().filter(|role| may(mine, Action::Invite(*role)).is_ok());
    let roles = roles.map(|role| (role.key(), role.name())).collect::<Vec<_>>();
    view! {
        <AskTitle ask text=format!("Change the invitation to {}", card.email)/>
        {changing(move || stale.get().then(|| view! { <div class="dialog__body"><Proof when=stale on_proven/></div> }))}
        <Form act class="dialog__form">
            <div class="dialog__body stack">
                <Hidden name="slug" value=company_slug()/>
                <Select field=Field::Role options=roles value=card.role.key()/>
                <OfferFields is_developer=Signal::stored(true) chosen=card.apps ends_at=card.ends_at/>
                <TextField field=Field::Note autocomplete="off" optional=true value=card.note.unwrap_or_default()/>
                <p class="muted small">"A new mail is sent. Links sent before no longer work."</p>
            </div>
            <footer class="dialog__foot"><Cancel ask/><Submit>"Save and send"</Submit></footer>
        </Form>
    }
}

#[component]
fn AskWithdraw(card: InvitationCard, company: String) -> impl IntoView {
    let (live, ask) = (use_live(), Ask::Withdraw(card.id));
    let done = answered(ask);
    let act = Act::<CancelInvitation>::keyed("invitation", card.id).on_done(move |value| {
        live.announce("The invitation was revoked.");
        live.touch(Topic::Invitations);
        done(value);
    });
    view! {
        <AskTitle ask text=format!("Revoke the invitation to {}?", card.email)/>
        <Form act class="dialog__form">
            <div class="dialog__body stack">
                <Hidden name="slug" value=company_slug()/>
                <p>{format!("The link to {company} stops working at once. If the mail has arrived, {} is told.", card.email)}</p>
                <p class="muted">"You can invite this address again."</p>
            </div>
            <footer class="dialog__foot"><Cancel ask/><Submit class="button--danger">"Revoke invitation"</Submit></footer>
        </Form>
    }
}
