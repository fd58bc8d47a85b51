//! The form that invites a client.

use leptos::prelude::*;
use teamwork::rules::{
    id::AppId,
    problem::Field,
    request::{OtherApp, RequestAgain, RequestSheet},
};

use super::api::SendRequest;
use crate::{
    apps::desk::PlanChoice,
    form::{Act, Form, FormActions, FormState, Hidden, Submit, TextField, Textarea},
};

/// One field; everything else has a default, or stands as the last request said it.
#[component]
pub fn Invite(sheet: RequestSheet) -> impl IntoView {
    let send = Act::<SendRequest>::new();
    let (asks_name, sender) = (sheet.asks_name, sheet.offer.sender);
    let (plans, others, proposes) = (sheet.plans, sheet.others, sheet.proposes);
    let (days, usual) = (sheet.days, sheet.plan.clone());
    let first = || RequestAgain { plan: sheet.plan, days, ..RequestAgain::default() };
    let RequestAgain { email, note, company, plan, days: lasts, apps } = sheet.again.unwrap_or_else(first);
    // What goes out with the press is seen before it.
    let says_more = !note.is_empty() || !company.is_empty() || plan != usual || lasts != days || !apps.is_empty();
    let opens = says_more || send.failure().with_untracked(Option::is_some);
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
                    <details class="request__way" open=opens>
                        <summary>"Add a note, company name, plan or expiry"</summary>
                        <div class="stack">
                            <Textarea field=Field::Note value=note optional=true hint="Stands in the mail and on your client’s page."/>
                            <TextField field=Field::CompanyName label="Your client’s company" autocomplete="off" value=company optional=true hint="They can correct it."/>
                            {(!plans.is_empty()).then(|| view! { <PlanChoice plans value=plan/> })}
                            <TextField field=Field::Days label="Expires after, in days" kind="number" autocomplete="off" value=lasts.to_string() class="field__input--short"/>
                            {(!others.is_empty()).then(|| view! { <Others apps=others chosen=apps/> })}
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
fn Others(apps: Vec<OtherApp>, chosen: Vec<AppId>) -> impl IntoView {
    let state = expect_context::<FormState>();
    let (id, why) = (state.id(Field::Apps.name()), state.why(Field::Apps));
    let error_id = format!("{id}-error");
    let error = why.get_untracked().map(|why| {
        view! { <p class="field__error" id=error_id><span class="visually-hidden">"Error: "</span>{why.to_string()}</p> }
    });
    let boxes = apps.into_iter().enumerate().map(|(place, app)| {
        let name = format!("apps[{place}]");
        let id = state.id(&name);
        let ticked = if state.was_typed() { state.typed(&name).is_some() } else { chosen.contains(&app.id) };
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
