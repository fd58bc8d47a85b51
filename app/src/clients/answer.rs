//! What the reader of a request can do: accept and pay, decline, let somebody else pay, or first become who was asked.

use leptos::prelude::*;
use teamwork::rules::{
    problem::Field,
    request::{AcceptForm, Client, RequestView},
};

use super::{
    accept::{Accept, MailedCode},
    api::{AskForRequestHere, AskRequestCode, DeclineRequest, LeaveRequest, PassRequestOn},
};
use crate::{
    form::{Act, Checkbox, Form, FormActions, Hidden, Submit, TextField},
    session::{
        api::{ResendConfirmation, SignIn},
        link::MailedSignIn,
        sign_in::{SignInForm, with_next},
    },
};

/// The answers that this reader has. Without `secret` they are there to be looked at.
#[component]
pub fn Answer(request: RequestView, secret: Option<String>, typed: AcceptForm) -> impl IntoView {
    let looks = secret.is_none();
    let secret = secret.unwrap_or_default();
    let content = match (request.frozen, request.reader.clone()) {
        (true, _) => view! { <Frozen sender=request.offer.sender/> }.into_any(),
        (false, Client::New { proven: false, coded: false }) => view! { <Handed request secret/> }.into_any(),
        (false, Client::New { proven, .. }) => {
            let signs_in = secret.clone();
            let (sender, answers) = (request.offer.sender.clone(), secret.clone());
            view! {
                <Accept request=request.clone() secret typed asks_code=!proven/>
                <OtherWays sender secret=answers asks_code=!proven/>
                <HasAccount secret=signs_in/>
            }
            .into_any()
        }
        (false, Client::Invited { .. }) => view! {
            <Accept request=request.clone() secret=secret.clone() typed/>
            <OtherWays sender=request.offer.sender secret=secret.clone()/>
            <Switch secret words="Not you?"/>
        }
        .into_any(),
        (false, Client::SignIn) => view! {
            <h2 class="section-head__title">"Sign in to answer"</h2>
            <p>{format!("There is an account for {}. Sign in, and you come back here.", request.email)}</p>
            <SignInForm next=format!("/requests/{secret}") email=request.email.clone()/>
            <p><a class="link" href=with_next("/login", &format!("/requests/{secret}"))>"Sign in with a passkey"</a></p>
            <MailedSignIn email=request.email next=format!("/requests/{secret}")/>
            <OtherWays sender=request.offer.sender secret/>
        }
        .into_any(),
        (false, Client::Unconfirmed) => view! { <Unconfirmed email=request.email/> }.into_any(),
        (false, Client::WrongAccount { email }) => view! { <WrongAccount request mine=email secret/> }.into_any(),
    };
    view! { <div class="stack" inert=looks>{content}</div> }
}

/// A copied link proves no mailbox: a code that is mailed does.
#[component]
fn Handed(request: RequestView, secret: String) -> impl IntoView {
    let asks = secret.clone();
    view! {
        <section class="card" aria-labelledby="code">
            <header class="card__head"><h2 class="card__title" id="code">"Show that it is you"</h2></header>
            <div class="card__body stack">
                <p>
                    "This link was handed over, not mailed. We mail a code to " <strong>{request.email}</strong>
                    ", then you accept here, decline, or let somebody else pay."
                </p>
                <Form act={Act::<AskRequestCode>::new()}>
                    <Hidden name="secret" value=asks/>
                    <FormActions><Submit class="button--primary button--wide">"Mail me a code"</Submit></FormActions>
                </Form>
            </div>
        </section>
        <HasAccount secret/>
    }
}

/// Decline, or let somebody else pay. Whoever came with a copied link types the mailed code.
#[component]
fn OtherWays(sender: String, secret: String, #[prop(optional)] asks_code: bool) -> impl IntoView {
    let (decline, pass) = (Act::<DeclineRequest>::new(), Act::<PassRequestOn>::new());
    let passes = secret.clone();
    let failed = |failure: Signal<Option<crate::failure::Failure>>| failure.with_untracked(Option::is_some);
    view! {
        <details class="request__way" open=failed(pass.failure())>
            <summary>"Someone else pays"</summary>
            <div class="stack">
                <p class="muted">{format!("The request goes to another address, this link ends, and {sender} is told.")}</p>
                <Form act=pass>
                    <Hidden name="secret" value=passes/>
                    {asks_code.then(|| view! { <MailedCode/> })}
                    <TextField field=Field::Email label="E-mail address of who pays" kind="email" autocomplete="off"/>
                    <FormActions><Submit class="">"Send it there"</Submit></FormActions>
                </Form>
            </div>
        </details>
        <details class="request__way" open=failed(decline.failure())>
            <summary>"Decline"</summary>
            <div class="stack">
                <p class="muted">{format!("Nothing changes, and nothing is charged. {sender} is told.")}</p>
                <Form act=decline>
                    <Hidden name="secret" value=secret/>
                    {asks_code.then(|| view! { <MailedCode/> })}
                    <TextField field=Field::Reason autocomplete="off" optional=true hint="One line, shown to the sender."/>
                    <Checkbox field=Field::SenderUnknown>{format!("I do not know {sender}. The operator of this Warren looks into it.")}</Checkbox>
                    <FormActions><Submit class="button--danger">"Decline request"</Submit></FormActions>
                </Form>
            </div>
        </details>
    }
}

/// Somebody who has an account signs in and comes back: by password, passkey or mail. Which address it has they say; the
/// invited one may have none.
#[component]
fn HasAccount(secret: String) -> impl IntoView {
    let failed = Act::<SignIn>::new().failure().with_untracked(Option::is_some);
    let next = format!("/requests/{secret}");
    // This page brings no script, which a passkey needs.
    let (by_mail, by_passkey) = (with_next("/login/link", &next), with_next("/login", &next));
    view! {
        <details class="request__way" open=failed>
            <summary>"I already have an account: sign in"</summary>
            <SignInForm next email=String::new()/>
            <p>
                "No password? "
                <a class="link" href=by_mail>"Have a sign-in link mailed to you"</a>
                ", or "
                <a class="link" href=by_passkey>"use a passkey"</a>
                "."
            </p>
        </details>
    }
}

/// Signs out, to come back with another account.
#[component]
fn Switch(secret: String, words: &'static str) -> impl IntoView {
    view! {
        <Form act={Act::<LeaveRequest>::new()} compact=true>
            <Hidden name="secret" value=secret/>
            <span class="muted">{words}</span>
            <Submit class="button--small">"Switch account"</Submit>
        </Form>
    }
}

#[component]
fn WrongAccount(request: RequestView, mine: String, secret: String) -> impl IntoView {
    let (sender, leaves) = (request.offer.sender, secret.clone());
    view! {
        <h2 class="section-head__title">"This request is for another address"</h2>
        <dl class="facts">
            <div class="facts__row"><dt class="facts__term">"Sent to"</dt><dd class="facts__value">{request.email}</dd></div>
            <div class="facts__row"><dt class="facts__term">"You are"</dt><dd class="facts__value">{mine.clone()}</dd></div>
        </dl>
        <Form act={Act::<LeaveRequest>::new()}>
            <Hidden name="secret" value=leaves/>
            <FormActions><Submit class="button--primary button--wide">"Switch account"</Submit></FormActions>
        </Form>
        <Form act={Act::<AskForRequestHere>::new()}>
            <Hidden name="secret" value=secret/>
            <FormActions><Submit class="button--wide">{format!("Ask {sender} to send it to {mine}")}</Submit></FormActions>
        </Form>
    }
}

#[component]
fn Unconfirmed(email: String) -> impl IntoView {
    view! {
        <div class="notice notice--warning">
            <p class="notice__text">
                <strong>"Confirm your address first. "</strong>
                {format!("We mailed a link to {email}. Open it, then come back to this page to answer.")}
            </p>
        </div>
        <Form act={Act::<ResendConfirmation>::new()}>
            <FormActions><Submit class="button--primary button--wide">"Mail me the link again"</Submit></FormActions>
        </Form>
    }
}

#[component]
fn Frozen(sender: String) -> impl IntoView {
    view! {
        <div class="notice notice--warning">
            <p class="notice__text">
                <strong>"This has to wait. "</strong>
                "What you would take over is suspended at the moment. The deadline stands still, and you get a mail when it goes on. "
                {format!("{sender} knows more.")}
            </p>
        </div>
    }
}
