//! Signing in with a passkey.

use leptos::prelude::*;

use super::{
    api::SignInByPasskey,
    ask::{AskDevice, work_here},
};
use crate::{
    form::{Act, Form, Hidden},
    session::ZoneOfBrowser,
};

/// The button below the form for the password. The device says itself whose the passkey is.
#[component]
pub fn SignInWithPasskey(
    /// The path to go to afterwards, or nothing.
    next: String,
) -> impl IntoView {
    work_here().then(|| {
        view! {
            <Form act={Act::<SignInByPasskey>::new()} compact=true class="stack">
                {(!next.is_empty()).then(|| view! { <Hidden name="next" value=next/> })}
                <ZoneOfBrowser/>
                <AskDevice begin="/do/begin_passkey_sign_in" class="button--wide" label="Sign in with a passkey"/>
            </Form>
        }
    })
}
