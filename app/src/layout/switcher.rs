//! From Company to Company.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use teamwork::rules::role::Role;

use crate::{
    frame::use_frame,
    parts::{Popover, RoleBadge},
};

/// Above so many Companies there is a field to find one.
const MANY: usize = 7;

/// The page that only Owners have.
const SETTINGS: &str = "/settings";

/// The popover with my Companies. Going to another one keeps the kind of page.
#[component]
pub fn Switcher(company: Memo<Option<String>>) -> impl IntoView {
    let (frame, path) = (use_frame(), use_location().pathname);
    let label = move || {
        let slug = company.get();
        let name = slug.and_then(|slug| frame.with(|frame| frame.company(&slug).map(|company| company.name.clone())));
        name.unwrap_or_else(|| "Companies".into())
    };
    let wanted = RwSignal::new(String::new());
    let search = move || {
        frame.with(|frame| frame.companies.len() > MANY).then(|| {
            view! {
                <div class="switcher__search field">
                    <label class="visually-hidden" for="company-search">"Find a company"</label>
                    <input
                        class="field__input"
                        id="company-search"
                        type="search"
                        placeholder="Find a company"
                        on:input=move |event| wanted.set(event_target_value(&event).to_ascii_lowercase())
                    />
                </div>
            }
        })
    };
    let items = move || {
        let (current, rest) = (company.get(), rest(&path.get()));
        let found =
            frame.get().companies.into_iter().filter(|card| card.name.to_ascii_lowercase().contains(&wanted.get()));
        found
            .map(|card| {
                let rest = if rest == SETTINGS && card.role != Role::Owner { "" } else { rest };
                let is_current = current.as_deref() == Some(card.slug.as_str());
                view! {
                    <li>
                        <a
                            class="switcher__item"
                            href=format!("/c/{}{rest}", card.slug)
                            rel="external"
                            aria-current=is_current.then_some("true")
                        >
                            <span class="switcher__name">{card.name}</span>
                            <RoleBadge role=card.role/>
                        </a>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <Popover
            id="switcher"
            label="Companies"
            class="topbar__switcher"
            panel_class="switcher"
            button=move || view! { <span class="popover__label">{label}</span> }
        >
            {search}
            <ul class="switcher__list" role="list">{items}</ul>
            <a class="switcher__new" href="/companies/new" rel="external">"Set up a new company"</a>
        </Popover>
    }
}

/// The kind of page that every Company has: `/apps`, `/team`, `/billing`, `/activity`, `/settings`, or the overview.
fn rest(path: &str) -> &'static str {
    let mut parts = path.split('/').skip(3);
    match parts.next() {
        Some("apps") => "/apps",
        Some("team") => "/team",
        Some("billing") => "/billing",
        Some("activity") => "/activity",
        Some("settings") => SETTINGS,
        _ => "",
    }
}
