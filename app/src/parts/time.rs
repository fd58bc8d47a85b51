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

/// "28 Nov 2026, 15:05 CET": as the clocks of the reader show it (S18), their own or else those of the house. Only for pages
/// that the server alone makes. Those that the browser takes over go on in UTC: its program knows no time zones.
#[cfg(feature = "ssr")]
pub fn told(at: Moment) -> String {
    crate::actor::visitor().map_or_else(|_| at.to_sentence(), |visitor| visitor.zone().sentence(at))
}

/// What stands behind a short form.
fn title(at: Moment) -> String {
    #[cfg(feature = "ssr")]
    if use_context::<crate::shell::Script>().is_none_or(|script| script == crate::shell::Script::None) {
        return told(at);
    }
    at.to_sentence()
}

/// "28 Nov 2026".
#[component]
pub fn Day(at: Moment) -> impl IntoView {
    view! { <time datetime=at.to_rfc3339() title=title(at)>{at.to_day()}</time> }
}

/// "5 minutes ago".
#[component]
pub fn Ago(at: Moment) -> impl IntoView {
    view! { <time datetime=at.to_rfc3339() title=title(at)>{at.ago(now())}</time> }
}

/// "in 6 days".
#[component]
pub fn Until(at: Moment) -> impl IntoView {
    view! { <time datetime=at.to_rfc3339() title=title(at)>{at.until(now())}</time> }
}
