//! `/unsubscribe/{secret}`: the link in a newsletter. Looking at it changes nothing; one press ends the newsletter, signed in
//! or not. Mail programs press by posting to this very address (RFC 8058).

use axum::{extract::Path, response::Response};
use leptos::prelude::*;

use super::api::Unsubscribe;
use crate::{
    form::{Act, Form, FormActions, Hidden, Submit},
    public::Visit,
};

/// The button, or that there is nothing to end any more.
pub async fn page(visit: Visit, Path(secret): Path<String>) -> Response {
    match visit.visitor.guest().look_at_subscription(&secret).await {
        Err(problem) => visit.problem(problem),
        Ok(reader) if !reader.wanted => visit.page("You get no newsletter", move || {
            view! {
                <p>"No newsletter goes to " <strong>{reader.email}</strong> " any more. Mails about your account and your work still do."</p>
                <p><a class="link" href="/account/notifications" rel="external">"Choose which mails you get"</a></p>
            }
        }),
        Ok(reader) => visit.page("End the newsletter?", move || {
            view! {
                <p>"It goes to " <strong>{reader.email}</strong> " now. Mails about your account and your work are not meant."</p>
                <Form act={Act::<Unsubscribe>::new()}>
                    <Hidden name="secret" value=secret/>
                    <FormActions><Submit>"End the newsletter"</Submit></FormActions>
                </Form>
            }
        }),
    }
}
