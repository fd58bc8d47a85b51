//! Instants as people read them.

use leptos::prelude::*;
use teamwork::rules::moment::Moment;

/// The time on this side: the request's on the server, the clock's in the browser. Only for words like "2 minutes ago".
pub fn now() -> Moment {
    #[cfg(feature = "hydrate")]
    {
        // Milliseconds since 1970 fit into an f64 for the next 285,000 years.
        #[expect(clippy::cast_possible_truncation, reason = "whole milliseconds")]
        Moment::from_millis(web_sys::js_sys::Date::now() as i64)
    }
    #[cfg(all(feature = "ssr", not(feature = "hydrate")))]
    {
        crate::actor::warren().map_or(Moment::from_millis(0), |warren| warren.now())
    }
    #[cfg(not(any(feature = "ssr", feature = "hydrate")))]
    Moment::from_millis(0)
}

/// "28 Nov 2026".
#[component]
pub fn Day(at: Moment) -> impl IntoView {
    view! { <time datetime=at.to_rfc3339() title=at.to_sentence()>{at.to_day()}</time> }
}

/// "5 minutes ago".
#[component]
pub fn Ago(at: Moment) -> impl IntoView {
    view! { <time datetime=at.to_rfc3339() title=at.to_sentence()>{at.ago(now())}</time> }
}

/// "in 6 days".
#[component]
pub fn Until(at: Moment) -> impl IntoView {
    view! { <time datetime=at.to_rfc3339() title=at.to_sentence()>{at.until(now())}</time> }
}
