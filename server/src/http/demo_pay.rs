//! The page of the demo's payment provider. Outside of the demo it does not exist.

use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use teamwork::rules::payment::Means;

use super::House;
use crate::{
    html::{blank_page, escape, page},
    payments::{
        Provider, Simulator,
        simulator::{Behaviour, Chosen},
    },
};

/// What was chosen.
#[derive(Deserialize)]
pub struct Choice {
    bank: String,
    #[serde(default)]
    agreed: String,
}

/// `GET /demo/pay/{reference}`: what shall the bank do?
pub async fn show(State(house): State<House>, Path(reference): Path<String>) -> Response {
    match simulator(&house).and_then(|simulator| simulator.page(&reference)) {
        Some(page) => form(StatusCode::OK, &page, ""),
        None => unknown(),
    }
}

/// `POST /demo/pay/{reference}`: it does that.
pub async fn choose(State(house): State<House>, Path(reference): Path<String>, Form(choice): Form<Choice>) -> Response {
    let Some(simulator) = simulator(&house) else { return unknown() };
    let Some(page) = simulator.page(&reference) else { return unknown() };
    let Some(bank) = Behaviour::read(page.0, &choice.bank) else { return unknown() };
    match simulator.choose(&reference, bank, choice.agreed == "yes", house.warren.now()) {
        Chosen::Back(back) => Redirect::to(&back).into_response(),
        Chosen::Asks => asks(&page.1),
        Chosen::Declined => {
            let words =
                "<p class=\"notice notice--danger\" role=\"alert\">The bank did not agree. Choose something else.</p>";
            form(StatusCode::UNPROCESSABLE_ENTITY, &page, words)
        }
        Chosen::Unknown => unknown(),
    }
}

fn simulator(house: &House) -> Option<&Simulator> {
    match &house.provider {
        Provider::Simulator(simulator) => Some(simulator),
        Provider::Stripe | Provider::None => None,
    }
}

fn form(status: StatusCode, (means, left): &(Means, String), words: &str) -> Response {
    let (article, what) = match means {
        Means::Card => ("a", "card"),
        Means::Sepa => ("an", "account"),
    };
    let choices: String = Behaviour::of(*means)
        .iter()
        .enumerate()
        .map(|(place, bank)| {
            let checked = if place == 0 { " checked" } else { "" };
            format!(
                "<label class=\"radio-card\"><input class=\"radio-card__input\" type=\"radio\" name=\"bank\" value=\"{}\"{checked}>\
                 <span class=\"radio-card__title\">{}</span></label>",
                bank.key(),
                bank.name()
            )
        })
        .collect();
    let body = format!(
        "{words}<p class=\"muted\">In the demo no {what} is entered and nothing is charged. Choose what the bank does.</p>\
         <form method=\"post\" class=\"stack\"><fieldset class=\"radio-cards\"><legend class=\"field__label\">Your {what}</legend>{choices}</fieldset>\
         <p><button class=\"button button--primary button--wide\" type=\"submit\">Save this {what}</button></p></form>\
         <p><a class=\"link\" href=\"{}\">Back without {article} {what}</a></p>",
        escape(left)
    );
    framed(status, "Payment provider of the demo", &body)
}

fn asks(left: &str) -> Response {
    let body = format!(
        "<p>Your bank asks: do you want this Warren to keep your card?</p>\
         <form method=\"post\"><input type=\"hidden\" name=\"bank\" value=\"{}\">\
         <input type=\"hidden\" name=\"agreed\" value=\"yes\">\
         <div class=\"form-actions\"><button class=\"button button--primary\" type=\"submit\">Yes, it is me</button>\
         <a class=\"button button--quiet\" href=\"{}\">No</a></div></form>",
        Behaviour::Asks.key(),
        escape(left)
    );
    framed(StatusCode::OK, "Your bank", &body)
}

fn unknown() -> Response {
    let page = blank_page("This payment page is closed", "Go back to where you came from, and begin again there.");
    (StatusCode::NOT_FOUND, Html(page)).into_response()
}

fn framed(status: StatusCode, title: &str, body: &str) -> Response {
    let body = format!(
        "<div class=\"public\"><header class=\"public__head\"><span class=\"badge\">Demo</span></header>\
         <main class=\"public__main stack stack--wide\" id=\"main\"><header class=\"page-head\">\
         <h1 class=\"page-head__title\">{title}</h1></header>{body}</main></div>"
    );
    (status, Html(page(title, &body))).into_response()
}
