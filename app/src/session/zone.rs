//! Where the browser of somebody who signs in is.

use leptos::prelude::*;

/// Inside a form: a hidden field into which a script of a few lines writes the time zone of the browser. Without the
/// script it stays empty, and nothing is learned.
#[component]
pub fn ZoneOfBrowser() -> impl IntoView {
    view! {
        <input type="hidden" name="time_zone"/>
        <script defer src="/zone.js" nonce=leptos::nonce::use_nonce()></script>
    }
}
