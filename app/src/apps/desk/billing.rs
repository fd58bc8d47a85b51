//! `/c/{slug}/apps/{app}/billing`: who pays, who could, and what it costs.

use leptos::prelude::*;
use teamwork::rules::{
    app::{AppState, PaySheet, SuspendedBy},
    permission::{Action, may},
};

use super::{
    api::{ChangePayer, FetchPaySheet, PayForApp},
    choice::{PayerChoice, PlanChoice},
};
use crate::{
    apps::{AppTabs, app_name},
    form::{Act, Form, FormActions, Hidden, Submit},
    frame::company_slug,
    parts::{Load, Notice, PageHead},
    profile::proof::ProofFields,
    remote::remote,
};

/// The money of one App.
#[component]
pub fn AppBilling() -> impl IntoView {
    let (slug, app) = (company_slug(), app_name());
    let sheet = remote(|| 0, move || FetchPaySheet { slug: slug.clone(), app: app.clone() });
    view! {
        <Load remote=sheet what="who pays" let:sheet>
            {
                let sheet = sheet.get_untracked();
                let app = sheet.app.clone();
                let allows = |action| app.role.is_some_and(|role| may(role, action).is_ok());
                let trial = app.state == AppState::Trial || app.suspended_by == Some(SuspendedBy::TrialEnded);
                let form = match () {
                    () if trial && allows(Action::PayForApp) => view! { <Pay sheet/> }.into_any(),
                    () if app.payer.is_some() && allows(Action::ChangePayer) => view! { <Change sheet/> }.into_any(),
                    () => ().into_any(),
                };
                let paid = Act::<PayForApp>::new().done().get_untracked().is_some();
                let cost = app.cost.iter().map(ToString::to_string).collect::<Vec<_>>().join(" + ");
                let rows = [
                    ("Paid by", app.payer.map_or_else(|| "Nobody: it is a trial".to_owned(), |payer| payer.name)),
                    ("Plan", app.plan.name),
                    ("A month", app.price.map_or_else(|| "Nothing".to_owned(), |price| price.to_string())),
                    ("This month so far", if cost.is_empty() { "Nothing".to_owned() } else { cost }),
                ];
                let facts = rows.map(|(term, value)| {
                    view! { <div class="facts__row"><dt class="facts__term">{term}</dt><dd class="facts__value">{value}</dd></div> }
                });
                view! {
                    <PageHead title=format!("Billing of {}", app.name) subtitle="Net prices, billed by the day."/>
                    <AppTabs slug=app.slug.clone().unwrap_or_default() app=app.name.clone() role=app.role/>
                    <section class="card"><div class="card__body"><dl class="facts">{facts.collect_view()}</dl></div></section>
                    {paid.then(|| view! { <Notice kind="success">"The App is paid now, from today."</Notice> })}
                    {form}
                }
            }
        </Load>
    }
}

/// A trial becomes paid.
#[component]
fn Pay(sheet: PaySheet) -> impl IntoView {
    let act = Act::<PayForApp>::new();
    let payers = sheet.payers.into_iter().flat_map(|target| target.payers).collect::<Vec<_>>();
    view! {
        <section class="card" aria-labelledby="pay">
            <header class="card__head"><h2 class="card__title" id="pay">"Keep it as a paid App"</h2></header>
            <div class="card__body">
                <Form act>
                    <Hidden name="app" value=sheet.app.name.clone()/>
                    <Hidden name="version" value=sheet.app.version.to_string()/>
                    <PlanChoice plans=sheet.plans value=sheet.app.plan.key.clone()/>
                    <PayerChoice payers/>
                    <p class="muted small">"Billed by the day, from today. The days of the trial cost nothing."</p>
                    <FormActions><Submit>"Pay for the App"</Submit></FormActions>
                </Form>
            </div>
        </section>
    }
}

/// Another payer.
#[component]
fn Change(sheet: PaySheet) -> impl IntoView {
    let act = Act::<ChangePayer>::new();
    let current = sheet.app.payer.map(|payer| payer.id.to_string()).unwrap_or_default();
    let payers = sheet.payers.into_iter().flat_map(|target| target.payers).collect::<Vec<_>>();
    view! {
        <section class="card" aria-labelledby="payer-title">
            <header class="card__head"><h2 class="card__title" id="payer-title">"Change who pays"</h2></header>
            <div class="card__body stack">
                <Form act>
                    <Hidden name="app" value=sheet.app.name.clone()/>
                    <Hidden name="version" value=sheet.app.version.to_string()/>
                    <PayerChoice payers value=current/>
                    <p class="muted small">"The present one pays through today, the new one from tomorrow."</p>
                    <ProofFields/>
                    <FormActions><Submit>"Change payer"</Submit></FormActions>
                </Form>
                <Show when=move || act.done().get().is_some()><Notice kind="success">"Saved. The new one pays from tomorrow."</Notice></Show>
            </div>
        </section>
    }
}
