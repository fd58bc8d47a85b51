//! The rooms of my account. Shared by lively and still pages, so its links load the page anew.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use teamwork::rules::account::View;

use crate::frame::use_frame;

const ROOMS: [(&str, &str, bool); 8] = [
    ("/account", "Profile", false),
    ("/account/security", "Security", false),
    ("/account/keys", "SSH keys", true),
    ("/account/tokens", "Tokens", true),
    ("/account/notifications", "Notifications", false),
    ("/account/activity", "Activity", false),
    ("/account/export", "Your data", false),
    ("/account/close", "Close account", false),
];

/// Which room, and the way to the others. What is technical is not offered in the client's view (R65); it is still there.
#[component]
pub fn AccountNav() -> impl IntoView {
    let (frame, path) = (use_frame(), use_location().pathname);
    let rooms = move || {
        let (here, is_client) = (path.get(), frame.with(|frame| frame.me.view == View::Client));
        let rooms = ROOMS.into_iter().filter(|(_, _, technical)| !(is_client && *technical));
        rooms
            .map(|(href, name, _)| {
                view! { <a class="tabs__item" aria-current=(here == href).then_some("page") href=href rel="external">{name}</a> }
            })
            .collect_view()
    };
    view! { <nav class="tabs" aria-label="Account">{rooms}</nav> }
}
