//! A link that opens no request any more: why, and the sender's next step.

use leptos::prelude::*;
use teamwork::rules::{problem::Gone, request::EndedRequest};

use super::{all_of, api::AskForRequest};
use crate::{
    form::{Act, Form, FormActions, Hidden, Submit},
    session::sign_in::with_next,
};

/// Can a new link be asked for?
const fn can_be_asked(gone: Gone) -> bool {
    matches!(gone, Gone::RequestExpired | Gone::RequestDeclined | Gone::RequestOutdated)
}

/// The headline.
pub const fn title(gone: Gone) -> &'static str {
    match gone {
        Gone::RequestCompleted => "This request was accepted",
        Gone::RequestDeclined => "This request was declined",
        Gone::RequestWithdrawn => "This request was withdrawn",
        Gone::RequestOutdated => "This offer has changed",
        _ => "This request has expired",
    }
}

/// Why, and what to do now.
#[component]
pub fn Ended(gone: Gone, is_signed_in: bool, secret: String, told: Option<EndedRequest>) -> impl IntoView {
    let forward = match gone {
        Gone::RequestCompleted => "If that was you, sign in: the Company is among yours.",
        Gone::RequestDeclined => "Changed your mind? The sender can send it again with one press.",
        Gone::RequestWithdrawn => {
            "Nothing was charged and nothing has changed. If you expected it, ask whoever sent it."
        }
        Gone::RequestOutdated => {
            "The price, the people or the App is not what you were told any more, so nobody can accept it unseen. The \
             sender can send it as it is now."
        }
        _ => "Nothing was charged and nothing has changed. The sender can send it again with one press.",
    };
    let asks = can_be_asked(gone);
    // Who accepted it comes back here, to what they own.
    let sign_in = match gone {
        Gone::RequestCompleted => with_next("/login", &format!("/requests/{secret}")),
        _ => "/login".to_owned(),
    };
    let class = if asks { "button" } else { "button button--primary" };
    let action = match is_signed_in {
        true => view! { <a class=class href="/">"Go to your overview"</a> },
        false => view! { <a class=class href=sign_in>"Sign in"</a> },
    };
    let renewal = asks.then(|| {
        view! {
            <Form act={Act::<AskForRequest>::new()}>
                <Hidden name="secret" value=secret/>
                <FormActions><Submit class="button--primary">"Ask for a new link"</Submit></FormActions>
            </Form>
        }
    });
    view! {
        <section class="blankslate blankslate--page">
            <h1 class="blankslate__title">{title(gone)}</h1>
            <p class="blankslate__text">{gone.to_string()}</p>
            {told.filter(|told| !told.sender.is_empty()).map(|told| view! { <From told/> })}
            <p class="blankslate__text">{forward}</p>
            {renewal}
            <div class="blankslate__action">{action}</div>
        </section>
    }
}

/// Who sent it, and where they are reached.
#[component]
fn From(told: EndedRequest) -> impl IntoView {
    let EndedRequest { sender, email, apps } = told;
    let what = if apps.is_empty() { String::new() } else { format!(", about {}", all_of(&apps)) };
    let email = email.map(|email| {
        let href = format!("mailto:{email}");
        view! { " You reach them at " <a class="link" href=href>{email}</a> "." }
    });
    view! { <p class="blankslate__text">"It came from " <strong>{sender}</strong> {what} "." {email}</p> }
}
