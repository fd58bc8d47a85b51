//! A request that waits, as its sender follows it: where it stands, and everything that can still be done about it.

use leptos::prelude::*;
use teamwork::rules::{
    problem::Field,
    request::{RequestCard, RequestState},
};

use super::{
    api::{ConfirmRequest, CopyRequestLink, EditRequest, ReaddressRequest, ResendRequest, SendRequest},
    deadline,
};
use crate::{
    form::{Act, Form, FormActions, Hidden, Submit, TextField, Textarea},
    parts::{Ago, Badge, CodeLine, Notice, Until, told},
};

/// What was just done about it.
#[component]
pub fn JustSent() -> impl IntoView {
    let done = [
        Act::<SendRequest>::new().state.answer.with_untracked(Option::is_some).then_some("Sent."),
        Act::<ResendRequest>::new()
            .state
            .answer
            .with_untracked(Option::is_some)
            .then_some("Sent again, with a new link."),
        Act::<EditRequest>::new()
            .state
            .answer
            .with_untracked(Option::is_some)
            .then_some("Sent again, with the new message and a new link."),
        Act::<ReaddressRequest>::new()
            .state
            .answer
            .with_untracked(Option::is_some)
            .then_some("Sent to the new address. The old link no longer works."),
    ];
    let confirmed = Act::<ConfirmRequest>::new().state.answer.with_untracked(Option::is_some).then(|| {
        view! { <Notice kind="success">"Confirmed. It is on its way to the client, and its Admin was told."</Notice> }
    });
    let sent = done
        .into_iter()
        .flatten()
        .next()
        .map(|words| view! { <Notice kind="success">{words} " You have a copy in your mail."</Notice> });
    view! { {confirmed} {sent} }
}

/// Where it stands.
#[component]
pub fn Sent(request: RequestCard, outdated: bool, needs_owner: bool) -> impl IntoView {
    let RequestCard { id, email, sent_at, expires_at, held_until, .. } = request.clone();
    let note = request.note.clone().map(|note| view! { <p class="muted">"“" {note} "”"</p> });
    let warning = outdated.then(|| {
        view! {
            <Notice kind="warning">
                <strong>"The offer has changed since. "</strong>
                {if needs_owner {
                    "Your client cannot accept it until an Owner sends it again, here."
                } else {
                    "Your client cannot accept it until you send it again."
                }}
            </Notice>
        }
    });
    let expiry = match (request.frozen, deadline::held(held_until)) {
        (true, _) => view! { "The deadline stands still while an App is suspended." }.into_any(),
        (false, Some(held)) => held.into_any(),
        (false, None) => view! { "Expires " <Until at=expires_at/> ", on " {told(expires_at)} "." }.into_any(),
    };
    let sender = (!request.mine).then(
        || view! { <p class="muted">"Sent by " {request.sender.clone()} ". Only they and Owners can change it."</p> },
    );
    view! {
        {warning}
        <section class="card" aria-labelledby="sent" id=format!("request-{id}")>
            <header class="card__head">
                <h2 class="card__title" id="sent">"Sent to " {email}</h2>
                <Standing request/>
            </header>
            <div class="card__body stack">
                <p>"Sent " <Ago at=sent_at/> ". " {expiry}</p>
                {note}
                {sender}
            </div>
        </section>
    }
}

/// How far it is, in a word.
#[component]
pub fn Standing(request: RequestCard) -> impl IntoView {
    let (kind, words) = standing(&request);
    view! { <Badge kind>{words}</Badge> }
}

/// The kind of the badge, and the word; also what a screen reader says when it changes.
pub fn standing(request: &RequestCard) -> (&'static str, &'static str) {
    match request.state {
        _ if request.frozen => ("warning", "Held up"),
        RequestState::Proposed if request.confirms => ("you", "Waits for you"),
        state @ RequestState::Proposed => ("waiting", state.name()),
        RequestState::Pending if request.bounced => ("danger", "Could not be delivered"),
        RequestState::Pending if request.delivered => ("waiting", "Delivered"),
        RequestState::Pending => ("waiting", "On its way"),
        state @ (RequestState::Claimed | RequestState::Billing) => ("you", state.name()),
        RequestState::Completed => ("ok", "Accepted"),
        state @ (RequestState::Declined | RequestState::Refused) => ("danger", state.name()),
        state @ (RequestState::Expired | RequestState::Cancelled) => ("off", state.name()),
    }
}

/// Copy the link, look at it, send it again, with other words or elsewhere, withdraw it. `base` is the address of the App,
/// and `company` what the client's business is thought to be called. What only an Owner may do is not offered to an Admin.
#[component]
pub fn Acts(request: RequestCard, company: String, base: String, outdated: bool, needs_owner: bool) -> impl IntoView {
    let id = request.id;
    let copy = Act::<CopyRequestLink>::keyed("request", id);
    let resend = (!(needs_owner && outdated)).then(|| {
        let class = if outdated { "button--primary" } else { "" };
        let resend = Act::<ResendRequest>::keyed("request", id);
        view! { <Form act=resend compact=true><Submit class>"Send again"</Submit></Form> }
    });
    let link = copy.done().get_untracked().map(|link| {
        view! {
            <CodeLine text=link what="link"/>
            <p class="muted small">"Hand it over as you like. It asks for a code that is mailed to the address above. An earlier copied link no longer works."</p>
        }
    });
    let pays = (request.state == RequestState::Billing).then(|| {
        let words =
            format!("{} is paying at the moment. A new link ends that, and they have to begin again.", request.email);
        view! { <p class="muted">{words}</p> }
    });
    let changes = match needs_owner {
        true => view! {
            <p class="muted">"An Owner has confirmed this request. Ask one to send it with other words, to another address or on other terms: they do that here."</p>
        }
        .into_any(),
        false => view! { <Changes request company/> }.into_any(),
    };
    view! {
        {pays}
        <div class="cluster">
            <a class="button" href=format!("{base}/client/preview")>"Preview what your client sees"</a>
            <Form act=copy compact=true><Submit class="">"Copy link"</Submit></Form>
            {resend}
            <a class="button button--danger" href="?withdraw=1">"Withdraw"</a>
        </div>
        {link}
        {changes}
    }
}

/// Send it again with other words, or elsewhere.
#[component]
fn Changes(request: RequestCard, company: String) -> impl IntoView {
    let (id, note) = (request.id, request.note.unwrap_or_default());
    let (edit, readdress) = (Act::<EditRequest>::new(), Act::<ReaddressRequest>::new());
    let (edits, readdresses) =
        (edit.failure().with_untracked(Option::is_some), readdress.failure().with_untracked(Option::is_some));
    view! {
        <details class="request__way" open=edits>
            <summary>"Send again with another message"</summary>
            <Form act=edit>
                <Hidden name="request" value=id.to_string()/>
                <Textarea field=Field::Note value=note optional=true hint="Stands in the mail and on your client’s page."/>
                <TextField field=Field::CompanyName label="Your client’s company" autocomplete="off" value=company optional=true hint="They can correct it."/>
                <FormActions><Submit class="">"Send with this message"</Submit></FormActions>
            </Form>
        </details>
        <details class="request__way" open=readdresses>
            <summary>"Send to another address"</summary>
            <Form act=readdress>
                <Hidden name="request" value=id.to_string()/>
                <TextField field=Field::Email label="Client’s e-mail address" kind="email" autocomplete="off"/>
                <FormActions><Submit class="">"Send there instead"</Submit></FormActions>
            </Form>
        </details>
    }
}
