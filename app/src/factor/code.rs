//! `/login/code`: the password was right, now the code.

use axum::response::Response;
use leptos::prelude::*;

use crate::{
    form::{Act, Form, FormActions, Hidden, Submit},
    profile::proof::CodeField,
    public::{Visit, go},
    session::{ZoneOfBrowser, api::FinishSignIn, next_path},
};

/// The page. Who has given no password has to begin at the beginning.
pub async fn page(visit: Visit) -> Response {
    let next = visit.typed("next").or_else(|| visit.query("next")).filter(|next| next_path(next).is_some());
    if visit.is_signed_in() {
        return go(next.as_deref().unwrap_or("/"));
    }
    if !visit.visitor.guest().waits_for_code() {
        return go("/login");
    }
    visit.page("Enter your code", move || {
        view! {
            <Form act={Act::<FinishSignIn>::new()}>
                {next.map(|next| view! { <Hidden name="next" value=next/> })}
                <ZoneOfBrowser/>
                <CodeField/>
                <FormActions><Submit class="button--primary button--wide">"Sign in"</Submit></FormActions>
            </Form>
            <p class="public__aside">"No telephone, no recovery codes? Ask the operator of this server."</p>
            <p class="public__aside"><a class="link" href="/login">"Begin again"</a></p>
        }
    })
}
