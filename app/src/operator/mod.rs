//! The pages of the operator. All of them are still: they are opened seldom, and by few.

pub mod api;
mod companies;
mod company;
mod list;
mod outbox;
mod overview;
mod plans;
mod recoveries;
mod settings;
mod stop;

use leptos::prelude::*;
use leptos_router::hooks::use_location;

pub use self::{
    companies::{Apps, Companies},
    company::OneCompany,
    outbox::Outbox,
    overview::Overview,
    plans::Plans,
    recoveries::Recoveries,
    settings::Settings,
    stop::StopPage,
};
use crate::{frame::use_frame, parts::PageHead, profile::proof::Proof};

const ROOMS: [(&str, &str); 7] = [
    ("/operator", "Overview"),
    ("/operator/companies", "Companies"),
    ("/operator/apps", "Apps"),
    ("/operator/recoveries", "Recoveries"),
    ("/operator/outbox", "Outbox"),
    ("/operator/plans", "Prices"),
    ("/operator/settings", "Settings"),
];

/// What stands around every page of the operator. It is shown with what was fetched, so whoever is not the operator sees
/// nothing of it.
#[component]
fn Desk(
    #[prop(into)] title: Signal<String>,
    #[prop(into)] subtitle: Signal<String>,
    /// Whether something is changed here, which takes a fresh password.
    #[prop(optional)]
    writes: bool,
    children: Children,
) -> impl IntoView {
    let (frame, path) = (use_frame(), use_location().pathname.get_untracked());
    let rooms = ROOMS.map(|(href, words)| {
        let here = if href == "/operator" { path == href } else { path.starts_with(href) };
        view! { <a class="tabs__item" href=href rel="external" aria-current=here.then_some("page")>{words}</a> }
    });
    let stale = Signal::derive(move || writes && frame.with(|frame| !frame.me.fresh));
    view! {
        <nav class="tabs" aria-label="Operator">{rooms.into_iter().collect_view()}</nav>
        <PageHead title subtitle/>
        <Proof when=stale on_proven=Callback::new(|()| ())/>
        {children()}
    }
}
