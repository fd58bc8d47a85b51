//! My password.

use leptos::prelude::*;
use teamwork::rules::problem::Field;

use super::{api::ChangePassword, page::Section};
use crate::{
    form::{Act, Form, FormActions, PasswordField, Submit},
    frame::use_frame,
    parts::Notice,
};

/// The old one and the new one. Changing it signs out everywhere else.
#[component]
pub fn NewPassword() -> impl IntoView {
    let email = use_frame().with_untracked(|frame| frame.me.email.clone());
    let change = Act::<ChangePassword>::new();
    view! {
        <Section id="password" title="Password">
            <p>"Changing it signs you out on all other devices."</p>
            <Form act=change>
                // Password managers want to know whose password it is.
                <input class="visually-hidden" type="text" name="username" autocomplete="username" value=email tabindex="-1" aria-hidden="true" readonly=true/>
                <PasswordField field=Field::Password label="Current password" autocomplete="current-password"/>
                <PasswordField field=Field::NewPassword autocomplete="new-password" hint="At least 15 characters. A short sentence works well."/>
                <FormActions><Submit class="">"Change password"</Submit></FormActions>
            </Form>
            <Show when=move || change.done().get().is_some()>
                <Notice kind="success">"Your password was changed. All other devices were signed out."</Notice>
            </Show>
        </Section>
    }
}
