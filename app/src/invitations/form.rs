//! The form that invites: in the dialog over a page, and on a page of its own.

use leptos::prelude::*;
use teamwork::rules::{problem::Field, role::Role};

use super::{
    addresses::Addresses,
    api::Invite,
    draft::{Draft, Proposal},
    offered_apps::OfferFields,
    results::Results,
    role_cards::RoleCards,
};
use crate::{
    form::{Act, Form, Hidden, Submit, TextField, focus_later},
    frame::company_slug,
    live::{Topic, use_live},
    parts::Drawing,
    profile::proof::Proof,
};

const RESULTS: &str = "invite-results";

/// Addresses, role, Apps, last day, note; and what became of them.
#[component]
pub fn InviteForm(
    #[prop(into)] mine: Signal<Role>,
    #[prop(into)] company: Signal<String>,
    proposal: Proposal,
    /// How the dialog closes; the page of its own leads back to the team.
    #[prop(optional)]
    close: Option<Callback<()>>,
) -> impl IntoView {
    let live = use_live();
    let act = Act::<Invite>::new();
    let draft = Draft::new(act.state, proposal);
    let _ = act.on_done(move |results| {
        draft.keep_flawed(&results);
        live.touch(Topic::Invitations);
        live.touch(Topic::Team);
        focus_later(RESULTS.into());
    });
    let stale = Signal::derive(move || act.failure().get().is_some_and(|failure| failure.wants_password()));
    view! {
        <Before act stale/>
        <Form act class="dialog__form">
            <div class="dialog__body stack">
                <Hidden name="slug" value=company_slug()/>
                <Addresses draft/>
                <RoleCards mine draft/>
                <OfferFields is_developer=Signal::derive(move || draft.role.get() == Role::Developer) chosen=Vec::new() ends_at=None/>
                <TextField field=Field::Note autocomplete="off" optional=true hint="Stands in the mail, above the link."/>
                <Pictures mine company draft/>
            </div>
            <Actions draft close/>
        </Form>
    }
}

/// What became of the last sending, and the password when it is needed to go on.
#[component]
fn Before(act: Act<Invite>, stale: Signal<bool>) -> impl IntoView {
    let results = move || act.done().get().map(|results| view! { <Results results/> });
    let stale = Memo::new(move |_| stale.get());
    move || {
        (stale.get() || act.done().with(Option::is_some)).then(|| {
            view! {
                <div class="dialog__body stack" id=RESULTS tabindex="-1">
                    <Proof when=stale on_proven=Callback::new(move |()| act.forget())/>
                    {results}
                </div>
            }
        })
    }
}

/// What changes for the Company with the acceptance.
#[component]
fn Pictures(mine: Signal<Role>, company: Signal<String>, draft: Draft) -> impl IntoView {
    let pictures = Memo::new(move |_| draft.pictures(mine.get(), &company.get()));
    let [before, after] = [0, 1].map(|which| Signal::derive(move || pictures.get()[which].clone()));
    view! {
        <div class="drawings">
            <Drawing id="before" picture=before/>
            <Drawing id="after" picture=after/>
        </div>
    }
}

#[component]
fn Actions(draft: Draft, close: Option<Callback<()>>) -> impl IntoView {
    let words = move || match draft.addresses().len() {
        0 => "Send invitations".to_owned(),
        1 => "Send 1 invitation".to_owned(),
        many => format!("Send {many} invitations"),
    };
    let back = match close {
        Some(close) => {
            view! { <button class="button button--quiet" type="button" on:click=move |_| close.run(())>"Back"</button> }
                .into_any()
        }
        None => {
            let team = format!("/c/{}/team", company_slug());
            view! { <a class="button button--quiet" href=team>"Back to the team"</a> }.into_any()
        }
    };
    view! {
        <footer class="dialog__foot">
            {back}
            <Submit>{words}</Submit>
        </footer>
    }
}
