//! What the reader of a request can do: accept and pay, decline, let somebody else pay, or first become who was asked.

use leptos::prelude::*;
use teamwork::rules::{
    billing::{COUNTRIES, PaymentMethod},
    problem::Field,
    request::{Client, OwnCompany, RequestView},
};

use super::api::{AcceptRequest, AskRequestCode, DeclineRequest, LeaveRequest, PassRequestOn};
use crate::{
    form::{Act, Form, FormActions, FormState, Hidden, Select, Submit, TextField},
    session::{
        api::{ResendConfirmation, SignIn},
        sign_in::SignInForm,
    },
};

/// The answers that this reader has. Without `secret` they are there to be looked at.
#[component]
pub fn Answer(request: RequestView, secret: Option<String>) -> impl IntoView {
    let looks = secret.is_none();
    let secret = secret.unwrap_or_default();
    let content = match (request.frozen, request.reader.clone()) {
        (true, _) => view! { <Frozen sender=request.offer.sender/> }.into_any(),
        (false, Client::New { proven: false, coded: false }) => view! { <Handed request secret/> }.into_any(),
        (false, Client::New { proven, .. }) => {
            let signs_in = secret.clone();
            let ways = proven.then(|| view! { <OtherWays sender=request.offer.sender.clone() secret=secret.clone()/> });
            view! {
                <Accept request=request.clone() secret asks_code=!proven/>
                {ways}
                <HasAccount email=request.email secret=signs_in/>
            }
            .into_any()
        }
        (false, Client::Invited { .. }) => view! {
            <Accept request=request.clone() secret=secret.clone()/>
            <OtherWays sender=request.offer.sender secret=secret.clone()/>
            <Switch secret words="Not you?"/>
        }
        .into_any(),
        (false, Client::SignIn) => view! {
            <h2 class="section-head__title">"Sign in to answer"</h2>
            <p>{format!("There is an account for {}. Sign in, and you come back here.", request.email)}</p>
            <SignInForm next=format!("/requests/{secret}") email=request.email/>
            <p class="muted small">
                "No password at hand? "<a class="link" href="/login/link">"Have a sign-in link mailed to you"</a>", then open this page again."
            </p>
            <OtherWays sender=request.offer.sender secret/>
        }
        .into_any(),
        (false, Client::Unconfirmed) => view! { <Unconfirmed email=request.email/> }.into_any(),
        (false, Client::WrongAccount { email }) => view! { <WrongAccount request mine=email secret/> }.into_any(),
    };
    view! { <div class="stack" inert=looks>{content}</div> }
}

/// The one form: who you are, where the invoices go, and the price on the button.
#[component]
fn Accept(request: RequestView, secret: String, #[prop(optional)] asks_code: bool) -> impl IntoView {
    let label = format!("Accept and pay {} per month", request.offer.total);
    let companies = match &request.reader {
        Client::Invited { companies, .. } => companies.clone(),
        _ => Vec::new(),
    };
    let is_new = matches!(request.reader, Client::New { .. });
    let another = asks_code.then(|| secret.clone());
    view! {
        <section class="card" aria-labelledby="accept">
            <header class="card__head">
                <h2 class="card__title" id="accept">"Your details"</h2>
                <p class="card__note">{request.email}</p>
            </header>
            <div class="card__body">
                <Form act={Act::<AcceptRequest>::new()} class="stack request__form">
                    <Hidden name="secret" value=secret/>
                    {asks_code.then(|| view! { <TextField field=Field::Code autocomplete="one-time-code" hint="Six digits, out of the mail we sent." class="field__input--code"/> })}
                    {is_new.then(|| view! { <TextField field=Field::FullName autocomplete="name"/> })}
                    {(!companies.is_empty()).then(|| view! { <PayerCards companies/> })}
                    <NewCompany company=request.company.unwrap_or_default()/>
                    <dl class="facts">
                        <div class="facts__row">
                            <dt class="facts__term">"Payment"</dt>
                            <dd class="facts__value">
                                {PaymentMethod::BankTransfer.name()}
                                <p class="muted small">"We send an invoice, you transfer the amount. No card, no third party."</p>
                            </dd>
                        </div>
                    </dl>
                    <FormActions><Submit class="button--primary button--wide">{label}</Submit></FormActions>
                    <p class="muted small">"By accepting you agree to the terms of service of this Warren."</p>
                </Form>
                {another.map(|secret| view! { <AnotherCode secret/> })}
            </div>
        </section>
    }
}

/// Where the invoices go. Hidden by the style while a Billing Contact that is there already is chosen.
#[component]
fn NewCompany(company: String) -> impl IntoView {
    let countries = std::iter::once(("", "Choose a country")).chain(COUNTRIES.iter().copied()).collect::<Vec<_>>();
    view! {
        <div class="stack request__new">
            <TextField field=Field::CompanyName label="Company, or your own name" autocomplete="organization" value=company/>
            <Select field=Field::Country options=countries autocomplete="country"/>
            <TextField field=Field::Street autocomplete="address-line1"/>
            <div class="field-pair">
                <TextField field=Field::PostalCode autocomplete="postal-code" class="field__input--short"/>
                <TextField field=Field::City autocomplete="address-level2"/>
            </div>
            <TextField field=Field::VatNumber autocomplete="off" optional=true hint="With its country letters, like DE123456788." class="field__input--code"/>
        </div>
    }
}

/// The Billing Contacts that could pay, one of which is chosen already, and a new Company.
#[component]
fn PayerCards(companies: Vec<OwnCompany>) -> impl IntoView {
    let state = expect_context::<FormState>();
    let payers = companies.into_iter().flat_map(|OwnCompany { name, payers }| {
        payers.into_iter().map(move |payer| {
            (payer.id.to_string(), name.clone(), format!("Paid by {}, in {}.", payer.name, payer.currency))
        })
    });
    let new = (String::new(), "A new company".to_owned(), "You set it up here, with its address.".to_owned());
    let cards: Vec<_> = payers.chain([new]).collect();
    let chosen = match (state.typed(Field::Payer.name()), state.was_typed()) {
        (Some(typed), _) => typed,
        (None, true) => String::new(),
        (None, false) => cards[0].0.clone(),
    };
    let why = state.why(Field::Payer);
    let id = state.id(Field::Payer.name());
    let error_id = format!("{id}-error");
    let error = why.get_untracked().map(|why| {
        view! { <p class="field__error" id=error_id><span class="visually-hidden">"Error: "</span>{why.to_string()}</p> }
    });
    let cards = cards.into_iter().map(|(value, name, text)| {
        let checked = value == chosen;
        view! {
            <label class="radio-card">
                <input class="radio-card__input" type="radio" name=Field::Payer.name() value=value checked=checked/>
                <span class="radio-card__title">{name}</span>
                <span class="radio-card__text">{text}</span>
            </label>
        }
    });
    view! {
        <fieldset class="radio-cards" id=id tabindex="-1">
            <legend class="field__label">"Which company takes it over?"</legend>
            {error}
            {cards.collect_view()}
        </fieldset>
    }
}

/// A copied link proves no mailbox: a code that is mailed does.
#[component]
fn Handed(request: RequestView, secret: String) -> impl IntoView {
    let (email, asks) = (request.email, secret.clone());
    view! {
        <section class="card" aria-labelledby="code">
            <header class="card__head"><h2 class="card__title" id="code">"Show that it is you"</h2></header>
            <div class="card__body stack">
                <p>
                    "This link was handed over, not mailed. We mail a code to " <strong>{email.clone()}</strong>
                    ", then you accept here."
                </p>
                <Form act={Act::<AskRequestCode>::new()}>
                    <Hidden name="secret" value=asks/>
                    <FormActions><Submit class="button--primary button--wide">"Mail me a code"</Submit></FormActions>
                </Form>
                <p class="muted small">"To decline, or to let somebody else pay, open the link in the mail that was sent there."</p>
            </div>
        </section>
        <HasAccount email secret/>
    }
}

#[component]
fn AnotherCode(secret: String) -> impl IntoView {
    view! {
        <Form act={Act::<AskRequestCode>::new()} compact=true>
            <Hidden name="secret" value=secret/>
            <span class="muted small">"No code in your mail?"</span>
            <Submit class="button--small">"Mail me another code"</Submit>
        </Form>
    }
}

/// Decline, or let somebody else pay.
#[component]
fn OtherWays(sender: String, secret: String) -> impl IntoView {
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
                    <TextField field=Field::Email label="E-mail address of who pays" kind="email" autocomplete="off"/>
                    <FormActions><Submit class="">"Send it there"</Submit></FormActions>
                </Form>
            </div>
        </details>
        <details class="request__way" open=failed(decline.failure())>
            <summary>"Decline"</summary>
            <div class="stack">
                <p class="muted">{format!("Nothing changes, and nothing is charged. {sender} is told. You do not know {sender}? Then decline.")}</p>
                <Form act=decline>
                    <Hidden name="secret" value=secret/>
                    <TextField field=Field::Reason autocomplete="off" optional=true hint="One line, shown to the sender."/>
                    <FormActions><Submit class="button--danger">"Decline request"</Submit></FormActions>
                </Form>
            </div>
        </details>
    }
}

/// Somebody who has an account signs in and comes back. An address that has one is asked to anyway.
#[component]
fn HasAccount(email: String, secret: String) -> impl IntoView {
    let failed = Act::<SignIn>::new().failure().with_untracked(Option::is_some);
    view! {
        <details class="request__way" open=failed>
            <summary>"I already have an account: sign in"</summary>
            <SignInForm next=format!("/requests/{secret}") email/>
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
    let sender = request.offer.sender;
    view! {
        <h2 class="section-head__title">"This request is for another address"</h2>
        <dl class="facts">
            <div class="facts__row"><dt class="facts__term">"Sent to"</dt><dd class="facts__value">{request.email}</dd></div>
            <div class="facts__row"><dt class="facts__term">"You are"</dt><dd class="facts__value">{mine.clone()}</dd></div>
        </dl>
        <Form act={Act::<LeaveRequest>::new()}>
            <Hidden name="secret" value=secret/>
            <FormActions><Submit class="button--primary button--wide">"Switch account"</Submit></FormActions>
        </Form>
        <p class="muted">{format!("Or ask {sender} to send it to {mine}.")}</p>
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
