//! Inviting without leaving the page: the dialog, and what opens it.

use leptos::{ev::MouseEvent, prelude::*};
use teamwork::rules::role::Role;

use super::{draft::Proposal, form::InviteForm};
use crate::{
    frame::company_slug,
    parts::{Dialog, close_dialog, open_dialog},
};

const DIALOG: &str = "invite";

/// What the form in the dialog began with. Before the dialog was opened once there is no form.
#[derive(Clone, Copy)]
pub struct Inviting(RwSignal<Option<Proposal>>);

impl Inviting {
    /// Makes what is below able to open the dialog of this page.
    pub fn provide() {
        provide_context(Self(RwSignal::new(None)));
    }

    /// Opens the dialog. What was typed for the same proposal is still there.
    pub fn open(self, proposal: Proposal) {
        if self.0.with_untracked(|known| known.as_ref() != Some(&proposal)) {
            self.0.set(Some(proposal));
        }
        open_dialog(DIALOG);
    }
}

/// "Invite people": opens the dialog. Without script it leads to the page.
#[component]
pub fn InviteLink() -> impl IntoView {
    let inviting = expect_context::<Inviting>();
    let open = move |event: MouseEvent| {
        event.prevent_default();
        inviting.open(Proposal::default());
    };
    let href = format!("/c/{}/team/invite", company_slug());
    view! { <a class="button button--primary" href=href rel="external" on:click=open>"Invite people"</a> }
}

/// The dialog over a page of the Company.
#[component]
pub fn InviteDialog(mine: Signal<Role>, company: Signal<String>) -> impl IntoView {
    let Inviting(proposal) = expect_context();
    let title = company.with_untracked(|company| format!("Invite people to {company}"));
    let form = move || {
        let close = Callback::new(|()| close_dialog(DIALOG));
        proposal.get().map(|proposal| view! { <InviteForm mine company proposal close/> })
    };
    view! { <Dialog id=DIALOG title class="dialog--wide">{form}</Dialog> }
}
