//! `/c/{slug}/billing/{contact}/invoices` and `/c/{slug}/invoices/{number}`: the archive, and one document of it.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use teamwork::rules::{
    id::BillingContactId,
    invoice::{ArchiveCard, ArchiveView, CreditNoteCard, InvoiceCard, InvoicePage as Page, InvoiceTab, RunningInvoice},
    problem::{Problem, Thing},
};

use super::{
    api::{self, PayInvoiceNow},
    document::{Files, FilesOf, LineTable, Paper, PartlyCredited, State},
    pay_now::{PaidNotice, PayNow},
};
use crate::{
    form::Act,
    frame::company_slug,
    parts::{Badge, Blankslate, Load, PageHead, ProblemView},
    remote::remote,
};

/// The archive of one Billing Contact.
#[component]
pub fn Invoices() -> impl IntoView {
    let (slug, contact) = (company_slug(), param("contact"));
    let Ok(contact) = contact.parse::<BillingContactId>() else {
        return view! { <ProblemView failure=Problem::NotFound(Thing::BillingContact).into()/> }.into_any();
    };
    let query = |name: &str| use_query_map().with_untracked(|query| query.get(name)).unwrap_or_default();
    let (tab, year, after) = (query("tab"), query("year"), query("after"));
    let fetch = (slug.clone(), tab.clone(), year.clone(), after);
    let page = remote(
        || 0,
        move || {
            let (slug, tab, year, after) = fetch.clone();
            api::Invoices { slug, contact, tab, year, after }
        },
    );
    let tab: InvoiceTab = tab.parse().unwrap_or_default();
    let show = move |page: Page| show(page, &slug, contact, tab, &year);
    view! { <Load remote=page what="the invoices" let:page>{show.clone()(page.get_untracked())}</Load> }.into_any()
}

fn show(page: Page, slug: &str, contact: BillingContactId, tab: InvoiceTab, year: &str) -> impl IntoView + use<> {
    let Page { contact: name, documents, years, running, next } = page;
    let billing = format!("/c/{slug}/billing");
    let base = format!("{billing}/{contact}/invoices");
    let tabs = InvoiceTab::ALL.map(|known| {
        let href = format!("{base}?tab={}&year={year}", known.key());
        view! { <a class="tabs__item" href=href aria-current=(known == tab).then_some("page")>{known.name()}</a> }
    });
    let taken = years.iter().find(|known| known.to_string() == year).or(years.first());
    let download = taken.map(|known| {
        let base = format!("{base}/{known}");
        view! {
            <p class="cluster">
                <a class="button" href=format!("{base}/zip") rel="external" download="">{format!("Download {known}")}</a>
                <a class="link" href=format!("{base}/csv") rel="external" download="">{format!("Table of {known} (CSV)")}</a>
            </p>
        }
    });
    let every = (!years.is_empty()).then(|| {
        let all = view! { <a class="link" href=format!("{base}?tab={}", tab.key()) aria-current=year.is_empty().then_some("page")>"All years"</a> };
        let of = years.into_iter().map(|known| {
            let (words, href) = (known.to_string(), format!("{base}?tab={}&year={known}", tab.key()));
            let here = (words == year).then_some("page");
            view! { <a class="link" href=href aria-current=here>{words}</a> }
        });
        view! { <nav class="cluster" aria-label="Years">{all}{of.collect_view()}</nav> }
    });
    let older = next.map(|next| {
        let href = format!("{base}?tab={}&year={year}&after={next}", tab.key());
        view! { <p><a class="button" href=href rel="next">"Older invoices"</a></p> }
    });
    let list = if documents.is_empty() {
        view! { <Blankslate title="No invoices here" text="An invoice is issued on the first of a month, for the days that have passed."/> }
            .into_any()
    } else {
        let slug = slug.to_owned();
        let row = |document| match document {
            ArchiveCard::Invoice(invoice) => row(invoice, &slug).into_any(),
            ArchiveCard::CreditNote(note) => credit_row(note, &slug).into_any(),
        };
        let rows = documents.into_iter().map(row).collect_view();
        view! { <ul class="rows" role="list">{rows}</ul> }.into_any()
    };
    view! {
        <PageHead title="Invoices" subtitle=format!("Of {name}.")>
            <a class="button button--quiet" href=billing>"Billing"</a>
        </PageHead>
        <Running running/>
        <nav class="tabs" aria-label="Invoices">{tabs.into_iter().collect_view()}</nav>
        {every}
        {list}
        {older}
        {download}
    }
}

fn row(invoice: InvoiceCard, slug: &str) -> impl IntoView + use<> {
    let InvoiceCard { number, issued, from, through, total, balance, credited, state, overdue, due, apps } = invoice;
    let href = format!("/c/{slug}/invoices/{number}");
    let open = (balance.amount > 0 && balance.amount < total.amount).then(|| format!(" · {balance} open"));
    let is_partly_credited = credited.amount > 0 && credited.amount < total.amount;
    view! {
        <li class="rows__item">
            <div class="rows__main">
                <a class="rows__title" href=href.clone()>{number.to_string()}</a>
                <span class="rows__detail">{apps.join(", ")}</span>
                <span class="rows__detail">{format!("{from} to {through} · issued on {issued} · due on {due}")} {open}</span>
            </div>
            <div class="rows__end"><FilesOf base=href number=number.to_string()/><span class="invoice__amount">{total.to_string()}</span>{is_partly_credited.then(|| view! { <PartlyCredited/> })}<State state overdue/></div>
        </li>
    }
}

fn credit_row(note: CreditNoteCard, slug: &str) -> impl IntoView + use<> {
    let CreditNoteCard { number, issued, invoice, total, left } = note;
    let href = format!("/c/{slug}/invoices/{number}");
    let waits = (left.amount > 0).then(|| format!(" · {left} left for the next invoice"));
    view! {
        <li class="rows__item">
            <div class="rows__main">
                <a class="rows__title" href=href.clone()>{number.to_string()}</a>
                <span class="rows__detail">{format!("Corrects invoice {invoice} · issued on {issued}")} {waits}</span>
            </div>
            <div class="rows__end"><FilesOf base=href number=number.to_string()/><span class="invoice__amount">{format!("−{total}")}</span><Badge kind="plain">"Credit note"</Badge></div>
        </li>
    }
}

/// What the next invoice has come to so far.
#[component]
fn Running(running: RunningInvoice) -> impl IntoView {
    let RunningInvoice { lines, net, issues_on } = running;
    let words = match lines.is_empty() {
        true => "Nothing so far.".to_owned(),
        false => format!("{net} net so far. The invoice is issued on {issues_on}."),
    };
    let table = (!lines.is_empty()).then(|| {
        let sums = vec![("Sum, net".into(), net.amount)];
        view! {
            <details>
                <summary>"For which Apps and days"</summary>
                <LineTable label="The running invoice" lines sums/>
            </details>
        }
    });
    view! {
        <section class="card" aria-labelledby="running">
            <header class="card__head"><h2 class="card__title" id="running">"Running"</h2></header>
            <div class="card__body stack"><p>{words}</p>{table}</div>
        </section>
    }
}

/// One invoice, or one credit note.
#[component]
pub fn InvoicePage() -> impl IntoView {
    let (slug, number) = (company_slug(), param("number"));
    let (pays, pay) = (slug.clone(), Act::<PayInvoiceNow>::new());
    let fetch = (slug.clone(), number);
    let invoice = remote(
        || 0,
        move || {
            let (slug, number) = fetch.clone();
            api::Invoice { slug, number }
        },
    );
    view! {
        <Load remote=invoice what="the invoice" let:invoice>
            {
                let view = invoice.get_untracked();
                let archive = format!("/c/{slug}/invoices");
                let base = format!("{archive}/{}", view.document().number);
                let all = view.contact().map(|contact| {
                    let href = format!("/c/{slug}/billing/{contact}/invoices");
                    view! { <a class="button button--quiet" href=href>"All invoices"</a> }
                });
                let now = match &view {
                    ArchiveView::Invoice(invoice) => {
                        Some(view! { <PayNow pay slug=pays.clone() invoice=invoice.as_ref().clone()/> })
                    }
                    ArchiveView::CreditNote(_) => None,
                };
                view! {
                    <PageHead title=view.document().title()>
                        {all}
                        <Files base/>
                    </PageHead>
                    <PaidNotice pay/>
                    {now}
                    <Paper view archive/>
                }
            }
        </Load>
    }
}

fn param(name: &str) -> String {
    use_params_map().with_untracked(|params| params.get(name)).unwrap_or_default()
}
