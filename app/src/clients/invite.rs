//! `/c/{slug}/apps/{app}/client` and `/apps/{app}/client`: one address, and Enter. What waits already is followed here.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use teamwork::rules::request::{GivenAway, RequestCard, RequestHere, RequestOffer, RequestSheet, RequestState};

use super::{
    api::{CancelRequest, FetchRequestHere, RefuseRequest},
    ask::Invite,
    given::Given,
    offer::People,
    picture::{Pictures, Scene, Side},
    proposed::{JustProposed, Proposed, ProposedActs},
    sent::{Acts, JustSent, Sent, standing},
    withdraw::Withdraw,
};
use crate::{
    apps::{AppTabs, app_name},
    form::Act,
    frame::{company_slug, role_in, use_frame},
    live::Follow,
    parts::{Load, Notice, PageHead},
    remote::remote,
};

/// The sender's page.
#[component]
pub fn InviteClient() -> impl IntoView {
    let (slug, app) = (company_slug(), app_name());
    let (of, asked) = (slug.clone(), app.clone());
    let here = remote(|| 0, move || FetchRequestHere { slug: of.clone(), app: asked.clone() });
    let shown = move |here: RequestHere| match here {
        RequestHere::Sheet(sheet) => page(*sheet).into_any(),
        RequestHere::Given(given) => handed_over(given, slug.clone(), &app).into_any(),
    };
    view! { <Load remote=here what="the App" let:here>{shown.clone()(here.get_untracked())}</Load> }
}

/// What follows the request by itself: where it stands, without anything one could be typing into; and the ways on, which
/// stay until it is about something else, as `kind` says.
fn followed(standing: AnyView, ways: AnyView, kind: String) -> AnyView {
    view! {
        <div class="stack" id="standing" data-follow="">{standing}</div>
        <div class="stack" id="ways" data-follow="" data-kind=kind>{ways}</div>
    }
    .into_any()
}

/// The App is the client's now.
fn handed_over(given: GivenAway, slug: String, app: &str) -> impl IntoView + use<> {
    let (title, news) = (format!("Invite a client to {app}"), format!("{} took it over.", given.email));
    view! {
        <PageHead title/>
        {followed(view! { <Given given/> }.into_any(), ().into_any(), "given".to_owned())}
        <Follow slug news/>
    }
}

fn page(sheet: RequestSheet) -> impl IntoView {
    let (app, slug) = (sheet.app_name.clone(), sheet.slug.clone().unwrap_or_default());
    let role = role_in(&slug);
    let waiting = sheet.request.clone().filter(|request| request.state.is_open());
    let meaning = view! {
        <Meaning offer=sheet.offer.clone() request=waiting.clone() company=sheet.client_company.clone()/>
    };
    let subtitle = match &waiting {
        Some(request) if request.confirms => {
            format!("The client takes it over and pays for it; {} stays as Admin.", request.sender)
        }
        _ => "Your client takes it over and pays for it; you stay as Admin.".to_owned(),
    };
    let news = sheet
        .request
        .as_ref()
        .map_or_else(String::new, |request| format!("The request to {}: {}.", request.email, standing(request).1));
    view! {
        <PageHead
            title=format!("Invite a client to {app}")
            subtitle
        />
        <AppTabs slug=slug.clone() app role/>
        <div class="split split--even">
            <div class="split__main stack">{main(sheet, waiting)}</div>
            <aside class="split__side" aria-label="What changes">
                <div class="stack" id="meaning" data-follow="">{meaning}</div>
            </aside>
        </div>
        <Follow slug news/>
    }
}

/// What was just done, where the request stands, and the ways on.
fn main(sheet: RequestSheet, waiting: Option<RequestCard>) -> AnyView {
    let (base, outdated) = (base(sheet.slug.as_deref().unwrap_or_default(), &sheet.app_name), sheet.outdated);
    let needs_owner = sheet.needs_owner;
    let Some(request) = waiting else {
        let kind = sheet.request.as_ref().map_or_else(|| "new".to_owned(), |request| format!("after {}", request.id));
        let last = view! { <Last sheet=sheet.clone()/> }.into_any();
        let invite = view! { <Invite sheet/> }.into_any();
        return view! { <JustEnded/> {followed(last, invite, kind)} }.into_any();
    };
    let asks = use_query_map().with_untracked(|query| query.get("withdraw").is_some())
        || Act::<CancelRequest>::new().failure().with_untracked(Option::is_some);
    let kind = format!("{} {} {} {}", request.id, request.state == RequestState::Proposed, request.mine, outdated);
    let proposed = request.state == RequestState::Proposed;
    let (just, stands) = match proposed {
        true => {
            (view! { <JustProposed/> }.into_any(), view! { <Proposed request=request.clone() outdated/> }.into_any())
        }
        false => (
            view! { <JustSent/> }.into_any(),
            view! { <Sent request=request.clone() outdated needs_owner/> }.into_any(),
        ),
    };
    let ways = match (asks && request.mine, proposed) {
        (true, _) => view! { <Withdraw request/> }.into_any(),
        (false, true) => view! { <ProposedActs request base outdated/> }.into_any(),
        (false, false) if request.mine => {
            let company = sheet.client_company.unwrap_or_default();
            view! { <Acts request company base outdated needs_owner/> }.into_any()
        }
        (false, false) => ().into_any(),
    };
    view! { {just} {followed(stands, ways, kind)} }.into_any()
}

/// What it changes and costs: what a request that waits says, or what one would say that was sent now.
#[component]
fn Meaning(offer: RequestOffer, request: Option<RequestCard>, company: Option<String>) -> impl IntoView {
    let me = use_frame().with_untracked(|frame| frame.me.name.full());
    let side = if offer.sender == me { Side::Sender } else { Side::Owner };
    let client = request.map(|request| request.email);
    let scene = Scene::new(side, &offer, client.as_deref(), company.as_deref());
    view! {
        <Pictures scene/>
        <p><strong>{offer.total.to_string()}</strong> " a month, net, paid by the client from the day after they accept."</p>
        <People offer/>
    }
}

/// Where the App is.
fn base(slug: &str, app: &str) -> String {
    if slug.is_empty() { format!("/apps/{app}") } else { format!("/c/{slug}/apps/{app}") }
}

/// It was just ended on this page.
#[component]
fn JustEnded() -> impl IntoView {
    let withdrawn = Act::<CancelRequest>::new().state.answer.with_untracked(Option::is_some);
    let refused = Act::<RefuseRequest>::new().state.answer.with_untracked(Option::is_some);
    let words = match (withdrawn, refused) {
        (true, _) => "The request was withdrawn. Nothing has changed.",
        (_, true) => "The request was refused, and its Admin was told. Nothing has changed.",
        (false, false) => return None,
    };
    Some(view! { <Notice kind="success">{words}</Notice> })
}

/// What became of the last request.
#[component]
fn Last(sheet: RequestSheet) -> impl IntoView {
    let request = sheet.request?;
    let email = request.email;
    let reason = request.reason.map(|reason| format!(" They say: “{reason}”")).unwrap_or_default();
    let words = match request.state {
        RequestState::Declined => {
            format!(
                "{email} declined the last request.{reason} It stands below as it was: change it, or send it again."
            )
        }
        RequestState::Expired => {
            format!("The last request, to {email}, has expired unanswered. Send it again with one press.")
        }
        RequestState::Cancelled => format!("The last request, to {email}, was withdrawn."),
        RequestState::Refused => format!("An Owner refused the last request, to {email}.{reason}"),
        RequestState::Proposed
        | RequestState::Pending
        | RequestState::Claimed
        | RequestState::Billing
        | RequestState::Completed => return None,
    };
    Some(view! { <Notice>{words}</Notice> })
}
