//! What one sees and hears of the stream.

use leptos::prelude::*;

use super::{Connection, use_live};

/// The dot in the top bar.
#[component]
pub fn LiveDot() -> impl IntoView {
    let live = use_live();
    let state = move || match live.connection.get() {
        Connection::Connecting => "connecting",
        Connection::On => "on",
        Connection::Off => "off",
    };
    let words = move || match live.connection.get() {
        Connection::Connecting => "Connecting",
        Connection::On => "Live",
        Connection::Off => "Not connected",
    };
    view! { <span class="live-dot" data-state=state><span class="live-dot__text">{words}</span></span> }
}

/// The one place from which a screen reader hears of changes.
#[component]
pub fn LiveRegion() -> impl IntoView {
    let live = use_live();
    view! { <p class="visually-hidden" role="status" aria-live="polite">{move || live.announcement.get()}</p> }
}
