//! `/operator/credits`: an issued invoice is corrected by a credit note, and what is left of credit notes is paid back.

use leptos::prelude::*;
use teamwork::rules::{
    invoice::{Creditable, CreditableLine, HouseCredit, PayBack},
    money::{Money, write_amount},
    problem::Field,
};

use super::{
    Desk, PasswordAgain,
    api::{self, CreditInvoice, PayCreditBack},
    list::{Next, query},
    surpluses,
};
use crate::{
    form::{Act, Form, FormActions, FormState, Hidden, LastEcho, Submit, TextField, described_by},
    invoices::State,
    parts::{Badge, Load},
    remote::{Remote, remote},
};

/// An invoice by its number, and the credit notes of which something is left.
#[component]
pub fn Credits() -> impl IntoView {
    let (after, number) = (query("after"), query("invoice"));
    let found = remote(|| 0, move || api::OperatorCredits { after: after.clone() });
    let owed = remote(|| 0, || api::OperatorSurpluses {});
    // A form that came back has lost the query, and not what was typed.
    let number =
        Some(number.trim().to_owned()).filter(|number| !number.is_empty()).or_else(came_back).unwrap_or_default();
    let invoice = (!number.is_empty()).then(|| {
        let number = number.clone();
        remote(|| 0, move || api::OperatorCreditable { number: number.clone() })
    });
    let number = StoredValue::new(number);
    view! {
        <Load remote=found what="the credit notes" let:found>
            <Desk title="Credit notes" subtitle="They correct what was issued; the money goes to other invoices, or is paid back." writes=true>
                <Find number=number.get_value()/>
                {invoice.map(one_invoice)}
                <h2 class="card__title">"Not given back yet"</h2>
                {move || if found.with(|found| found.credits.is_empty()) {
                    view! { <p class="muted">"Nothing is left of any credit note."</p> }.into_any()
                } else {
                    let rows = found.get().credits.into_iter().map(row).collect_view();
                    view! { <ul class="rows" role="list">{rows}</ul> }.into_any()
                }}
                <Load remote=owed what="what the bank did not take back" let:owed>{move || surpluses::section(owed.get())}</Load>
                <Next next=found.with_untracked(|found| found.next.clone()) kept=("invoice", String::new())/>
            </Desk>
        </Load>
    }
}

/// The number of the invoice that was to be credited a moment ago, when that failed.
fn came_back() -> Option<String> {
    let echo = use_context::<LastEcho>()?.0.get_value()?;
    echo.failed("credit_invoice")?;
    echo.field("number").map(str::to_owned)
}

#[component]
fn Find(number: String) -> impl IntoView {
    view! {
        <form class="field" method="get" role="search">
            <label class="field__label" for="invoice">"Correct an invoice, by its number"</label>
            <div class="field__row">
                <input class="field__input field__input--short" id="invoice" name="invoice" type="search" value=number autocomplete="off" spellcheck="false" placeholder="W-000042"/>
                <button class="button" type="submit">"Find"</button>
            </div>
        </form>
    }
}

fn one_invoice(found: Remote<Creditable>) -> impl IntoView {
    view! { <Load remote=found what="the invoice" let:found>{correct(found.get_untracked())}</Load> }
}

/// The invoice, with a form for all of it and one for its lines.
fn correct(found: Creditable) -> impl IntoView {
    let Creditable { invoice, charging, lines } = found;
    let (card, buyer) = (invoice.card, invoice.buyer);
    let number = card.number.to_string();
    let [first, second] = [number.clone(), number.clone()];
    let words = match (charging, card.credited == card.total) {
        (true, _) => Some("It is being charged. Look again in a minute; a direct debit takes some days."),
        (_, true) => Some("Everything of it is credited."),
        _ => None,
    };
    let whole = Act::<CreditInvoice>::keyed("whole", true);
    let failed = whole.failure().with_untracked(Option::is_some);
    let forms = words.is_none().then(|| {
        view! {
            <Form act={Act::<CreditInvoice>::keyed("whole", false)}>
                <Hidden name="number" value=first/>
                <Amounts lines/>
                <TextField field=Field::Reason label="Why; its payer reads it" autocomplete="off"/>
                <PasswordAgain/>
                <FormActions><Submit class="">"Credit these amounts"</Submit></FormActions>
            </Form>
            <details open=failed>
                <summary>"Credit all that is left"</summary>
                <Form act=whole>
                    <Hidden name="number" value=second/>
                    <TextField field=Field::Reason label="Why all that is left is credited" autocomplete="off"/>
                    <PasswordAgain/>
                    <FormActions><Submit class="button--danger">"Credit all of it"</Submit></FormActions>
                </Form>
            </details>
        }
    });
    view! {
        <section class="card" aria-labelledby="correct">
            <header class="card__head">
                <h2 class="card__title" id="correct">{format!("Invoice {number} · {buyer}")}</h2>
                <State state=card.state overdue=card.overdue/>
            </header>
            <div class="card__body stack">
                <p>{format!("{} in all, {} credited, {} open.", card.total, card.credited, card.balance)}</p>
                {words.map(|words| view! { <p>{words}</p> })}
                {forms}
            </div>
        </section>
    }
}

/// One field for each line, in their order.
#[component]
fn Amounts(lines: Vec<CreditableLine>) -> impl IntoView {
    let state = expect_context::<FormState>();
    let (id, why) = (state.id(Field::Amount.name()), state.why(Field::Amount));
    let described = described_by(&id, false, why);
    let error_id = format!("{id}-error");
    let error = why.get_untracked().map(|why| {
        view! { <p class="field__error" id=error_id><span class="visually-hidden">"Error: "</span>{why.to_string()}</p> }
    });
    let fields = lines.into_iter().enumerate().map(|(at, CreditableLine { line, left })| {
        let (name, id) = (format!("amounts[{at}]"), if at == 0 { id.clone() } else { format!("{id}-{at}") });
        let label = format!("{}, {}: {} to {}", line.app, line.plan, line.from, line.through);
        let value = state.typed(&name).unwrap_or_default();
        view! {
            <div class="field">
                <label class="field__label" for=id.clone()>{label}</label>
                <p class="field__hint">{format!("Net, at most {} of {}.", write_amount(left), write_amount(line.amount))}</p>
                <input
                    class="field__input field__input--short"
                    id=id
                    name=name
                    type="text"
                    value=value
                    autocomplete="off"
                    aria-invalid=why.get_untracked().map(|_| "true")
                    aria-describedby=described.clone()
                />
                <Hidden name=format!("left[{at}]") value=write_amount(left)/>
            </div>
        }
    });
    view! {
        <div class="stack" role="group" aria-labelledby="amounts">
            <p id="amounts">"How much of which line; nothing of those left empty."</p>
            {error}
            {fields.collect_view()}
        </div>
    }
}

fn row(credit: HouseCredit) -> impl IntoView {
    let HouseCredit { card, buyer, company, to_card, refused } = credit;
    let number = card.number.to_string();
    let part = (card.left != card.total).then(|| format!(" of {}", card.total));
    let of = company.map_or_else(|| " · its Company is gone".to_owned(), |slug| format!(" · {slug}"));
    let about = format!(" left · about {} · issued on {}", card.invoice, card.issued);
    let refused = refused.map(|day| {
        view! { <span class="rows__detail"><Badge kind="danger">"Did not arrive"</Badge> {format!(" A part of it did not arrive on the card or account on {day}; it is left again.")}</span> }
    });
    view! {
        <li class="rows__item">
            <div class="rows__main">
                <span class="rows__title">{number.clone()} " · " {buyer}</span>
                <span class="rows__detail">{card.left.to_string()} {part} {about} {of}</span>
                {refused}
            </div>
            <details class="rows__more">
                <summary>"Pay back" <span class="visually-hidden">" " {number.clone()}</span></summary>
                <div class="stack">
                    <p class="muted">"Else it is set off against the next invoice by itself."</p>
                    <Form act={Act::<PayCreditBack>::keyed("number", &number)}>
                        <Hidden name="left" value=write_amount(card.left.amount)/>
                        <TextField field=Field::Amount label="Amount" hint="Like 29.00; empty for all that is left." autocomplete="off" optional=true class="field__input--short"/>
                        {(to_card.amount > 0).then(|| view! { <Ways to_card/> })}
                        <PasswordAgain/>
                        <FormActions><Submit class="">"Record it"</Submit></FormActions>
                    </Form>
                </div>
            </details>
        </li>
    }
}

/// By which way the money goes back, when a card has paid the invoice.
#[component]
fn Ways(to_card: Money) -> impl IntoView {
    let chosen = expect_context::<FormState>().typed(BY).unwrap_or_default();
    let way = |way: PayBack, name: &'static str, text: String| {
        let is_chosen = way.key() == chosen || chosen.is_empty() && way == PayBack::Transfer;
        view! {
            <label class="radio-card">
                <input class="radio-card__input" type="radio" name=BY value=way.key() checked=is_chosen/>
                <span class="radio-card__title">{name}</span>
                <span class="radio-card__text">{text}</span>
            </label>
        }
    };
    view! {
        <fieldset class="radio-cards">
            <legend class="field__label">"How it goes back"</legend>
            {way(PayBack::Transfer, "I have transferred it", "It is only recorded.".into())}
            {way(PayBack::Card, "Back to the card or account", format!("The payment provider sends at most {to_card}; its payer gets a mail."))}
        </fieldset>
    }
}

/// The name of that field.
const BY: &str = "by";
