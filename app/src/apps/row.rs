//! An App in a list.

use leptos::prelude::*;
use teamwork::rules::{
    app::{AppCard, AppState, SuspendedBy, WaitingRequest},
    request::RequestState,
};

use crate::parts::{Badge, Until};

/// Name, state, who pays. `base` is the address of the list.
#[component]
pub fn AppRow(app: AppCard, #[prop(into)] base: String) -> impl IntoView {
    let href = if app.opens { format!("{base}/{}", app.name) } else { format!("{base}/{}/billing", app.name) };
    let payer = app.payer.map(|payer| format!("Paid by {payer}"));
    let price = app.price.map(|price| format!("{price} a month"));
    let detail = [app.plan, payer, price].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    view! {
        <li class="rows__item">
            <div class="rows__main">
                <a class="rows__title" href=href rel="external">{app.name}</a>
                <span class="rows__detail">{detail}</span>
            </div>
            <div class="rows__end">
                {app.waits.map(|waits| view! { <WaitsFor waits/> })}
                {app.trial_ends_at.filter(|_| app.state == Some(AppState::Trial)).map(|at| view! { <span class="muted small">"ends " <Until at/></span> })}
                {app.state.map(|state| view! { <StateBadge state suspended_by=app.suspended_by/> })}
            </div>
        </li>
    }
}

/// Whom it waits for, and for how long.
#[component]
pub fn WaitsFor(waits: WaitingRequest) -> impl IntoView {
    let (kind, words) = match waits.state {
        RequestState::Proposed if waits.confirms => ("you", "Waits for your confirmation"),
        RequestState::Proposed => ("waiting", "Waits for an Owner"),
        _ => ("waiting", "Waits for the client"),
    };
    let left = (!waits.frozen)
        .then(|| view! { <span class="muted small">"request ends " <Until at=waits.expires_at/></span> });
    view! { {left} <Badge kind>{words}</Badge> }
}

/// The state of an App.
#[component]
pub fn StateBadge(state: AppState, suspended_by: Option<SuspendedBy>) -> impl IntoView {
    let kind = match state {
        AppState::Active => "ok",
        AppState::Trial => "waiting",
        AppState::Suspended => "danger",
        AppState::Deleted => "off",
    };
    let words = suspended_by.map_or(state.name(), SuspendedBy::name);
    view! { <Badge kind>{words}</Badge> }
}
