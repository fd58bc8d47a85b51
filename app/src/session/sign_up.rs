//! The page where somebody becomes a user: one page, five fields.

use axum::response::Response;
use leptos::prelude::*;
use teamwork::rules::{invitation::InvitationView, problem::Field};

use super::{ZoneOfBrowser, api::SignUp};
use crate::{
    form::{Act, Checkbox, Form, FormActions, Hidden, PasswordField, Submit, TextField},
    public::{Visit, go},
};

/// `/signup`, and `/signup?invitation={secret}` for somebody who was invited.
pub async fn page(visit: Visit) -> Response {
    if visit.is_signed_in() {
        return go("/");
    }
    let secret = visit.typed("invitation").or_else(|| visit.query("invitation")).filter(|secret| !secret.is_empty());
    let invitation = match &secret {
        Some(secret) => match visit.visitor.look_at_invitation(secret).await {
            Ok(invitation) => Some(invitation),
            Err(problem) => return visit.problem(problem),
        },
        None => None,
    };
    visit.page("Create your account", move || {
        let login = match &secret {
            Some(secret) => format!("/login?next=/invitations/{secret}"),
            None => "/login".to_owned(),
        };
        view! {
            {invitation.as_ref().map(invited)}
            <SignUpForm
                secret=secret.unwrap_or_default()
                email=invitation.map(|invitation| invitation.email).unwrap_or_default()
                says_where=true
            />
            <p class="public__aside">"You have an account? " <a class="link" href=login>"Sign in"</a></p>
        }
    })
}

/// The form. It also stands on the page of an invitation.
#[component]
pub fn SignUpForm(
    /// The secret of the invitation that brought the person here, or nothing.
    secret: String,
    /// The address it was sent to.
    email: String,
    /// Whether the browser says where it is: only on pages that may bring a script.
    #[prop(optional)]
    says_where: bool,
) -> impl IntoView {
    // The mailed link of an invitation proves the address by itself.
    let is_invited = !secret.is_empty();
    view! {
        <Form act={Act::<SignUp>::new()}>
            {is_invited.then(|| view! { <Hidden name="invitation" value=secret/> })}
            {says_where.then(|| view! { <ZoneOfBrowser/> })}
            <div class="field-pair">
                <TextField field=Field::FirstName autocomplete="given-name"/>
                <TextField field=Field::LastName autocomplete="family-name" optional=true/>
            </div>
            {match is_invited {
                true => view! { <TextField field=Field::Email kind="email" autocomplete="email" value=email/> },
                false => view! { <TextField field=Field::Email kind="email" autocomplete="email" value=email hint="We send one mail to confirm it."/> },
            }}
            <PasswordField field=Field::Password autocomplete="new-password" hint="At least 15 characters. A short sentence works well."/>
            <Checkbox field=Field::Terms>"I accept the terms of service of this Warren."</Checkbox>
            <FormActions><Submit class="button--primary button--wide">"Create account"</Submit></FormActions>
        </Form>
    }
}

fn invited(invitation: &InvitationView) -> impl IntoView + use<> {
    view! {
        <div class="notice">
            <p class="notice__text">
                <strong>{invitation.inviter.clone()}</strong>" invites you as "{invitation.role.name()}" to "
                <strong>{invitation.company.clone()}</strong>". Create an account with this address to answer."
            </p>
        </div>
    }
}
