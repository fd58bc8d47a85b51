//! `/c/{slug}/apps/{app}/client` and `/apps/{app}/client`: one address, and Enter. What waits already is followed here.

use leptos::prelude::*;
use teamwork::rules::{
    problem::Field,
    request::{OtherApp, RequestCard, RequestOffer, RequestSheet, RequestState},
};

use super::{
    api::{CancelRequest, FetchRequestSheet, RefuseRequest, SendRequest},
    offer::People,
    picture::{Pictures, Scene, Side},
    proposed::Proposed,
    sent::Sent,
};
use crate::{
    apps::{AppTabs, app_name, desk::PlanChoice},
    form::{Act, Form, FormActions, FormState, Hidden, Submit, TextField, Textarea},
    frame::{company_slug, role_in, use_frame},
    parts::{Load, Notice, PageHead},
    remote::remote,
};

/// The sender's page.
#[component]
pub fn InviteClient() -> impl IntoView {
    let (slug, app) = (company_slug(), app_name());
    let sheet = remote(|| 0, move || FetchRequestSheet { slug: slug.clone(), app: app.clone() });
    view! { <Load remote=sheet what="the App" let:sheet>{page(sheet.get_untracked())}</Load> }
}

fn page(sheet: RequestSheet) -> impl IntoView {
    let (app, slug) = (sheet.app_name.clone(), sheet.slug.clone().unwrap_or_default());
    let role = role_in(&slug);
    let waiting = sheet.request.clone().filter(|request| request.state.is_open());
    let meaning = view! {
        <Meaning offer=sheet.offer.clone() request=waiting.clone() company=sheet.client_company.clone()/>
    };
    let (base, outdated) = (base(&slug, &app), sheet.outdated);
    let subtitle = match &waiting {
        Some(request) if request.confirms => {
            format!("The client takes it over and pays for it; {} stays as Admin.", request.sender)
        }
        _ => "Your client takes it over and pays for it; you stay as Admin.".to_owned(),
    };
    let main = match waiting {
        Some(request) if request.state == RequestState::Proposed => {
            view! { <Proposed request base outdated/> }.into_any()
        }
        Some(request) => view! { <Sent request base outdated/> }.into_any(),
        None => view! { <Last sheet=sheet.clone()/><Invite sheet/> }.into_any(),
    };
    view! {
        <PageHead
            title=format!("Invite a client to {app}")
            subtitle
        />
        <AppTabs slug app role/>
        <div class="split split--even">
            <div class="split__main stack">{main}</div>
            <aside class="split__side stack" aria-label="What changes">{meaning}</aside>
        </div>
    }
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

/// What became of the last request.
#[component]
fn Last(sheet: RequestSheet) -> impl IntoView {
    let request = sheet.request?;
    if Act::<CancelRequest>::new().state.answer.with_untracked(Option::is_some) {
        return Some(
            view! { <Notice kind="success">"The request was withdrawn. Nothing has changed."</Notice> }.into_any(),
        );
    }
    if Act::<RefuseRequest>::new().state.answer.with_untracked(Option::is_some) {
        return Some(
            view! { <Notice kind="success">"The request was refused, and its Admin was told. Nothing has changed."</Notice> }
                .into_any(),
        );
    }
    let email = request.email;
    let reason = request.reason.map(|reason| format!(" They say: “{reason}”")).unwrap_or_default();
    let words = match request.state {
        RequestState::Declined => format!("{email} declined the last request.{reason} You can send another one."),
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
    Some(view! { <Notice>{words}</Notice> }.into_any())
}

/// One field; everything else has a default.
#[component]
fn Invite(sheet: RequestSheet) -> impl IntoView {
    let send = Act::<SendRequest>::new();
    // Who was asked last is asked again, unless they did not want it.
    let again = sheet.request.filter(|request| request.state == RequestState::Expired);
    let email = again.map(|request| request.email).unwrap_or_default();
    let (asks_name, sender) = (sheet.asks_name, sheet.offer.sender);
    let (plans, plan, others) = (sheet.plans, sheet.plan, sheet.others);
    let days = sheet.days.to_string();
    let proposes = sheet.proposes;
    let owner = proposes.then(|| {
        view! {
            <p class="muted">"This App is paid, so an Owner confirms your request before it goes to the client. The Owners get a mail."</p>
        }
    });
    let send_it = if proposes { "Ask the Owners" } else { "Send request" };
    view! {
        <section class="card" aria-label="Request">
            <div class="card__body">
                {owner}
                <Form act=send>
                    <Hidden name="app" value=sheet.app_name/>
                    <TextField field=Field::Email label="Client’s e-mail address" kind="email" autocomplete="off" value=email autofocus=true/>
                    {asks_name.then(|| view! { <Name sender/> })}
                    <details class="request__way" open=send.failure().with_untracked(Option::is_some)>
                        <summary>"Add a note, company name, plan or expiry"</summary>
                        <div class="stack">
                            <Textarea field=Field::Note optional=true hint="Stands in the mail and on your client’s page."/>
                            <TextField field=Field::CompanyName label="Your client’s company" autocomplete="off" optional=true hint="They can correct it."/>
                            {(!plans.is_empty()).then(|| view! { <PlanChoice plans value=plan/> })}
                            <TextField field=Field::Days label="Expires after, in days" kind="number" autocomplete="off" value=days class="field__input--short"/>
                            {(!others.is_empty()).then(|| view! { <Others apps=others/> })}
                        </div>
                    </details>
                    <FormActions><Submit>{send_it}</Submit></FormActions>
                </Form>
            </div>
        </section>
    }
}

/// Who has no last name yet completes it here (S31); the name they go by so far is their first one.
#[component]
fn Name(sender: String) -> impl IntoView {
    view! {
        <p class="muted small">"Your client sees who asks them, so your full name is needed once."</p>
        <div class="field-pair">
            <TextField field=Field::FirstName autocomplete="given-name" value=sender/>
            <TextField field=Field::LastName autocomplete="family-name"/>
        </div>
    }
}

/// Further Apps of the same giving side (S21).
#[component]
fn Others(apps: Vec<OtherApp>) -> impl IntoView {
    let state = expect_context::<FormState>();
    let (id, why) = (state.id(Field::Apps.name()), state.why(Field::Apps));
    let error_id = format!("{id}-error");
    let error = why.get_untracked().map(|why| {
        view! { <p class="field__error" id=error_id><span class="visually-hidden">"Error: "</span>{why.to_string()}</p> }
    });
    let boxes = apps.into_iter().enumerate().map(|(place, app)| {
        let name = format!("apps[{place}]");
        let id = state.id(&name);
        let ticked = state.typed(&name).is_some();
        let price = format!("{} a month", app.price);
        view! {
            <div class="field field--check">
                <input class="field__check" id=id.clone() type="checkbox" name=name value=app.id.to_string() checked=ticked/>
                <label class="field__label" for=id>{app.name} " " <span class="muted small">{price}</span></label>
            </div>
        }
    });
    view! {
        <fieldset class="field" id=id tabindex="-1">
            <legend class="field__label">"Further Apps that go along"</legend>
            {error}
            {boxes.collect_view()}
        </fieldset>
    }
}
