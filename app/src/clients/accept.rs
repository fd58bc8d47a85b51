//! The one form of the client: who they are, where the invoices go, and the price on the button.

use leptos::prelude::*;
use teamwork::rules::{
    billing::COUNTRIES,
    day::Day,
    money::Money,
    problem::{Conflict, Field},
    request::{AcceptForm, Client, ClientCompany, RequestView, SellerTax, agreement, in_company},
};

use super::api::AcceptRequest;
use crate::{
    billing::Method,
    form::{Act, Form, FormActions, FormState, Hidden, LastEcho, PROOF_OF, Select, Submit, TextField},
};

/// The one form: who you are, where the invoices go, and the price on the button. It begins with what was `typed` before.
#[component]
pub fn Accept(
    request: RequestView,
    secret: String,
    typed: AcceptForm,
    #[prop(optional)] asks_code: bool,
) -> impl IntoView {
    // Where the client is they say in this very form, so the button names what is certain.
    let any = if request.vat.adds_any() { " plus any VAT" } else { "" };
    let label = format!("Accept and pay {} per month{any}", request.offer.total);
    let (vat, net, from) = (request.vat.clone(), request.offer.total.clone(), request.offer.from);
    let companies = match &request.reader {
        Client::Invited { companies, .. } => companies.clone(),
        _ => Vec::new(),
    };
    let is_new = matches!(request.reader, Client::New { .. });
    let terms = agreement(&request.terms);
    let (full_name, method) = (typed.full_name.clone(), typed.method.clone());
    let guessed = request.company.unwrap_or_default();
    let email = request.email.clone();
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
                    {is_new.then(|| view! { <TextField field=Field::FullName autocomplete="name" value=full_name/> })}
                    {(!companies.is_empty()).then(|| view! { <PayerCards companies typed=typed.clone()/> })}
                    <NewCompany typed=typed.clone() guessed/>
                    <WithTax vat net from typed/>
                    <div class="request__new"><Method cards=request.cards sepa=request.sepa method/></div>
                    <FormActions><Submit class="button--primary button--wide">{label}</Submit></FormActions>
                    <p class="muted small">{terms}</p>
                    {asks_code.then(|| view! { <AnotherCode email/> })}
                </Form>
            </div>
        </section>
    }
}

/// The code that proves the address to who came with a copied link.
#[component]
pub fn MailedCode() -> impl IntoView {
    view! { <TextField field=Field::Code autocomplete="one-time-code" hint="Six digits, out of the mail we sent." class="field__input--code"/> }
}

fn first_of(typed: String, otherwise: String) -> String {
    if typed.is_empty() { otherwise } else { typed }
}

/// Where the invoices go: of a new Company, or a new Billing Contact. Hidden by the style while one that is there already is
/// chosen.
#[component]
fn NewCompany(typed: AcceptForm, guessed: String) -> impl IntoView {
    let countries = std::iter::once(("", "Choose a country")).chain(COUNTRIES.iter().copied()).collect::<Vec<_>>();
    view! {
        <div class="stack request__new">
            <TextField field=Field::CompanyName label="Company, or your own name" autocomplete="organization" value=first_of(typed.company, guessed)/>
            <Select field=Field::Country options=countries value=typed.country autocomplete="country"/>
            <TextField field=Field::Street autocomplete="address-line1" value=typed.street/>
            <div class="field-pair">
                <TextField field=Field::PostalCode autocomplete="postal-code" value=typed.postal_code class="field__input--short"/>
                <TextField field=Field::City autocomplete="address-level2" value=typed.city/>
            </div>
            <TextField field=Field::VatNumber value=typed.vat_number autocomplete="off" optional=true hint="With its country letters, like DE123456788." class="field__input--code"/>
        </div>
    }
}

/// What it comes to where the new Company is, as soon as that was said.
#[component]
fn WithTax(vat: SellerTax, net: Money, from: Day, typed: AcceptForm) -> impl IntoView {
    let state = expect_context::<FormState>();
    let country = state.typed(Field::Country.name()).unwrap_or(typed.country);
    let number = state.typed(Field::VatNumber.name()).unwrap_or(typed.vat_number);
    let has_vat_number = !number.trim().is_empty() && state.why(Field::VatNumber).get_untracked().is_none();
    let gross = vat.gross(&net, &country, has_vat_number, from);
    gross.map(|gross| view! { <p class="request__new">{format!("A month costs {gross}.")}</p> })
}

/// One card to choose: its value, name and words, and why it cannot be chosen.
struct PayerChoice {
    value: String,
    name: String,
    text: String,
    refusal: Option<String>,
}

/// The Billing Contacts of a Company, and a new one there.
fn choices_in(company: ClientCompany) -> impl Iterator<Item = PayerChoice> {
    let ClientCompany { slug, name, suspended, payers } = company;
    let suspended = suspended.then(|| Conflict::CompanySuspended.to_string());
    let new = PayerChoice {
        value: in_company(&slug),
        name: format!("A new billing contact in {name}"),
        text: "You set it up here, with an address of its own.".into(),
        refusal: suspended.clone(),
    };
    let payers = payers.into_iter().map(move |payer| {
        let costs = payer.price.filter(|_| payer.refusal.is_none()).map(|price| format!(" A month costs {price}."));
        PayerChoice {
            value: payer.id.to_string(),
            name: name.clone(),
            text: format!("Paid by {}, in {}.{}", payer.name, payer.currency, costs.unwrap_or_default()),
            refusal: suspended.clone().or_else(|| payer.refusal.map(|refusal| refusal.name().to_owned())),
        }
    });
    payers.chain([new])
}

/// Who could pay, one of which is chosen already: a Billing Contact, a new one in a Company that is there, or a new
/// Company. What cannot be chosen says why.
#[component]
fn PayerCards(companies: Vec<ClientCompany>, typed: AcceptForm) -> impl IntoView {
    let state = expect_context::<FormState>();
    let new = PayerChoice {
        value: String::new(),
        name: "A new company".into(),
        text: "You set it up here, with its address.".into(),
        refusal: None,
    };
    let cards: Vec<_> = companies.into_iter().flat_map(choices_in).chain([new]).collect();
    let was_here = typed != AcceptForm::default();
    let chosen = match (state.typed(Field::Payer.name()), state.was_typed() || was_here) {
        (Some(typed), _) => typed,
        (None, true) => typed.payer,
        (None, false) => {
            cards.iter().find(|card| card.refusal.is_none()).map(|card| card.value.clone()).unwrap_or_default()
        }
    };
    let why = state.why(Field::Payer);
    let id = state.id(Field::Payer.name());
    let error_id = format!("{id}-error");
    let error = why.get_untracked().map(|why| {
        view! { <p class="field__error" id=error_id><span class="visually-hidden">"Error: "</span>{why.to_string()}</p> }
    });
    let cards = cards.into_iter().map(|PayerChoice { value, name, text, refusal }| {
        let (checked, disabled) = (value == chosen, refusal.is_some());
        view! {
            <label class="radio-card">
                <input class="radio-card__input" type="radio" name=Field::Payer.name() value=value checked=checked disabled=disabled/>
                <span class="radio-card__title">{name}</span>
                <span class="radio-card__text">{text}</span>
                {refusal.map(|why| view! { <span class="radio-card__reason">{why}</span> })}
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

/// A button that sends the form to the act which has another code mailed: the page comes back with all that was typed.
/// Behind the other one, which is the one that Enter presses.
#[component]
fn AnotherCode(email: String) -> impl IntoView {
    let id = expect_context::<FormState>().id(PROOF_OF);
    let echo = use_context::<LastEcho>().and_then(|last| last.0.get_value());
    let was_mailed = echo.is_some_and(|echo| echo.succeeded("ask_request_code") && echo.field(PROOF_OF) == Some(&id));
    let words = match was_mailed {
        true => format!("We mailed another code to {email}. An earlier one no longer works."),
        false => "No code in your mail, or too old?".to_owned(),
    };
    view! {
        <div class="inline-form">
            <Hidden name=PROOF_OF value=id/>
            <span class="muted small" role=was_mailed.then_some("status")>{words}</span>
            <button class="button button--small" type="submit" formaction="?/ask_request_code">"Mail me another code"</button>
        </div>
    }
}
