//! A request that waits for an Owner (S10): its Admin follows or withdraws it, an Owner confirms or refuses it.

use leptos::prelude::*;
use teamwork::rules::{problem::Field, request::RequestCard};

use super::{
    api::{ConfirmRequest, RefuseRequest, SendRequest},
    sent::Standing,
};
use crate::{
    form::{Act, Form, FormActions, Hidden, Submit, Textarea},
    parts::{Notice, Until, told},
};

/// Where it stands.
#[component]
pub fn Proposed(request: RequestCard, outdated: bool) -> impl IntoView {
    let RequestCard { id, email, sender, expires_at, confirms, frozen, .. } = request.clone();
    let warning = outdated.then(|| {
        view! {
            <Notice kind="warning">
                <strong>"The offer has changed since. "</strong>"Nobody can confirm it any more: withdraw it and invite the client anew."
            </Notice>
        }
    });
    let asks = match confirms {
        true => view! { {sender} " would like to hand this over. Nothing has gone to the client: " {email.clone()} " hears of it when you confirm it." }.into_any(),
        false => view! { "An Owner has to confirm it first. Nothing has gone to " {email.clone()} " yet." }.into_any(),
    };
    let expiry = match frozen {
        true => view! { "The deadline stands still while an App is suspended." }.into_any(),
        false => view! { "It can be confirmed until " {told(expires_at)} ", " <Until at=expires_at/> "." }.into_any(),
    };
    let note = request.note.clone().map(|note| view! { <p class="muted">"“" {note} "”"</p> });
    view! {
        {warning}
        <section class="card" aria-labelledby="proposed" id=format!("request-{id}")>
            <header class="card__head">
                <h2 class="card__title" id="proposed">"Request to " {email}</h2>
                <Standing request/>
            </header>
            <div class="card__body stack">
                <p>{asks}</p>
                <p class="muted">{expiry}</p>
                {note}
            </div>
        </section>
    }
}

/// The Owners were just asked.
#[component]
pub fn JustProposed() -> impl IntoView {
    Act::<SendRequest>::new().state.answer.with_untracked(Option::is_some).then(|| {
        view! { <Notice kind="success">"The Owners were asked. You get a mail when one of them has decided."</Notice> }
    })
}

/// The ways on. `base` is the address of the App.
#[component]
pub fn ProposedActs(request: RequestCard, base: String, outdated: bool) -> impl IntoView {
    match (request.confirms, request.mine) {
        (true, _) => Some(view! { <Decide request base outdated/> }.into_any()),
        (false, true) => Some(view! { <Own base/> }.into_any()),
        (false, false) => None,
    }
}

/// What an Owner does: look, confirm, or refuse with a reason.
#[component]
fn Decide(request: RequestCard, base: String, outdated: bool) -> impl IntoView {
    let id = request.id;
    let (confirm, refuse) = (Act::<ConfirmRequest>::keyed("request", id), Act::<RefuseRequest>::new());
    let refuses = refuse.failure().with_untracked(Option::is_some);
    let confirms = (!outdated).then(|| {
        view! { <Form act=confirm compact=true><Submit class="button--primary">"Confirm and send"</Submit></Form> }
    });
    view! {
        <div class="cluster">
            <a class="button" href=format!("{base}/client/preview")>"Preview what the client sees"</a>
            {confirms}
        </div>
        <details class="request__way" open=refuses>
            <summary>"Refuse it"</summary>
            <Form act=refuse>
                <Hidden name="request" value=id.to_string()/>
                <Textarea field=Field::Reason optional=true hint="The Admin reads it."/>
                <FormActions><Submit class="button--danger">"Refuse"</Submit></FormActions>
            </Form>
        </details>
    }
}

/// What its Admin does: look, or withdraw it.
#[component]
fn Own(base: String) -> impl IntoView {
    view! {
        <div class="cluster">
            <a class="button" href=format!("{base}/client/preview")>"Preview what your client will see"</a>
            <a class="button button--danger" href="?withdraw=1">"Withdraw"</a>
        </div>
    }
}
