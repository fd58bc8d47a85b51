//! A new password for somebody who forgot the old one.

use axum::{extract::Path, response::Response};
use leptos::prelude::*;
use teamwork::rules::{
    account::LinkPurpose,
    problem::{Field, Problem, Thing},
};

use super::api::{AskReset, ResetPassword};
use crate::{
    form::{Act, Form, FormActions, Hidden, PasswordField, Submit, TextField},
    public::{MailOnItsWay, Visit},
};

/// `/reset`: have the link mailed.
pub async fn ask(visit: Visit) -> Response {
    if visit.succeeded("ask_reset") {
        let email = visit.typed("email").unwrap_or_default();
        return visit.page(
            "Look into your mail",
            move || view! { <MailOnItsWay email what="a link to set a new password. It works once, for 30 minutes"/> },
        );
    }
    visit.page("Set a new password", || {
        view! {
            <p>"We mail you a link with which you choose a new password."</p>
            <Form act={Act::<AskReset>::new()}>
                <TextField field=Field::Email kind="email" autocomplete="username"/>
                <FormActions><Submit class="button--primary button--wide">"Mail me the link"</Submit></FormActions>
            </Form>
            <p class="public__aside"><a class="link" href="/login">"Back to sign-in"</a></p>
        }
    })
}

/// `/reset/{secret}`: the mailed link.
pub async fn open(visit: Visit, Path(secret): Path<String>) -> Response {
    if visit.succeeded("reset_password") {
        return visit.page("Your new password is set", || {
            view! {
                <p>"All other devices were signed out."</p>
                <a class="button button--primary" href="/login">"Sign in"</a>
            }
        });
    }
    let again =
        || view! { <p class="public__aside"><a class="link" href="/reset">"Have a new link mailed to you"</a></p> };
    if let Some(Problem::Gone(gone)) = visit.problem_of("reset_password") {
        return visit.problem_with(Problem::Gone(gone), again);
    }
    match visit.visitor.guest().look_at_link(&secret).await {
        Err(problem) => visit.problem_with(problem, again),
        Ok(LinkPurpose::Reset) => visit.page("Choose a new password", move || {
            view! {
                <Form act={Act::<ResetPassword>::new()}>
                    <Hidden name="secret" value=secret/>
                    <PasswordField field=Field::NewPassword autocomplete="new-password" hint="At least 15 characters. A short sentence works well."/>
                    <FormActions><Submit class="button--primary button--wide">"Set new password"</Submit></FormActions>
                </Form>
            }
        }),
        Ok(_) => visit.problem(Problem::NotFound(Thing::Page)),
    }
}
