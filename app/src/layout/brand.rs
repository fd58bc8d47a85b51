//! The mark: a rabbit looking out of its burrow.

use leptos::prelude::*;

/// Mark and name, the way home.
#[component]
pub fn Brand() -> impl IntoView {
    view! {
        <a class="brand" href="/" rel="external">
            <svg class="brand__mark" viewBox="0 0 24 24" aria-hidden="true">
                <path class="brand__hill" d="M2 20a10 10 0 0 1 20 0z"></path>
                <path class="brand__door" d="M8 20v-3.5a4 4 0 0 1 8 0V20z"></path>
                <path class="brand__ears" d="M10.6 13V8.2M13.4 13V8.2"></path>
            </svg>
            <span class="brand__name">"Warren"</span>
        </a>
    }
}
