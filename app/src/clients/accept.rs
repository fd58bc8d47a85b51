//! The one form of the client: who they are, where the invoices go, and the price on the button.

use leptos::prelude::*;
use teamwork::rules::{
    billing::{COUNTRIES, PaymentMethod},
    payment::{Means, NOTICE_TERMS},
    problem::Field,
    request::{Client, ClientCompany, RequestView, agreement},
};

use super::api::{AcceptRequest, AskRequestCode};
use crate::form::{Act, Form, FormActions, FormState, Hidden, Select, Submit, TextField};

/// The one form: who you are, where the invoices go, and the price on the button.
#[component]
pub fn Accept(request: RequestView, secret: String, #[prop(optional)] asks_code: bool) -> impl IntoView {
    let label = format!("Accept and pay {} per month", request.offer.total);
    let companies = match &request.reader {
        Client::Invited { companies, .. } => companies.clone(),
        _ => Vec::new(),
    };
    let is_new = matches!(request.reader, Client::New { .. });
    let terms = agreement(&request.terms);
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
                    {asks_code.then(|| view! { <MailedCode/> })}
                    {is_new.then(|| view! { <TextField field=Field::FullName autocomplete="name"/> })}
                    {(!companies.is_empty()).then(|| view! { <PayerCards companies/> })}
                    <NewCompany company=request.company.unwrap_or_default()/>
                    <Method cards=request.cards sepa=request.sepa/>
                    <FormActions><Submit class="button--primary button--wide">{label}</Submit></FormActions>
                    <p class="muted small">{terms}</p>
                </Form>
                {another.map(|secret| view! { <AnotherCode secret/> })}
            </div>
        </section>
    }
}

/// The code that proves the address to who came with a copied link.
#[component]
pub fn MailedCode() -> impl IntoView {
    view! { <TextField field=Field::Code autocomplete="one-time-code" hint="Six digits, out of the mail we sent." class="field__input--code"/> }
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

/// How a new Company pays: where cards are taken, there is something to choose.
#[component]
fn Method(cards: bool, sepa: bool) -> impl IntoView {
    let transfer = PaymentMethod::BankTransfer;
    let about_transfer = "We send an invoice, you transfer the amount. No card, no third party.";
    if !cards {
        return view! {
            <dl class="facts">
                <div class="facts__row">
                    <dt class="facts__term">"Payment"</dt>
                    <dd class="facts__value">{transfer.name()} <p class="muted small">{about_transfer}</p></dd>
                </div>
            </dl>
        }
        .into_any();
    }
    let state = expect_context::<FormState>();
    let chosen = state.typed(Field::Method.name()).unwrap_or_else(|| "bank_transfer".to_owned());
    let id = state.id(Field::Method.name());
    let about_card = "You enter it on the page of the payment provider; nothing is charged before the first invoice.";
    let about_sepa = format!("You give the mandate on the page of the payment provider. {NOTICE_TERMS}");
    let ways = [
        ("bank_transfer", transfer, about_transfer.to_owned()),
        (Means::Card.key(), PaymentMethod::Card, about_card.to_owned()),
        (Means::Sepa.key(), PaymentMethod::Sepa, about_sepa),
    ];
    let ways = ways.into_iter().filter(|(_, method, _)| sepa || *method != PaymentMethod::Sepa);
    let ways = ways.map(|(value, method, text)| {
        view! {
            <label class="radio-card">
                <input class="radio-card__input" type="radio" name=Field::Method.name() value=value checked=value == chosen/>
                <span class="radio-card__title">{method.name()}</span>
                <span class="radio-card__text">{text}</span>
            </label>
        }
    });
    view! {
        <fieldset class="radio-cards request__new" id=id tabindex="-1">
            <legend class="field__label">"Payment"</legend>
            {ways.collect_view()}
        </fieldset>
    }
    .into_any()
}

/// The Billing Contacts that could pay, one of which is chosen already, and a new Company.
#[component]
fn PayerCards(companies: Vec<ClientCompany>) -> impl IntoView {
    let state = expect_context::<FormState>();
    let payers = companies.into_iter().flat_map(|ClientCompany { name, payers }| {
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
