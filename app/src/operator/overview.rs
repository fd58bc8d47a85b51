//! `/operator`: what waits.

use leptos::prelude::*;
use teamwork::rules::{count::counted, tenant::Waiting};

use super::{Desk, api};
use crate::{parts::Load, remote::remote};

/// Six numbers, each with the way to its list.
#[component]
pub fn Overview() -> impl IntoView {
    let waiting = remote(|| 0, || api::OperatorWaiting {});
    view! {
        <Load remote=waiting what="what waits" let:waiting>
            <Desk title="Operator" subtitle="What waits for you in this house.">{move || numbers(waiting.get())}</Desk>
        </Load>
    }
}

fn numbers(waiting: Waiting) -> impl IntoView {
    let rows = [
        (waiting.failed_mails, "Mails that were given up", "/operator/outbox?state=failed", "See them"),
        (waiting.late_mails, "Mails that should have gone out by now", "/operator/outbox?state=waiting", "See them"),
        (waiting.overdue_invoices, "Invoices that are overdue", "/operator/invoices", "See them"),
        (waiting.doomed, "Billing contacts whose Apps wait to be deleted", "/operator/doomed", "See them"),
        (waiting.recoveries, "Recoveries of ownership that wait", "/operator/recoveries", "Look at them"),
        (waiting.trials_ending, "Trials that end within three days", "/operator/apps?ending=1", "See the Apps"),
    ];
    let rows = rows.map(|(number, words, href, way)| {
        let number = counted(number);
        view! {
            <li class="rows__item">
                <div class="rows__main"><span class="rows__title">{words} ": " {number}</span></div>
                <div class="rows__end"><a class="button button--small" href=href rel="external">{way}<span class="visually-hidden">": " {words}</span></a></div>
            </li>
        }
    });
    view! { <ul class="rows" role="list">{rows.into_iter().collect_view()}</ul> }
}
