//! What went wrong with a form, on top of it.

use leptos::{either::Either, prelude::*};
use teamwork::rules::problem::Problem;

use super::{state::FormState, words};
use crate::failure::Failure;

/// "There is a problem", with links to the fields.
#[component]
pub fn Summary(state: FormState) -> impl IntoView {
    let title = state.id("problems-title");
    move || {
        let failure = state.failure.get()?;
        let title = title.clone();
        Some(view! {
            <div class="error-summary" role="alert" tabindex="-1" autofocus=true id=state.id("problems") aria-labelledby=title>
                <h2 class="error-summary__title" id=title.clone()>"There is a problem"</h2>
                <ul class="error-summary__list">{lines(state, &failure)}</ul>
                {failure.is_signed_out().then(sign_in_again)}
            </div>
        })
    }
}

/// One line under a small form.
#[component]
pub fn Line(state: FormState) -> impl IntoView {
    move || {
        let failure = state.failure.get()?;
        let text = match &failure {
            Failure::Problem(Problem::Invalid(flaws)) => {
                flaws.iter().map(|flaw| flaw.why.to_string()).collect::<Vec<_>>().join(" ")
            }
            other => other.to_string(),
        };
        Some(
            view! { <p class="notice notice--small notice--danger" role="alert" tabindex="-1" id=state.id("problems")>{text}</p> },
        )
    }
}

fn lines(state: FormState, failure: &Failure) -> impl IntoView + use<> {
    match failure {
        Failure::Problem(Problem::Invalid(flaws)) => {
            let mut flaws = flaws.clone();
            flaws.sort_by_key(|flaw| words::place(flaw.field));
            Either::Left(
            flaws
                .iter()
                .map(|flaw| {
                    let href = format!("#{}", state.id(flaw.field.name()));
                    view! { <li><a class="error-summary__link" href=href rel="external">{words::line(flaw.field, flaw.why)}</a></li> }
                })
                .collect_view(),
            )
        }
        other => Either::Right(view! { <li>{other.to_string()}</li> }),
    }
}

/// Somebody whose session ended while they typed signs in elsewhere and comes back to what they typed.
fn sign_in_again() -> impl IntoView {
    view! { <p><a class="link" href="/login" target="_blank" rel="external">"Sign in in a new tab"</a>", then send this again."</p> }
}
