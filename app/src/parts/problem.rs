//! A page that cannot be shown: why, and the way forward.

use leptos::prelude::*;
use teamwork::rules::problem::Problem;

use super::PageTitle;
use crate::failure::Failure;

/// In the place of a page. Sets the HTTP status when the server renders it.
#[component]
pub fn ProblemView(failure: Failure) -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let (Some(response), Ok(status)) =
        (use_context::<leptos_axum::ResponseOptions>(), http::StatusCode::from_u16(failure.status()))
    {
        response.set_status(status);
    }
    let title = title(&failure);
    let class = if matches!(failure.status(), 500..) {
        "blankslate blankslate--page blankslate--danger"
    } else {
        "blankslate blankslate--page"
    };
    let action = if failure.is_signed_out() {
        view! { <a class="button button--primary" href="/login" rel="external">"Sign in"</a> }.into_any()
    } else if matches!(failure.status(), 500..) {
        view! { <a class="button button--primary" href="" rel="external">"Try again"</a> }.into_any()
    } else {
        view! { <a class="button button--primary" href="/" rel="external">"Go to your overview"</a> }.into_any()
    };
    view! {
        <PageTitle text=title/>
        <section class=class>
            <h1 class="blankslate__title">{title}</h1>
            <p class="blankslate__text">{failure.to_string()}</p>
            <div class="blankslate__action">{action}</div>
        </section>
    }
}

/// The headline of a problem.
pub fn title(failure: &Failure) -> &'static str {
    match failure {
        Failure::Unreachable => "No connection",
        Failure::Problem(problem) => match problem {
            Problem::SignedOut => "You are signed out",
            Problem::Reauthenticate => "Confirm it is you",
            Problem::Unconfirmed => "Confirm your e-mail address first",
            Problem::NotFound(_) => "Not found",
            Problem::Refused(_) | Problem::NeedsBrowser => "This is not open to you",
            Problem::Gone(_) => "This link no longer works",
            Problem::TooMany { .. } => "Too many tries",
            Problem::Busy => "Very busy right now",
            Problem::Broken(_) => "Something broke",
            Problem::Invalid(_) | Problem::Conflict(_) | Problem::Malformed => "That did not work",
        },
    }
}
