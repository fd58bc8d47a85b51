//! While a payment of a Company is overdue, every page of it says so, to whom it concerns.

use leptos::prelude::*;
use teamwork::rules::dunning::{Arrears, CompanyArrears};

use crate::frame::use_frame;

/// What is overdue and where to settle it; for Admins only that something is (S7).
#[component]
pub fn ArrearsBanner(company: Memo<Option<String>>) -> impl IntoView {
    let frame = use_frame();
    let found = Memo::new(move |_| {
        let slug = company.get()?;
        let card = frame.with(|frame| frame.company(&slug).cloned())?;
        card.arrears.map(|arrears| (slug, arrears))
    });
    move || {
        found.get().map(|(slug, CompanyArrears { arrears, contact, owed })| {
            let (kind, head, rest) = words(arrears, owed.map(|owed| owed.to_string()));
            let way = contact.map(|contact| {
                let href = format!("/c/{slug}/billing/{contact}/invoices?tab=open");
                view! {
                    <div class="notice__actions">
                        <a class="button button--small" href=href rel="external">"See the open invoices"</a>
                    </div>
                }
            });
            view! {
                <div class=format!("notice notice--{kind}") role="status">
                    <p class="notice__text"><strong>{head}</strong>" "{rest}</p>
                    {way}
                </div>
            }
        })
    }
}

fn words(arrears: Arrears, owed: Option<String>) -> (&'static str, &'static str, String) {
    let ask = "Ask an Owner or a Billing member.";
    match (arrears, owed) {
        (Arrears::Blocked, Some(owed)) => (
            "danger",
            "Apps are suspended: payment is overdue.",
            format!("They run again as soon as {owed} are paid; nothing is lost until then."),
        ),
        (Arrears::Blocked, None) => ("danger", "Apps are suspended: payment is overdue.", ask.to_owned()),
        (_, Some(owed)) => ("warning", "Payment is overdue.", format!("{owed} are to be paid.")),
        (_, None) => ("warning", "Payment is overdue.", ask.to_owned()),
    }
}
