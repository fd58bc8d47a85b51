//! Proving an e-mail address: the first one, or a changed one.

use axum::{extract::Path, response::Response};
use leptos::prelude::*;
use teamwork::rules::{
    account::LinkPurpose,
    problem::{Problem, Thing},
};

use super::api::ConfirmEmail;
use crate::{
    form::{Act, Form, FormActions, Hidden, Submit},
    public::Visit,
};

/// `/confirm/{secret}`: the mailed link.
pub async fn open(visit: Visit, Path(secret): Path<String>) -> Response {
    if visit.succeeded("confirm_email") {
        return visit.page("Your address is confirmed", || {
            view! {
                <p>"Now you can invite people and accept invitations."</p>
                <a class="button button--primary" href="/" rel="external">"Go to your overview"</a>
            }
        });
    }
    let again = || {
        view! {
            <p class="public__aside">
                "Once you are signed in, every page offers to mail the link again while your address is not confirmed. "
                <a class="link" href="/login">"Sign in"</a>
            </p>
        }
    };
    if let Some(Problem::Gone(gone)) = visit.problem_of("confirm_email") {
        return visit.problem_with(Problem::Gone(gone), again);
    }
    match visit.visitor.guest().look_at_link(&secret).await {
        Err(problem) => visit.problem_with(problem, again),
        Ok(purpose @ (LinkPurpose::ConfirmEmail | LinkPurpose::ChangeEmail)) => {
            let title = match purpose {
                LinkPurpose::ChangeEmail => "Confirm your new address",
                _ => "Confirm your address",
            };
            visit.page(title, move || {
                view! {
                    <p>"You opened the link that we mailed to you. One press and the address is proven to be yours."</p>
                    <Form act={Act::<ConfirmEmail>::new()}>
                        <Hidden name="secret" value=secret/>
                        <FormActions><Submit class="button--primary button--wide">"Confirm address"</Submit></FormActions>
                    </Form>
                }
            })
        }
        Ok(_) => visit.problem(Problem::NotFound(Thing::Page)),
    }
}
