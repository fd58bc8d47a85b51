//! `/operator/invoices`: what is owed, and what came in on the account.

use leptos::prelude::*;
use teamwork::rules::{house::Setting, invoice::HouseInvoice, money::write_amount, problem::Field};

use super::{
    Desk, PasswordAgain,
    api::{self, RecordPayment, WriteInvoiceOff},
    list::{Next, query},
};
use crate::{
    form::{Act, Form, FormActions, Hidden, Submit, TextField},
    parts::{Badge, Load, Notice},
    remote::remote,
};

/// The open invoices, the ones due first at the top.
#[component]
pub fn Invoices() -> impl IntoView {
    let after = query("after");
    let found = remote(|| 0, move || api::OperatorInvoices { after: after.clone() });
    view! {
        <Load remote=found what="the invoices" let:found>
            <Desk title="Invoices" subtitle="Those that are open; the ones due first at the top." writes=true>
                {missing(found.with_untracked(|found| found.missing.clone()))}
                {move || if found.with(|found| found.invoices.is_empty()) {
                    view! { <p class="muted">"None is open."</p> }.into_any()
                } else {
                    let rows = found.get().invoices.into_iter().map(row).collect_view();
                    view! { <ul class="rows" role="list">{rows}</ul> }.into_any()
                }}
                <Next next=found.with_untracked(|found| found.next.clone()) kept=("state", "open".to_owned())/>
            </Desk>
        </Load>
    }
}

fn missing(settings: Vec<Setting>) -> Option<impl IntoView> {
    (!settings.is_empty()).then(|| {
        let names = settings.iter().map(|setting| setting.name()).collect::<Vec<_>>().join(", ");
        view! {
            <Notice kind="warning">
                "No invoice is issued before the seller is known; no day is lost meanwhile. Set " {names} " in the "
                <a class="link" href="/operator/settings" rel="external">"settings"</a> "."
            </Notice>
        }
    })
}

fn row(invoice: HouseInvoice) -> impl IntoView {
    let HouseInvoice { card, buyer, company } = invoice;
    let number = card.number.to_string();
    let due = format!("due on {}", card.due);
    let paid = (card.balance != card.total).then(|| format!(" of {}", card.total));
    let of = company.map_or_else(|| " · its Company is gone".to_owned(), |slug| format!(" · {slug}"));
    view! {
        <li class="rows__item">
            <div class="rows__main">
                <span class="rows__title">{number.clone()} " · " {buyer}</span>
                <span class="rows__detail">{card.balance.to_string()} {paid} " open · " {due} {of}</span>
            </div>
            <div class="rows__end">{card.overdue.then(|| view! { <Badge kind="danger">"Overdue"</Badge> })}</div>
            <details class="rows__more">
                <summary>"Settle" <span class="visually-hidden">" " {number.clone()}</span></summary>
                <div class="stack">
                    <Form act={Act::<RecordPayment>::keyed("number", &number)}>
                        <Hidden name="open" value=write_amount(card.balance.amount)/>
                        <TextField field=Field::Amount label="Paid" hint="Like 29.00; empty for all that is open." autocomplete="off" optional=true class="field__input--short"/>
                        <PasswordAgain/>
                        <FormActions><Submit class="">"Record payment"</Submit></FormActions>
                    </Form>
                    <Form act={Act::<WriteInvoiceOff>::keyed("number", &number)}>
                        <TextField field=Field::Reason label="Why nobody waits for it any more" autocomplete="off"/>
                        <PasswordAgain/>
                        <FormActions><Submit class="button--danger">"Write off"</Submit></FormActions>
                    </Form>
                    <p><a class="link" href=format!("/operator/credits?invoice={number}") rel="external">"Correct it by a credit note"</a></p>
                </div>
            </details>
        </li>
    }
}
