//! What the card of an invoice does, the way to have it do that now, and what came of it.

use leptos::prelude::*;
use teamwork::rules::{
    invoice::{InvoiceState, InvoiceView, PaidNow, PayingCard},
    payment::LEAST_CHARGE,
    problem::Conflict,
};

use super::api::PayInvoiceNow;
use crate::{
    form::{Act, Form, Hidden, Submit},
    parts::Notice,
};

/// What came of it, above the invoice.
#[component]
pub fn PaidNotice(pay: Act<PayInvoiceNow>) -> impl IntoView {
    let done = pay.done();
    move || {
        done.get().map(|PaidNow { state, declined, debit_on }| {
            let (kind, words) = match (state, declined, debit_on) {
                (InvoiceState::Open, _, Some(on)) => ("", format!("The account is debited on {on}; a mail says so too.")),
                (InvoiceState::Open, Some(why), None) => {
                    ("danger", format!("Nothing was charged, because {}.", why.because()))
                }
                (InvoiceState::Open, None, None) => (
                    "",
                    "The bank has not decided yet. Load this page again in a minute; with a direct debit some days pass."
                        .to_owned(),
                ),
                (InvoiceState::Paid, ..) => ("success", "The invoice is paid. Thank you.".to_owned()),
                (InvoiceState::Credited | InvoiceState::WrittenOff, ..) => {
                    ("success", "Nothing is to be paid any more.".to_owned())
                }
            };
            view! { <Notice kind>{words}</Notice> }
        })
    }
}

/// What the card does, and the way to have it do that now. One that would only fail again is entered anew instead.
#[component]
pub fn PayNow(pay: Act<PayInvoiceNow>, slug: String, invoice: InvoiceView) -> impl IntoView {
    let pays = invoice.pays.filter(|_| invoice.state == InvoiceState::Open)?;
    let wants_another = pays.declined.is_some_and(|why| why.wants_another());
    let another = invoice.contact.filter(|_| !pays.charging).map(|contact| {
        let href = format!("/c/{slug}/billing/{contact}#pays-by");
        if wants_another {
            view! { <a class="button button--primary" href=href>"Enter a card or an account"</a> }.into_any()
        } else {
            view! { <a class="link" href=href>"Enter another card or account"</a> }.into_any()
        }
    });
    let is_little = !pays.charging && invoice.balance.amount < LEAST_CHARGE;
    let another = another.filter(|_| !is_little);
    let now = (!pays.charging && !wants_another && !is_little).then(|| {
        view! {
            <Form act=pay compact=true>
                <Hidden name="slug" value=slug/>
                <Hidden name="number" value=invoice.document.number.to_string()/>
                <Submit>{format!("Pay {} now", invoice.balance)}</Submit>
            </Form>
        }
    });
    Some(view! {
        <section class="card no-print" aria-label="How it is charged">
            <div class="card__body stack">
                <p>{if is_little { Conflict::TooLittle.to_string() } else { words(&pays) }}</p>
                <div class="cluster">{now}{another}</div>
            </div>
        </section>
    })
}

fn words(pays: &PayingCard) -> String {
    let PayingCard { card, on, charging, declined } = pays;
    if *charging {
        return format!(
            "{card} is being charged. Load this page again in a minute; until a bank has decided a direct debit, some days \
             pass."
        );
    }
    match (declined, on) {
        (Some(why), _) if why.wants_another() => format!(
            "{card} did not pay, because {}. What is open is charged to the next one that is entered.",
            why.because()
        ),
        (Some(why), Some(on)) => format!("{card} did not pay, because {}. It is charged again on {on}.", why.because()),
        (Some(why), None) => format!(
            "{card} did not pay, because {}. It is not charged again by itself. Pay now, enter another card or account, or \
             transfer the amount.",
            why.because()
        ),
        (None, Some(on)) => format!("{card} is charged on {on}."),
        (None, None) => {
            format!("{card} is not charged by itself. Pay now, enter another card or account, or transfer the amount.")
        }
    }
}
