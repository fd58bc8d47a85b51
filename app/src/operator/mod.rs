//! The pages of the operator. All of them are still: they are opened seldom, and by few.

pub mod api;
mod companies;
mod company;
mod credits;
mod doomed;
mod invoices;
mod list;
mod newsletters;
mod outbox;
mod overview;
mod plans;
mod recoveries;
mod settings;
mod stop;
mod surpluses;
pub mod webhooks;

use leptos::prelude::*;
use leptos_router::hooks::use_location;

pub use self::{
    companies::{Apps, Companies},
    company::OneCompany,
    credits::Credits,
    doomed::Doomed,
    invoices::Invoices,
    newsletters::{Newsletters, OneNewsletter},
    outbox::Outbox,
    overview::Overview,
    plans::Plans,
    recoveries::Recoveries,
    settings::Settings,
    stop::StopPage,
    webhooks::{OneWebhook, Webhooks},
};
use crate::{
    form::{FormState, LastEcho},
    frame::use_frame,
    parts::{Notice, PageHead},
    profile::proof::{Proof, ProofFields},
};

const ROOMS: [(&str, &str); 12] = [
    ("/operator", "Overview"),
    ("/operator/companies", "Companies"),
    ("/operator/apps", "Apps"),
    ("/operator/invoices", "Invoices"),
    ("/operator/credits", "Credit notes"),
    ("/operator/doomed", "Non-payment"),
    ("/operator/recoveries", "Recoveries"),
    ("/operator/outbox", "Outbox"),
    ("/operator/newsletters", "Newsletters"),
    ("/operator/webhooks", "Webhooks"),
    ("/operator/plans", "Prices"),
    ("/operator/settings", "Settings"),
];

/// What is said when an act was done.
const DONE: [(&str, &str); 23] = [
    ("suspend_company", "The Company is suspended. Its people get a mail with the reason."),
    ("resume_company", "The Company runs again."),
    ("suspend_app", "The App is paused."),
    ("resume_app", "The App runs again."),
    ("delete_app_of_house", "The App is deleted. Its people get a mail with the reason."),
    ("extend_trial", "The trial has more days now."),
    ("record_payment", "The payment is recorded."),
    ("write_invoice_off", "The invoice is written off."),
    ("credit_invoice", "The credit note is issued. Everybody who gets the invoices gets it by mail."),
    ("pay_credit_back", "It is recorded. What goes back to a card is on its way."),
    ("settle_surplus", "It is recorded that the money was paid back."),
    (
        "delete_for_non_payment",
        "The Apps are deleted. Their people get a mail with the reason; what is owed stays open.",
    ),
    ("request_recovery", "The recovery was requested. The mails about it are on their way."),
    ("complete_recovery", "The recovery is complete."),
    ("call_off_recovery", "The recovery was stopped."),
    ("retry_mail", "The mail is tried again now."),
    ("change_newsletter", "The draft was saved."),
    ("send_newsletter", "The newsletter goes out within the next minutes."),
    ("change_webhook", "The webhook was saved."),
    ("turn_webhook", "Done: its state stands below."),
    ("test_webhook", "The test is on its way. Reload this page to see how it went."),
    ("send_delivery_again", "It is on its way again. Reload this page to see how it went."),
    ("send_failed_again", "What has failed is on its way again."),
];

/// What stands around every page of the operator. It is shown with what was fetched, so whoever is not the operator sees
/// nothing of it.
#[component]
fn Desk(
    #[prop(into)] title: Signal<String>,
    #[prop(into)] subtitle: Signal<String>,
    /// Whether something is changed here, which takes a fresh password.
    #[prop(optional)]
    writes: bool,
    children: Children,
) -> impl IntoView {
    let (frame, path) = (use_frame(), use_location().pathname.get_untracked());
    let rooms = ROOMS.map(|(href, words)| {
        let here = if href == "/operator" { path == href } else { path.starts_with(href) };
        view! { <a class="tabs__item" href=href rel="external" aria-current=here.then_some("page")>{words}</a> }
    });
    let echo = use_context::<LastEcho>().and_then(|last| last.0.get_value());
    // A form that came back asks for the password itself.
    let came_back = echo.as_ref().is_some_and(|echo| echo.outcome.is_err() && !is_one_press(&echo.function));
    let stale = Signal::derive(move || writes && !came_back && frame.with(|frame| !frame.me.fresh));
    let done = DONE.into_iter().find(|(function, _)| echo.as_ref().is_some_and(|echo| echo.succeeded(function)));
    view! {
        <nav class="tabs" aria-label="Operator">{rooms.into_iter().collect_view()}</nav>
        <PageHead title subtitle/>
        <Proof when=stale/>
        {done.map(|(_, words)| view! { <Notice kind="success">{words}</Notice> })}
        {children()}
    }
}

/// Acts without anything to type: they lose nothing while the password is asked for above them.
fn is_one_press(function: &str) -> bool {
    matches!(
        function,
        "reauthenticate"
            | "complete_recovery"
            | "call_off_recovery"
            | "settle_surplus"
            | "retry_mail"
            | "turn_webhook"
            | "test_webhook"
            | "send_delivery_again"
    )
}

/// The password, in a form that came back without one: what was typed stays.
#[component]
fn PasswordAgain() -> impl IntoView {
    expect_context::<FormState>().was_typed().then(|| view! { <ProofFields/> })
}
