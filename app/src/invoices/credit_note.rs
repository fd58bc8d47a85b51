//! A credit note as it is read and printed: which invoice it corrects and why, what is given back, and what became of that.

use leptos::prelude::*;
use teamwork::rules::{
    invoice::{Correction, CreditNoteView, CreditUse, Document},
    payment::RefundState,
};

use super::document::{Lines, Parties, fact, other};

/// The whole document, without its title.
#[component]
pub fn CreditNotePaper(note: CreditNoteView, archive: Option<String>) -> impl IntoView {
    let CreditNoteView { document, left, uses, .. } = note;
    let archive = archive.as_deref();
    let corrects = document.corrects.clone().map(|corrects| facts_of(&corrects, &document, archive));
    let used = uses.into_iter().map(|one| used(one, archive)).collect_view();
    let left = (left.amount > 0).then(|| fact("Left", format!("{left}, for the next invoice, or to be paid back")));
    let note = document.tax.rule.sentence();
    let legal = document.legal.clone();
    view! {
        <Parties seller=document.seller.clone() buyer=document.buyer.clone()/>
        <dl class="facts">{corrects}{used}{left}</dl>
        <Lines document/>
        {(!note.is_empty()).then(|| view! { <p class="muted">{note}</p> })}
        {(!legal.is_empty()).then(|| view! { <p class="muted small">{legal}</p> })}
    }
}

fn facts_of(corrects: &Correction, document: &Document, archive: Option<&str>) -> impl IntoView + use<> {
    let invoice = (other(&corrects.invoice, archive), format!(" of {}", corrects.issued));
    (
        fact("Number", document.number.to_string()),
        fact("Issued", document.issued.to_string()),
        fact("Corrects invoice", invoice),
        fact("Reason", corrects.reason.clone()),
    )
}

fn used(one: CreditUse, archive: Option<&str>) -> impl IntoView + use<> {
    let on = format!("{} on {}", one.amount, one.at.to_day());
    match one.invoice {
        Some(invoice) => {
            let words = (format!("{on}, against invoice "), other(&invoice, archive));
            fact("Set off", words).into_any()
        }
        None => match one.refund {
            None => fact("Paid back", on).into_any(),
            Some(RefundState::Begun) => fact("Back to the card or account", format!("{on}, on its way")).into_any(),
            Some(RefundState::Done) => fact("Back to the card or account", on).into_any(),
            Some(RefundState::Failed) => fact("Did not arrive", format!("{on}: it is left again")).into_any(),
        },
    }
}
