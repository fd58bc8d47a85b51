//! `/c/{slug}/departures/{user}`: what was revoked when somebody went, and what to rotate now (E79). Rendered by the server
//! alone.

pub mod api;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use teamwork::rules::{
    log::Event,
    member::{DepartureReceipt, DeployKeyRef},
    problem::{Problem, Thing},
};

use crate::{
    failure::Failure,
    frame::company_slug,
    members::consequences::fact,
    parts::{Load, PageHead, ProblemView},
    remote::remote,
};

/// The receipt.
#[component]
pub fn DepartureReceiptPage() -> impl IntoView {
    let slug = company_slug();
    let user = use_params_map().with_untracked(|params| params.get("user").and_then(|user| user.parse().ok()));
    let Some(user) = user else {
        return view! { <ProblemView failure=Failure::Problem(Problem::NotFound(Thing::Member))/> }.into_any();
    };
    let receipt = remote(|| 0, move || api::DepartureReceipt { slug: slug.clone(), user });
    view! { <Load remote=receipt what="what ended" let:receipt>{move || page(receipt.get())}</Load> }.into_any()
}

fn page(receipt: DepartureReceipt) -> impl IntoView {
    let DepartureReceipt { company, name, mine, at, how, by, role, apps, .. } = receipt.clone();
    let title = match mine {
        true => format!("You are no longer in {company}"),
        false => format!("{name} is no longer in {company}"),
    };
    let how = match (how, by) {
        (Event::MemberDismissed, Some(by)) => format!("Dismissed by {by}"),
        (Event::MemberDismissed, None) => "Dismissed".into(),
        (Event::MembershipEnded, _) => "The last day of access was over".into(),
        _ => "Left".into(),
    };
    let was = role.map(|role| fact("Was", vec![role.with_article().to_owned()]));
    let apps = if apps.is_empty() { vec!["No App was among it.".to_owned()] } else { apps };
    let next = if mine { yours(&company).into_any() } else { theirs(receipt).into_any() };
    view! {
        <PageHead title subtitle="What ended, and what is left to do."/>
        <div class="stack stack--wide">
            <dl class="facts">
                {fact("How", vec![how])}
                {fact("When", vec![at.to_sentence()])}
                {was}
                {fact("Access ended to", apps)}
                {fact("SSH keys", vec!["The personal keys no longer open these Apps.".to_owned()])}
            </dl>
            {next}
        </div>
    }
}

fn yours(company: &str) -> impl IntoView + use<> {
    view! {
        <section class="stack" aria-labelledby="next">
            <h2 class="section-head__title" id="next">"What is left to do"</h2>
            <p>{format!("Delete copies of the code and the data of {company} that you no longer need. Your account and your other Companies are as they were.")}</p>
            <p><a class="button" href="/">"Go to your overview"</a></p>
        </section>
    }
}

fn theirs(receipt: DepartureReceipt) -> impl IntoView {
    let DepartureReceipt { slug, name, apps, deploy_keys, more_deploy_keys, .. } = receipt;
    let keys = (!deploy_keys.is_empty()).then(|| {
        let more = more_deploy_keys.then(|| {
            view! { <p>"There are more than these. Whenever one of them is revoked, another takes its place here."</p> }
        });
        view! {
            <h3 class="section-head__title">{format!("Deploy keys that {name} added")}</h3>
            <p>"They belong to the Apps, so they still work. Revoke those that nobody else needs."</p>
            <ul class="rows" role="list">{deploy_keys.into_iter().map(|one| key(&slug, one)).collect_view()}</ul>
            {more}
        }
    });
    let secrets = match apps.is_empty() {
        true => view! { <li>"Passwords and tokens of services that this person knew"</li> }.into_any(),
        false => {
            let one = |app: String| {
                if app.contains(' ') {
                    return view! { <li>"The same of the Apps that are not named here"</li> }.into_any();
                }
                let href = format!("/c/{slug}/apps/{app}/settings");
                view! { <li>"Database passwords, API keys and variables of " <a class="link" href=href>{app}</a></li> }
                    .into_any()
            };
            apps.into_iter().map(one).collect_view().into_any()
        }
    };
    view! {
        <section class="stack" aria-labelledby="next">
            <h2 class="section-head__title" id="next">"What is left to do"</h2>
            {keys}
            <h3 class="section-head__title">"Secrets to change"</h3>
            <p>"Copies on other machines stay where they are. Change what this person knew:"</p>
            <ul class="prose">
                {secrets}
                <li>"Access to services outside: mail, DNS, payment, monitoring"</li>
            </ul>
            <p><a class="button" href=format!("/c/{slug}/team")>"Back to the team"</a></p>
        </section>
    }
}

fn key(slug: &str, key: DeployKeyRef) -> impl IntoView + use<> {
    let DeployKeyRef { app, key } = key;
    let href = format!("/c/{slug}/apps/{app}/keys");
    view! {
        <li class="rows__item">
            <div class="rows__main">
                <span class="rows__title">{key}</span>
                <span class="rows__detail">{app.clone()}</span>
            </div>
            <div class="rows__end">
                <a class="button button--small" href=href rel="external">"Keys of " {app}</a>
            </div>
        </li>
    }
}
