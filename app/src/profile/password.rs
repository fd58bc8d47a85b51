//! My password.

use leptos::prelude::*;
use teamwork::rules::problem::Field;

use super::{
    api::{AskProof, ChangePassword},
    page::Section,
};
use crate::{
    form::{Act, Form, FormActions, Hidden, PasswordField, Submit},
    frame::use_frame,
    parts::Notice,
};

/// The old one and the new one; who has none yet sets one. Either signs out everywhere else.
#[component]
pub fn NewPassword() -> impl IntoView {
    let me = use_frame().with_untracked(|frame| frame.me.clone());
    let change = Act::<ChangePassword>::new();
    let email = me.email;
    let asked = Act::<AskProof>::new().done();
    if !me.has_password && !me.fresh {
        return view! {
            <Section id="password" title="Password">
                <p>"You have none: you sign in by a link that we mail to you. To set one, confirm first that it is you."</p>
                <Form act={Act::<AskProof>::new()}>
                    <Hidden name="next" value="/account#password"/>
                    <FormActions><Submit class="">"Mail me a link that confirms it is me"</Submit></FormActions>
                </Form>
                <Show when=move || asked.get().is_some()>
                    <Notice kind="success">"We mailed a link to you. Open it in this browser, and you set your password here."</Notice>
                </Show>
            </Section>
        }
        .into_any();
    }
    let (button, words) = match me.has_password {
        true => ("Change password", "Changing it signs you out on all other devices."),
        false => ("Set password", "You have none yet: you sign in by a link that we mail to you."),
    };
    view! {
        <Section id="password" title="Password">
            <p>{words}</p>
            <Form act=change>
                // Password managers want to know whose password it is.
                <input class="visually-hidden" type="text" name="username" autocomplete="username" value=email tabindex="-1" aria-hidden="true" readonly=true/>
                {me.has_password.then(|| view! { <PasswordField field=Field::Password label="Current password" autocomplete="current-password"/> })}
                <PasswordField field=Field::NewPassword autocomplete="new-password" hint="At least 15 characters. A short sentence works well."/>
                <FormActions><Submit class="">{button}</Submit></FormActions>
            </Form>
            <Show when=move || change.done().get().is_some()>
                <Notice kind="success">"Your password was changed. All other devices were signed out."</Notice>
            </Show>
        </Section>
    }
    .into_any()
}
