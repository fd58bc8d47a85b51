//! `/c/{slug}/apps/{app}`: how an App is, what it costs, and who has access.

use leptos::prelude::*;
use teamwork::rules::{
    account::View,
    app::{AppOverview, SuspendedBy},
    permission::{Action, may},
};

use super::{AppTabs, StateBadge, api, app_name, row::WaitsFor};
use crate::{
    frame::{company_slug, use_frame},
    parts::{Day, Load, Notice, PageHead, RoleBadge, Until},
    remote::remote,
};

/// The App.
#[component]
pub fn AppPage() -> impl IntoView {
    let (slug, name) = (company_slug(), app_name());
    let app = remote(|| 0, move || api::App { slug: slug.clone(), app: name.clone() });
    view! {
        <Load remote=app what="the App" let:app>
            {move || {
                let app = app.get();
                let (slug, role) = (app.slug.clone().unwrap_or_default(), app.role);
                let base = format!("/c/{slug}/apps/{}", app.name);
                let allows = |action| role.is_some_and(|role| may(role, action).is_ok());
                let keeps = (app.payer.is_none() && allows(Action::PayForApp))
                    .then(|| view! { <a class="button" href=format!("{base}/billing") rel="external">"Keep the App"</a> });
                let invites = invites(&app, &base);
                let moves = allows(Action::MoveApp { owner_there: true }).then(|| view! { <a class="button" href=format!("{base}/move") rel="external">"Move App"</a> });
                let deletes = allows(Action::DeleteApp).then(|| view! { <a class="button button--danger" href=format!("{base}/delete") rel="external">"Delete App"</a> });
                view! {
                    <PageHead title=app.name.clone()>{moves}{deletes}{keeps}{invites}</PageHead>
                    <AppTabs slug app=app.name.clone() role/>
                    <AppFacts app/>
                }
            }}
        </Load>
    }
}

/// The way to the client: the one thing to do with a trial.
fn invites(app: &AppOverview, base: &str) -> Option<impl IntoView + use<>> {
    // Who looks at it as a client has no client (R65); the way is still there.
    if is_client() {
        return None;
    }
    let trials = app.payer.is_none();
    let (role, words) = (app.role?, "Invite a client");
    // An Admin proposes what is paid, and an Owner confirms it (S10).
    may(role, if trials { Action::InviteClient { trials } } else { Action::ProposeClient }).ok()?;
    let class = if trials { "button button--primary" } else { "button" };
    Some(view! { <a class=class href=format!("{base}/client") rel="external">{words}</a> })
}

fn is_client() -> bool {
    use_frame().with_untracked(|frame| frame.me.view == View::Client)
}

/// State, money, people.
#[component]
pub fn AppFacts(app: AppOverview) -> impl IntoView {
    let paused = app.suspended_by.map(|by| view! { <Notice kind="danger">{by.sentence()}</Notice> });
    let running = app.trial_ends_at.filter(|_| app.suspended_by.is_none());
    let kept = app.deleted_at.filter(|_| app.suspended_by == Some(SuspendedBy::TrialEnded));
    let cost = app.cost.iter().map(ToString::to_string).collect::<Vec<_>>().join(" + ");
    let address = app.address.clone();
    let home = app.slug.as_ref().map_or_else(String::new, |slug| format!("/c/{slug}"));
    let client = format!("{home}/apps/{}/client", app.name);
    let waits = app.waits.map(|waits| {
        let way = if waits.confirms { "Look and decide" } else { "Follow the request" };
        view! { <span class="cluster"><WaitsFor waits/><a class="link" href=client rel="external">{way}</a></span> }
    });
    let rows = [
        Some(("Address", view! { <a class="link" href=address rel="external noopener">{app.address}</a> }.into_any())),
        Some(("Plan", app.plan.name.into_any())),
        waits.map(|waits| ("Payment request", waits.into_any())),
        running.map(|at| ("Trial ends", view! { <Until at/>" · "<Day at/> }.into_any())),
        kept.map(|at| ("Will be deleted", view! { <Until at/>" · "<Day at/> }.into_any())),
        app.payer.map(|payer| ("Paid by", payer.name.into_any())),
        app.price.map(|price| ("A month", price.to_string().into_any())),
        (!cost.is_empty()).then(|| ("This month so far", cost.into_any())),
        Some(("Created", view! { <Day at=app.created_at/> }.into_any())),
    ];
    let facts = rows.into_iter().flatten().map(|(term, value)| {
        view! { <div class="facts__row"><dt class="facts__term">{term}</dt><dd class="facts__value">{value}</dd></div> }
    });
    let more = app.more_access.then(|| view! { <li class="rows__item muted">"and others of the team"</li> });
    let people = app.access.into_iter().map(|person| {
        let why = match person.role {
            Some(role) => view! { <RoleBadge role/> }.into_any(),
            None => view! { <span class="muted small">"Began it"</span> }.into_any(),
        };
        view! { <li class="rows__item"><span class="rows__title">{person.name}</span><div class="rows__end">{why}</div></li> }
    });
    let earns = running.filter(|_| !is_client()).map(|_| {
        view! {
            <p class="muted small">
                "It runs two days longer for each of these: a confirmed address, a last name and a first SSH key of who began it, \
                 a domain that leads here, and a first release."
            </p>
        }
    });
    let assigns = app.role.is_some_and(|role| may(role, Action::AssignApps).is_ok());
    let team = app.slug.filter(|_| assigns).map(|slug| {
        view! { <a class="link" href=format!("/c/{slug}/team") rel="external">"Change it on the team page"</a> }
    });
    view! {
        {paused}
        <section class="card" aria-labelledby="state">
            <header class="card__head">
                <h2 class="card__title" id="state">"State"</h2>
                <StateBadge state=app.state suspended_by=app.suspended_by/>
            </header>
            <div class="card__body stack"><dl class="facts">{facts.collect_view()}</dl>{earns}</div>
        </section>
        <section class="card" aria-labelledby="access">
            <header class="card__head"><h2 class="card__title" id="access">"Who has access"</h2>{team}</header>
            <ul class="rows" role="list">{people.collect_view()}{more}</ul>
        </section>
    }
}
