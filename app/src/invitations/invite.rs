//! Inviting: one form, over the team page with script, as a page of its own without.

use leptos::{ev::MouseEvent, prelude::*};
use leptos_router::hooks::use_query_map;
use teamwork::rules::{
    permission::{Action, may},
    problem::{Field, Problem, Thing},
    role::Role,
};

use super::{
    addresses::Addresses,
    api::Invite,
    draft::{Draft, Proposal},
    offered_apps::OfferFields,
    results::Results,
    role_cards::RoleCards,
};
use crate::{
    failure::Failure,
    form::{Act, Form, Hidden, Submit, TextField, focus_later},
    frame::{company_slug, use_frame},
    live::{Topic, use_live},
    parts::{Dialog, Drawing, PageTitle, ProblemView, close_dialog, open_dialog},
    profile::proof::Proof,
};

const DIALOG: &str = "invite";
const RESULTS: &str = "invite-results";

/// Whether the dialog was opened once; before that it is not there.
#[derive(Clone, Copy)]
struct Opened(RwSignal<bool>);

/// "Invite people": opens the dialog, or leads to the page.
#[component]
pub fn InviteLink() -> impl IntoView {
    let opened = use_context::<Opened>();
    let open = move |event: MouseEvent| {
        if let Some(Opened(opened)) = opened {
            event.prevent_default();
            opened.set(true);
            open_dialog(DIALOG);
        }
    };
    let href = format!("/c/{}/team/invite", company_slug());
    view! { <a class="button button--primary" href=href on:click=open>"Invite people"</a> }
}

/// Makes [`InviteLink`]s open the dialog.
pub fn provide_invite_dialog() {
    provide_context(Opened(RwSignal::new(false)));
}

/// The dialog over the team page.
#[component]
pub fn InviteDialog(mine: Signal<Role>, company: Signal<String>) -> impl IntoView {
    let Opened(opened) = expect_context();
    let title = company.with_untracked(|company| format!("Invite people to {company}"));
    view! {
        <Dialog id=DIALOG title class="dialog--wide">
            <Show when=move || opened.get()>
                <InviteForm mine company proposal=Proposal::default() close=Callback::new(|()| close_dialog(DIALOG))/>
            </Show>
        </Dialog>
    }
}

/// `/c/{slug}/team/invite`; `?to=` and `?role=` fill in what a link proposes.
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

#[component]
fn InviteForm(
    #[prop(into)] mine: Signal<Role>,
    #[prop(into)] company: Signal<String>,
    proposal: Proposal,
    /// How the dialog closes; the page leads back to the team.
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
                    <Proof when=stale.into() on_proven=Callback::new(move |()| act.forget())/>
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
    let back = format!("/c/{}/team", company_slug());
    let leave = move |event: MouseEvent| {
        if let Some(close) = close {
            event.prevent_default();
            close.run(());
        }
    };
    view! {
        <footer class="dialog__foot">
            <a class="button button--quiet" href=back on:click=leave>"Back to the team"</a>
            <Submit>{words}</Submit>
        </footer>
    }
}
