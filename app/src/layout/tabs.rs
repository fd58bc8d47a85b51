//! The pages of one Company.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use teamwork::rules::permission::{Action, may};

use crate::frame::use_frame;

/// Overview, Apps, Team, Billing, Settings of the Company in the address.
#[component]
pub fn Tabs(company: Memo<Option<String>>) -> impl IntoView {
    let (frame, path) = (use_frame(), use_location().pathname);
    move || {
        let slug = company.get()?;
        let card = frame.with(|frame| frame.company(&slug).cloned())?;
        let members = card.members;
        let home = format!("/c/{slug}");
        let [apps, team, billing, invoices, activity] =
            ["apps", "team", "billing", "invoices", "activity"].map(|rest| format!("{home}/{rest}"));
        let (owns, settings) = (may(card.role, Action::ChangeCompany).is_ok(), format!("{home}/settings"));
        let here = path.get();
        let current = move |of: &str, exact: bool| (here == of || !exact && here.starts_with(of)).then_some("page");
        Some(view! {
            <nav class="tabs" aria-label=card.name>
                <a class="tabs__item" aria-current=current(&home, true) href=home>"Overview"</a>
                <a class="tabs__item" aria-current=current(&apps, false) href=apps>"Apps"</a>
                <a class="tabs__item" aria-current=current(&team, false) href=team>
                    "Team"
                    {members.map(|members| view! { " "<span class="tabs__count">{members}</span> })}
                </a>
                <a class="tabs__item" aria-current=current(&billing, false).or(current(&invoices, false)) href=billing rel="external">"Billing"</a>
                <a class="tabs__item" aria-current=current(&activity, false) href=activity rel="external">"Activity"</a>
                {owns.then(|| view! { <a class="tabs__item" aria-current=current(&settings, false) href=settings rel="external">"Settings"</a> })}
            </nav>
        })
    }
}
