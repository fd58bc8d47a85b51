//! `/c/{slug}/requests`: the payment requests of a Company, open and ended, newest first.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use teamwork::rules::request::{RequestCard, RequestPage};

use super::{all_of, api, sent::Standing};
use crate::{
    frame::company_slug,
    parts::{Blankslate, Day, Load, PageHead, Until},
    remote::remote,
};

/// The list.
#[component]
pub fn ClientRequests() -> impl IntoView {
    let slug = company_slug();
    let after = use_query_map().with_untracked(|query| query.get("after")).unwrap_or_default();
    let fetch = (slug.clone(), after.clone());
    let page = remote(|| 0, move || api::Requests { slug: fetch.0.clone(), after: fetch.1.clone() });
    view! {
        <PageHead title="Client requests" subtitle="Who was asked to take over which App, and what became of it."/>
        <Load remote=page what="the requests" let:page>{list(page.get_untracked(), &slug, !after.is_empty())}</Load>
    }
}

fn list(page: RequestPage, slug: &str, further: bool) -> AnyView {
    let (base, apps) = (format!("/c/{slug}/requests"), format!("/c/{slug}/apps"));
    if page.requests.is_empty() {
        return view! {
            <Blankslate title="No requests yet" text="Open an App and choose “Invite a client”: your client takes it over and pays for it.">
                <a class="button button--primary" href=apps>"Go to the Apps"</a>
            </Blankslate>
        }
        .into_any();
    }
    let newest = further.then(|| view! { <a class="button" href=base.clone()>"Newest requests"</a> });
    let older = page
        .next
        .map(|next| view! { <a class="button" href=format!("{base}?after={next}") rel="next">"Older requests"</a> });
    let pages = (newest.is_some() || older.is_some())
        .then(|| view! { <nav class="cluster" aria-label="Pages of the requests">{newest}{older}</nav> });
    let rows = page.requests.into_iter().map(|request| view! { <Row request apps=apps.clone()/> }).collect_view();
    view! { <ul class="rows" role="list">{rows}</ul> {pages} }.into_any()
}

#[component]
fn Row(request: RequestCard, apps: String) -> impl IntoView {
    let names = all_of(&request.apps);
    let title = match request.apps.first().filter(|_| request.state.is_open()) {
        Some(app) => view! { <a class="rows__title" href=format!("{apps}/{app}/client")>{names}</a> }.into_any(),
        None => view! { <span class="rows__title">{names}</span> }.into_any(),
    };
    let when = match request.ended_at {
        Some(at) => view! { " · ended on " <Day at/> }.into_any(),
        None if request.frozen => ().into_any(),
        None => view! { " · expires " <Until at=request.expires_at/> }.into_any(),
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
                    "To " {request.email.clone()} " · from " {request.sender.clone()} " · sent on " <Day at=request.sent_at/> {when}
                </span>
                {reason}
                {terms}
            </div>
            <div class="rows__end"><Standing request/></div>
        </li>
    }
}
