//! Signing in by a mailed link, for those who do not want to remember a password.

use axum::{extract::Path, response::Response};
use leptos::prelude::*;
use teamwork::rules::{
    account::LinkPurpose,
    problem::{Field, Problem, Thing},
};

use super::{
    ZoneOfBrowser,
    api::{AskSignInLink, SignInByLink},
    sign_in::{wish, with_next},
};
use crate::{
    form::{Act, Form, FormActions, Hidden, Submit, TextField},
    public::{MailOnItsWay, Visit},
};

/// `/login/link`, and `/login/link?next=/c/acme&email=ada@acme.example` for somebody who wanted to go there: have the
/// link mailed.
pub async fn ask(visit: Visit) -> Response {
    let next = wish(&visit);
    if visit.succeeded("ask_sign_in_link") {
        let email = visit.typed("email").unwrap_or_default();
        return visit.page(
            "Look into your mail",
            move || view! { <MailOnItsWay email what="a link that signs you in. It works once, for 30 minutes"/> },
        );
    }
    let email = visit.query("email").unwrap_or_default();
    let login = match &next {
        Some(next) => with_next("/login", next),
        None => "/login".to_owned(),
    };
    visit.page("Sign in by mail", move || {
        view! {
            <p>"We mail you a link that signs you in without a password."</p>
            <Form act={Act::<AskSignInLink>::new()}>
                {next.map(|next| view! { <Hidden name="next" value=next/> })}
                <TextField field=Field::Email kind="email" autocomplete="username" value=email/>
                <FormActions><Submit class="button--primary button--wide">"Mail me the link"</Submit></FormActions>
            </Form>
            <p class="public__aside"><a class="link" href=login>"Sign in with your password"</a></p>
        }
    })
}

/// Has the link mailed from a page that knows for whom it is, and comes back there with it.
#[component]
pub fn MailedSignIn(
    email: String,
    /// The path to come back to.
    next: String,
) -> impl IntoView {
    let ask = Act::<AskSignInLink>::new();
    if ask.done().get_untracked().is_some() {
        return view! {
            <div class="notice notice--success" role="status">
                <p class="notice__text">{format!("We mailed a link to {email}. It signs you in and brings you back here.")}</p>
            </div>
        }
        .into_any();
    }
    view! {
        <Form act=ask compact=true>
            <Hidden name="email" value=email/>
            <Hidden name="next" value=next/>
            <span class="muted small">"No password at hand?"</span>
            <Submit class="button--small">"Mail me a sign-in link"</Submit>
        </Form>
    }
    .into_any()
}

/// `/login/link/{secret}`: the mailed link. Programs that read mails open links too, so only the button signs in.
pub async fn open(visit: Visit, Path(secret): Path<String>) -> Response {
    let again = || view! { <p class="public__aside"><a class="link" href="/login/link">"Have a new link mailed to you"</a></p> };
    if let Some(Problem::Gone(gone)) = visit.problem_of("sign_in_by_link") {
        return visit.problem_with(Problem::Gone(gone), again);
    }
    match visit.visitor.guest().look_at_link(&secret).await {
        Err(problem) => visit.problem_with(problem, again),
        Ok(LinkPurpose::SignIn) => visit.page("Sign in to Warren", move || {
            view! {
                <Form act={Act::<SignInByLink>::new()}>
                    <Hidden name="secret" value=secret/>
                    <ZoneOfBrowser/>
                    <FormActions><Submit class="button--primary button--wide">"Sign in"</Submit></FormActions>
                </Form>
            }
        }),
        Ok(_) => visit.problem(Problem::NotFound(Thing::Page)),
    }
}
