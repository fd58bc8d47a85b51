//! The page where a user comes in.

use axum::response::Response;
use leptos::prelude::*;
use teamwork::rules::problem::Field;

use super::{ZoneOfBrowser, api::SignIn, next_path};
use crate::{
    form::{Act, Form, FormActions, Hidden, PasswordField, Submit, TextField},
    passkeys::SignInWithPasskey,
    public::{Visit, go},
};

/// `/login`, and `/login?next=/c/acme` for somebody who wanted to go there.
pub async fn page(visit: Visit) -> Response {
    let next = wish(&visit);
    if visit.is_signed_in() {
        return go(next.as_deref().unwrap_or("/"));
    }
    let link = match &next {
        Some(next) => with_next("/login/link", next),
        None => "/login/link".to_owned(),
    };
    let next = next.unwrap_or_default();
    visit.page("Sign in", move || {
        view! {
            <SignInForm next=next.clone() email=String::new() says_where=true/>
            <SignInWithPasskey next/>
            <p class="public__aside">
                <a class="link" href=link>"Have a sign-in link mailed to you"</a>
                " · "
                <a class="link" href="/reset">"Set a new password"</a>
            </p>
            <p class="public__aside">"New here? " <a class="link" href="/signup">"Create an account"</a></p>
        }
    })
}

/// The page that somebody wants to go to afterwards.
pub(super) fn wish(visit: &Visit) -> Option<String> {
    visit.typed("next").or_else(|| visit.query("next")).filter(|next| next_path(next).is_some())
}

/// A page that is to know where somebody wants to go afterwards: `/login/link?next=%2Fc%2Facme`.
pub(crate) fn with_next(page: &str, next: &str) -> String {
    let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
    format!("{page}?next={next}")
}

/// The form. It also stands on the page of an invitation.
#[component]
pub fn SignInForm(
    /// The path to go to afterwards, or nothing.
    next: String,
    email: String,
    /// Whether the browser says where it is: only on pages that may bring a script.
    #[prop(optional)]
    says_where: bool,
) -> impl IntoView {
    view! {
        <Form act={Act::<SignIn>::new()}>
            {(!next.is_empty()).then(|| view! { <Hidden name="next" value=next/> })}
            {says_where.then(|| view! { <ZoneOfBrowser/> })}
            <TextField field=Field::Email kind="email" autocomplete="username" value=email/>
            <PasswordField field=Field::Password autocomplete="current-password"/>
            <FormActions><Submit class="button--primary button--wide">"Sign in"</Submit></FormActions>
        </Form>
    }
}
