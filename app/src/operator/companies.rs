//! `/operator/companies` and `/operator/apps`: what is in this house, by the beginning of a name.

use leptos::prelude::*;
use teamwork::rules::{
    app::{AppState, SuspendedBy},
    problem::Field,
    tenant::{TenantApp, TenantCard},
};

use super::{
    Desk, PasswordAgain,
    api::{self, DeleteAppOfHouse, ExtendTrial, ResumeApp, SuspendApp},
    list::{Next, Search, query},
};
use crate::{
    form::{Act, Form, FormActions, Submit, TextField},
    parts::{Badge, Day, Load, Until},
    remote::remote,
};

/// Companies.
#[component]
pub fn Companies() -> impl IntoView {
    let (begins, after) = (query("begins"), query("after"));
    let typed = StoredValue::new(begins.clone());
    let found = remote(|| 0, move || api::OperatorCompanies { begins: begins.clone(), after: after.clone() });
    view! {
        <Load remote=found what="the Companies" let:found>
            <Desk title="Companies" subtitle="Who uses this house. What is in their Apps is theirs.">
                <Search label="Name begins with" begins=typed.get_value()/>
                {move || if found.with(|found| found.companies.is_empty()) {
                    view! { <p class="muted">"No Company has a name that begins so."</p> }.into_any()
                } else {
                    let rows = found.get().companies.into_iter().map(company).collect_view();
                    view! { <ul class="rows" role="list">{rows}</ul> }.into_any()
                }}
                <Next next=found.with_untracked(|found| found.next.clone()) kept=("begins", typed.get_value())/>
            </Desk>
        </Load>
    }
}

fn company(card: TenantCard) -> impl IntoView {
    let members = if card.members == 1 { "1 member".to_owned() } else { format!("{} members", card.members) };
    let href = format!("/operator/companies/{}", card.slug);
    view! {
        <li class="rows__item">
            <div class="rows__main">
                <span class="rows__title"><a class="link" href=href rel="external">{card.name}</a></span>
                <span class="rows__detail">{card.slug} " · " {members} " · since " <Day at=card.created_at/></span>
            </div>
            <div class="rows__end">
                {card.suspended_at.map(|_| view! { <Badge kind="danger">"Suspended"</Badge> })}
            </div>
        </li>
    }
}

/// Apps.
#[component]
pub fn Apps() -> impl IntoView {
    let (begins, after, ending) = (query("begins"), query("after"), query("ending") == "1");
    let typed = StoredValue::new(begins.clone());
    let found = remote(|| 0, move || api::OperatorApps { begins: begins.clone(), after: after.clone(), ending });
    let only = move || {
        view! {
            <p class="cluster">
                <span class="chip"><span class="chip__text">"Trials that end within three days"</span></span>
                <a class="link small" href="/operator/apps" rel="external">"Show all Apps"</a>
            </p>
        }
    };
    view! {
        <Load remote=found what="the Apps" let:found>
            <Desk title="Apps" subtitle="Whose they are and whether they run." writes=true>
                {if ending { only().into_any() } else { view! { <Search label="Name begins with" begins=typed.get_value()/> }.into_any() }}
                {move || if found.with(|found| found.apps.is_empty()) {
                    view! { <p class="muted">{if ending { "None ends so soon." } else { "No App has a name that begins so." }}</p> }.into_any()
                } else {
                    view! { <AppRows apps=found.get().apps/> }.into_any()
                }}
                <Next next=found.with_untracked(|found| found.next.clone()) kept=("begins", typed.get_value())/>
            </Desk>
        </Load>
    }
}

/// Apps, one row each.
#[component]
pub(super) fn AppRows(apps: Vec<TenantApp>) -> impl IntoView {
    let row = |app: TenantApp| {
        let kind = match app.state {
            AppState::Trial => "waiting",
            AppState::Active => "ok",
            AppState::Suspended => "danger",
            AppState::Deleted => "off",
        };
        let handles = handles(&app);
        let of = app.company.zip(app.slug).map(|(company, slug)| {
            let href = format!("/operator/companies/{slug}");
            view! { " of " <a class="link" href=href rel="external">{company}</a> }
        });
        let ends = app.trial_ends_at.filter(|_| app.state == AppState::Trial);
        view! {
            <li class="rows__item">
                <div class="rows__main">
                    <span class="rows__title">{app.name} {of}</span>
                    <span class="rows__detail">
                        "Plan " {app.plan}
                        {ends.map(|at| view! { " · trial ends " <Until at/> })}
                        {app.suspended_by.map(|by| format!(" · {}", by.sentence()))}
                    </span>
                    {handles}
                </div>
                <div class="rows__end"><Badge kind>{app.state.name()}</Badge></div>
            </li>
        }
    };
    view! { <ul class="rows" role="list">{apps.into_iter().map(row).collect_view()}</ul> }
}

/// What can be done about an App as it is now.
fn handles(app: &TenantApp) -> impl IntoView + use<> {
    let extend = Act::<ExtendTrial>::keyed("app_name", &app.name);
    let suspend = Act::<SuspendApp>::keyed("app_name", &app.name);
    let resume = Act::<ResumeApp>::keyed("app_name", &app.name);
    let delete = Act::<DeleteAppOfHouse>::keyed("app_name", &app.name);
    // A form that failed is not folded away.
    let failed = [extend.failure(), suspend.failure(), resume.failure(), delete.failure()];
    let open = failed.into_iter().any(|failure| failure.with_untracked(Option::is_some));
    // What dunning has suspended runs again when it is paid.
    let is_paused = app.suspended_by == Some(SuspendedBy::Operator);
    let extend = (app.state == AppState::Trial).then(|| {
        view! {
            <Form act=extend>
                <TextField field=Field::Days label="More days for the trial" hint="1 to 90." autocomplete="off" class="field__input--short"/>
                <PasswordAgain/>
                <FormActions><Submit class="button--small">"Extend the trial"</Submit></FormActions>
            </Form>
        }
    });
    let pause = if is_paused {
        view! {
            <Form act=resume>
                <TextField field=Field::Reason autocomplete="off"/>
                <PasswordAgain/>
                <FormActions><Submit class="button--small">"Resume the App"</Submit></FormActions>
            </Form>
        }
        .into_any()
    } else {
        view! {
            <Form act=suspend>
                <TextField field=Field::Reason autocomplete="off"/>
                <PasswordAgain/>
                <FormActions><Submit class="button--small button--danger">"Suspend the App"</Submit></FormActions>
            </Form>
        }
        .into_any()
    };
    view! {
        <details open=open>
            <summary>"Change "{app.name.clone()}</summary>
            <div class="stack">
                {extend}{pause}
                <Form act=delete>
                    <TextField field=Field::Confirmation label="Name of the App" hint="Typed, it is deleted for good." autocomplete="off"/>
                    <TextField field=Field::Reason autocomplete="off"/>
                    <PasswordAgain/>
                    <FormActions><Submit class="button--small button--danger">"Delete the App"</Submit></FormActions>
                </Form>
            </div>
        </details>
    }
}
