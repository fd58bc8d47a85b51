//! An invoice or a credit note as it is read and printed: who, to whom, for which days, the tax, and where the money goes.

use leptos::prelude::*;
use qrcode::{QrCode, render::svg};
use teamwork::rules::{
    invoice::{ArchiveView, Document, InvoiceNumber, InvoiceState, InvoiceView, Line, Party, Payment, SetOff},
    money::write_amount,
    payment::DebitNotice,
};

use super::credit_note::CreditNotePaper;
use crate::parts::Badge;

/// The badge of an invoice: its state, or that it should have been paid.
#[component]
pub fn State(state: InvoiceState, overdue: bool) -> impl IntoView {
    let (kind, words) = match (state, overdue) {
        (_, true) => ("danger", "Overdue"),
        (InvoiceState::Paid, _) => ("ok", state.name()),
        (InvoiceState::Open, _) => ("waiting", state.name()),
        (InvoiceState::Credited, _) => ("plain", state.name()),
        (InvoiceState::WrittenOff, _) => ("off", state.name()),
    };
    view! { <Badge kind>{words}</Badge> }
}

/// Beside the badge of an invoice of which a part was credited.
#[component]
pub fn PartlyCredited() -> impl IntoView {
    view! { <Badge kind="plain">"Partly credited"</Badge> }
}

/// The same document as files, below `base`: for paper and for programs.
#[component]
pub fn Files(base: String) -> impl IntoView {
    view! {
        <a class="button" href=format!("{base}/pdf") rel="external" download="">"PDF"</a>
        <a class="button" href=format!("{base}/xml") rel="external" download="">"E-invoice (XML)"</a>
    }
}

/// The files of one document among many.
#[component]
pub fn FilesOf(base: String, number: String) -> impl IntoView {
    let (pdf, xml) = (format!("PDF of {number}"), format!("E-invoice of {number} (XML)"));
    view! {
        <a class="button button--small" href=format!("{base}/pdf") rel="external" download="" aria-label=pdf>"PDF"</a>
        <a class="button button--small" href=format!("{base}/xml") rel="external" download="" aria-label=xml>"XML"</a>
    }
}

/// The whole document, without its title. `archive` is where the other documents are, for who reads it there.
#[component]
pub fn Paper(view: ArchiveView, #[prop(optional, into)] archive: Option<String>) -> impl IntoView {
    match view {
        ArchiveView::Invoice(invoice) => view! { <InvoicePaper invoice=*invoice archive/> }.into_any(),
        ArchiveView::CreditNote(note) => view! { <CreditNotePaper note=*note archive/> }.into_any(),
    }
}

/// Another document: a link to it, where it can be read.
pub fn other(number: &InvoiceNumber, archive: Option<&str>) -> AnyView {
    let number = number.to_string();
    match archive {
        Some(archive) => {
            let href = format!("{archive}/{number}");
            view! { <a class="link" href=href>{number}</a> }.into_any()
        }
        None => number.into_any(),
    }
}

#[component]
fn InvoicePaper(invoice: InvoiceView, archive: Option<String>) -> impl IntoView {
    let InvoiceView { document, state, balance, credited, overdue, payments, set_off, credit_notes, pays, .. } =
        invoice;
    let facts = [
        ("Number", document.number.to_string()),
        ("Issued", document.issued.to_string()),
        ("Period", format!("{} to {}", document.from, document.through)),
        ("To be paid by", document.due.to_string()),
    ];
    let facts = facts.map(|(term, value)| fact(term, value)).into_iter().collect_view();
    let paid = payments
        .into_iter()
        .map(|Payment { at, amount, returned }| match returned {
            None => fact("Paid", format!("{amount} on {}", at.to_day())),
            Some(back) => {
                fact("Paid and taken back", format!("{amount} on {}, back on {}", at.to_day(), back.to_day()))
            }
        })
        .collect_view();
    let archive = archive.as_deref();
    let set_off = set_off
        .into_iter()
        .map(|part| {
            let words = (format!("{} by credit note ", document.money(part.amount)), other(&part.credit_note, archive));
            fact("Paid", words)
        })
        .collect_view();
    let corrected = credit_notes
        .into_iter()
        .map(|note| {
            let words = (format!("{} on {} by ", note.total, note.issued), other(&note.number, archive));
            fact("Credited", words)
        })
        .collect_view();
    let is_partly_credited = credited.amount > 0 && credited.amount < document.total;
    // What a card pays is not to be transferred too.
    let is_open = state == InvoiceState::Open;
    let pays = pays.filter(|pays| is_open && (pays.charging || pays.on.is_some()));
    let owed = (is_open && pays.is_none()).then_some(balance.amount);
    let charged = pays.map(|pays| {
        let when = pays.on.filter(|_| !pays.charging).map_or_else(|| "now".to_owned(), |on| format!("on {on}"));
        fact("Charged to", format!("{}, {when}", pays.card))
    });
    let debit = document.collection.as_ref().and_then(|collection| collection.debit.as_ref());
    let mandate = debit.filter(|_| charged.is_some()).map(|debit| {
        let DebitNotice { mandate, creditor } = &debit.notice;
        fact("Mandate", format!("{mandate}, of the creditor {creditor}"))
    });
    let note = document.tax.rule.sentence();
    let legal = document.legal.clone();
    view! {
        <Parties seller=document.seller.clone() buyer=document.buyer.clone()/>
        <dl class="facts">
            {facts}
            <div class="facts__row"><dt class="facts__term">"State"</dt><dd class="facts__value"><State state overdue/>{is_partly_credited.then(|| view! { " " <PartlyCredited/> })}</dd></div>
            {charged}
            {mandate}
            {set_off}
            {paid}
            {corrected}
        </dl>
        <Lines document=document.clone()/>
        {(!note.is_empty()).then(|| view! { <p class="muted">{note}</p> })}
        {owed.map(|owed| view! { <Pay document owed/> })}
        {(!legal.is_empty()).then(|| view! { <p class="muted small">{legal}</p> })}
    }
}

/// A word, and what stands for it.
pub fn fact(term: &'static str, value: impl IntoView) -> impl IntoView {
    view! { <div class="facts__row"><dt class="facts__term">{term}</dt><dd class="facts__value">{value}</dd></div> }
}

/// Who sells, and who buys.
#[component]
pub fn Parties(seller: Party, buyer: Party) -> impl IntoView {
    view! {
        <div class="invoice__parties">
            <Address title="From" party=seller/>
            <Address title="To" party=buyer/>
        </div>
    }
}

#[component]
fn Address(title: &'static str, party: Party) -> impl IntoView {
    let lines = party.address().into_iter().map(|line| view! { <br/> {line} }).collect_view();
    let vat = party.vat_number.map(|number| view! { <br/> "VAT number " {number} });
    let email = Some(party.email).filter(|email| !email.is_empty()).map(|email| view! { <br/> {email} });
    let phone = party.phone.map(|phone| view! { <br/> {phone} });
    view! {
        <section>
            <h2 class="invoice__label">{title}</h2>
            <address class="invoice__address"><strong>{party.name}</strong> {lines} {vat} {email} {phone}</address>
        </section>
    }
}

/// The lines of a document, and its sums.
#[component]
pub fn Lines(document: Document) -> impl IntoView {
    let mut sums = vec![
        ("Sum, net".into(), document.net),
        (format!("VAT {}", document.tax.percent()), document.tax.amount),
        (format!("Total in {}", document.currency), document.total),
    ];
    if !document.set_off.is_empty() {
        let paid = |part: &SetOff| (format!("Paid by credit note {}", part.credit_note), -part.amount);
        sums.extend(document.set_off.iter().map(paid));
        sums.push((format!("To be paid in {}", document.currency), document.payable()));
    }
    let label = if document.corrects.is_some() { "What is credited" } else { "What is billed" };
    view! { <LineTable label lines=document.lines sums/> }
}

/// Lines and the sums below them, the last of which counts.
#[component]
pub fn LineTable(label: &'static str, lines: Vec<Line>, sums: Vec<(String, i64)>) -> impl IntoView {
    let last = sums.len().saturating_sub(1);
    let sums = sums.into_iter().enumerate().map(|(at, (words, amount))| {
        let counts = if at == last { " invoice__total" } else { "" };
        view! {
            <tr class="table__row" role="row">
                <th class="table__cell" role="rowheader" scope="row" colspan="3">{words}</th>
                <td class=format!("table__cell table__cell--amount{counts}") role="cell">{write_amount(amount)}</td>
            </tr>
        }
    });
    view! {
        <div class="table-frame" tabindex="0" role="region" aria-label=label>
            <table class="table" role="table" aria-label=label>
                <thead class="table__head" role="rowgroup">
                    <tr class="table__row" role="row">
                        <th class="table__cell" role="columnheader" scope="col">"App and plan"</th>
                        <th class="table__cell" role="columnheader" scope="col">"Days"</th>
                        <th class="table__cell" role="columnheader" scope="col">"A month"</th>
                        <th class="table__cell table__cell--amount" role="columnheader" scope="col">"Net"</th>
                    </tr>
                </thead>
                <tbody class="table__body" role="rowgroup">
                    {lines.into_iter().map(line).collect_view()}
                    {sums.collect_view()}
                </tbody>
            </table>
        </div>
    }
}

fn line(line: Line) -> impl IntoView {
    let Line { app, plan, from, through, days, of_month, price, amount, .. } = line;
    let span = if from == through { from.to_string() } else { format!("{from} to {through}") };
    view! {
        <tr class="table__row" role="row">
            <td class="table__cell" role="cell" data-label="App"><span><strong>{app}</strong> ", " {plan}</span></td>
            <td class="table__cell" role="cell" data-label="Days"><span>{span} <span class="muted small">{format!(" · {days} of {of_month}")}</span></span></td>
            <td class="table__cell" role="cell" data-label="A month">{write_amount(price)}</td>
            <td class="table__cell table__cell--amount" role="cell" data-label="Net">{write_amount(amount)}</td>
        </tr>
    }
}

/// Where the money goes. In euros a banking app reads all of it from a picture.
#[component]
fn Pay(document: Document, owed: i64) -> impl IntoView {
    let bank = document.bank.clone()?;
    let reference = document.number.to_string();
    let picture = document.transfer(owed).and_then(|text| picture(&text)).map(|svg| {
        view! {
            <div class="qr" role="img" aria-label="The transfer as a picture for a banking app" inner_html=svg></div>
        }
    });
    let iban = bank.grouped_iban();
    let rows = [
        ("To", bank.holder),
        ("IBAN", iban),
        ("BIC", bank.bic),
        ("Amount", document.money(owed).to_string()),
        ("Reference", reference),
    ];
    let rows =
        rows.into_iter().filter(|(_, value)| !value.is_empty()).map(|(term, value)| fact(term, value)).collect_view();
    Some(view! {
        <section class="card" aria-labelledby="pay">
            <header class="card__head"><h2 class="card__title" id="pay">"Pay by bank transfer"</h2></header>
            <div class="card__body invoice__pay"><dl class="facts">{rows}</dl>{picture}</div>
        </section>
    })
}

/// The picture of it.
fn picture(text: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(text.as_bytes(), qrcode::EcLevel::M).ok()?;
    Some(
        code.render::<svg::Color<'_>>()
            .min_dimensions(160, 160)
            .build()
            .replace("<?xml version=\"1.0\" standalone=\"yes\"?>", ""),
    )
}
