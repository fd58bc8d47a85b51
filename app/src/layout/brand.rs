//! The mark: a rabbit looking out of its burrow.

use leptos::prelude::*;

const RABBIT: &str = "M7 20v-1.4c0-2.2 1.3-3.9 3.1-4.6C8.4 12 7.4 8 8.3 5.7c.5-1.2 1.8-1.1 2.3.1.8 1.9 1 5 .9 7.7h1c-.1-2.7.1-5.8.9-7.7\
    .5-1.2 1.8-1.3 2.3-.1.9 2.3-.1 6.3-1.8 8.3 1.8.7 3.1 2.4 3.1 4.6V20z";

/// Mark and name, the way home.
#[component]
pub fn Brand() -> impl IntoView {
    view! {
        <a class="brand" href="/" rel="external">
            <svg class="brand__mark" viewBox="0 0 24 24" aria-hidden="true">
                <path class="brand__burrow" d="M12 1a11 11 0 1 1 0 22 11 11 0 0 1 0-22z"></path>
                <path class="brand__rabbit" d=RABBIT></path>
            </svg>
            <span class="brand__name">"Warren"</span>
        </a>
    }
}
