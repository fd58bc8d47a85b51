//! From page to page of one App.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use teamwork::rules::{
    account::View,
    permission::{Action, may},
    role::Role,
};

use crate::frame::use_frame;

/// The pages of an App that are open to the reader. `slug` is empty and `role` `None` for a trial of one's own. Works on
/// lively and on still pages; each link loads the page anew.
#[component]
pub fn AppTabs(#[prop(into)] slug: String, #[prop(into)] app: String, role: Option<Role>) -> impl IntoView {
    let base = if slug.is_empty() { format!("/apps/{app}") } else { format!("/c/{slug}/apps/{app}") };
    let path = use_location().pathname;
    // What is for developers is not offered in the client's view (R65): they are the client. It is still there.
    let technical = use_frame().with_untracked(|frame| frame.me.view != View::Client);
    let opens = move |action| role.is_none_or(|role| may(role, action).is_ok());
    let pages = [
        ("", "Overview", opens(Action::SeeApp { assigned: true })),
        ("/code", "Code", technical && opens(Action::AccessCode { assigned: true })),
        ("/releases", "Releases", technical && opens(Action::SeeApp { assigned: true })),
        ("/settings", "Settings", technical && opens(Action::ConfigureApp { assigned: true })),
        ("/scaling", "Scaling", technical && role.is_some() && opens(Action::ScaleApp)),
        ("/billing", "Billing", role.is_some() && opens(Action::SeeCost)),
        ("/client", "Client", technical && role.is_none_or(|role| may(role, Action::ProposeClient).is_ok())),
        ("/keys", "Keys", technical && opens(Action::ManageDeployKey { assigned: true, own: true })),
        ("/activity", "Activity", opens(Action::SeeApp { assigned: true })),
    ];
    let items = pages.into_iter().filter(|(.., open)| *open).map(|(rest, words, _)| {
        let href = format!("{base}{rest}");
        let here = href.clone();
        view! {
            <a class="tabs__item" rel="external" aria-current=move || path.with(|path| *path == here).then_some("page") href=href>{words}</a>
        }
    });
    view! { <nav class="tabs" aria-label=app>{items.collect_view()}</nav> }
}
