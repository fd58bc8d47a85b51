//! `/c/{slug}/requests` and `/requests`: the payment requests of a Company, and those of one person, open and ended, newest
//! first.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use teamwork::rules::request::{RequestCard, RequestPage, RequestState, SentPage, SentRequest};

use super::{all_of, api, deadline, sent::Standing};
use crate::{
    frame::company_slug,
    live::Follow,
    parts::{Blankslate, Day, Load, PageHead, Until},
    remote::remote,
};

/// What a Company sent.
#[component]
pub fn ClientRequests() -> impl IntoView {
    let (slug, after) = (company_slug(), after());
    let further = !after.is_empty();
    let of = slug.clone();
    let page = remote(|| 0, move || api::Requests { slug: of.clone(), after: after.clone() });
    let list = move |page: RequestPage| {
        let requests = page.requests.into_iter().map(|request| (format!("/c/{slug}/apps"), None, request)).collect();
        list(&format!("/c/{slug}/requests"), requests, page.next, further, format!("/c/{slug}/apps"))
    };
    view! {
        <PageHead title="Client requests" subtitle="Who was asked to take over which App, and what became of it."/>
        <Load remote=page what="the requests" let:page>{list.clone()(page.get_untracked())}</Load>
        {(!further).then(|| view! { <Follow slug=company_slug() news=String::new()/> })}
    }
}

/// What I sent myself, for trials of my own and for Companies.
#[component]
pub fn SentRequests() -> impl IntoView {
    let after = after();
    let further = !after.is_empty();
    let page = remote(|| 0, move || api::SentRequests { after: after.clone() });
    let list = move |page: SentPage| {
        let row = |sent: SentRequest| {
            let apps = sent.slug.map_or_else(|| "/apps".to_owned(), |slug| format!("/c/{slug}/apps"));
            (apps, sent.company, sent.request)
        };
        list("/requests", page.requests.into_iter().map(row).collect(), page.next, further, "/".to_owned())
    };
    view! {
        <PageHead title="Requests you sent" subtitle="Whom you asked to take over which App, and what became of it."/>
        <Load remote=page what="your requests" let:page>{list(page.get_untracked())}</Load>
        {(!further).then(|| view! { <Follow slug=String::new() news=String::new()/> })}
    }
}

fn after() -> String {
    use_query_map().with_untracked(|query| query.get("after")).unwrap_or_default()
}

/// One page. Each request comes with the address of the Apps it was about, and with the Company if that is to be read.
fn list(
    base: &str,
    requests: Vec<(String, Option<String>, RequestCard)>,
    next: Option<String>,
    further: bool,
    apps: String,
) -> AnyView {
    if requests.is_empty() && next.is_none() && !further {
        return view! {
            <div id="requests" data-follow="">
                <Blankslate title="No requests yet" text="Open an App and choose “Invite a client”: your client takes it over and pays for it.">
                    <a class="button button--primary" href=apps>"Go to the Apps"</a>
                </Blankslate>
            </div>
        }
        .into_any();
    }
    let newest = further.then(|| view! { <a class="button" href=base.to_owned()>"Newest requests"</a> });
    let older = next
        .map(|next| view! { <a class="button" href=format!("{base}?after={next}") rel="next">"Older requests"</a> });
    let pages = (newest.is_some() || older.is_some())
        .then(|| view! { <nav class="cluster" aria-label="Pages of the requests">{newest}{older}</nav> });
    let rows = requests
        .into_iter()
        .map(|(apps, company, request)| view! { <Row request company=company.unwrap_or_default() apps/> })
        .collect_view();
    view! { <div id="requests" data-follow=""><ul class="rows" role="list">{rows}</ul></div> {pages} }.into_any()
}

#[component]
fn Row(request: RequestCard, company: String, apps: String) -> impl IntoView {
    let names = all_of(&request.apps);
    // What was handed over says at its old address where it is.
    let leads = request.state.is_open() || request.state == RequestState::Completed;
    let title = match request.apps.first().filter(|_| leads) {
        Some(app) => view! { <a class="rows__title" href=format!("{apps}/{app}/client")>{names}</a> }.into_any(),
        None => view! { <span class="rows__title">{names}</span> }.into_any(),
    };
    let from = if company.is_empty() { request.sender.clone() } else { company };
    let when = match (request.ended_at, deadline::held(request.held_until)) {
        (Some(at), _) => view! { " · ended on " <Day at/> }.into_any(),
        (None, _) if request.frozen => ().into_any(),
        (None, Some(held)) => view! { " · " {held} }.into_any(),
        (None, None) => view! { " · expires " <Until at=request.expires_at/> }.into_any(),
    };
    let terms = request
        .terms
        .clone()
        .map(|terms| view! { <span class="rows__detail">"Agreed to the terms of service: " {terms}</span> });
    let reason = request.reason.clone().map(|reason| view! { <span class="rows__detail">"“" {reason} "”"</span> });
    view! {
        <li class="rows__item">
            <div class="rows__main">
                {title}
                <span class="rows__detail">
                    "To " {request.email.clone()} " · from " {from} " · sent on " <Day at=request.sent_at/> {when}
                </span>
                {reason}
                {terms}
            </div>
            <div class="rows__end"><Standing request/></div>
        </li>
    }
}
