//! My e-mail address. The new one counts once it is proven; the old one is told.

use leptos::prelude::*;
use teamwork::rules::problem::Field;

use super::{Section, api::AskEmailChange, proof::Proof};
use crate::{
    form::{Act, Form, FormActions, Submit, TextField},
    frame::use_frame,
    parts::Notice,
};

/// The address now, and the form for a new one.
#[component]
pub fn ChangeAddress() -> impl IntoView {
    let frame = use_frame();
    let ask = Act::<AskEmailChange>::new();
    let stale = move || ask.failure().get().is_some_and(|failure| failure.wants_password());
    view! {
        <Section id="address" title="E-mail address">
            <p>
                "Your address is " <strong>{move || frame.with(|frame| frame.me.email.clone())}</strong>
                ". A new one counts as soon as you open the link we mail to it; the old one gets a notice."
            </p>
            <Proof when=Signal::derive(move || stale() || frame.with(|frame| !frame.me.fresh)) on_proven=Callback::new(move |()| ask.forget())/>
            <Form act=ask reset=true>
                <TextField field=Field::Email label="New e-mail address" kind="email" autocomplete="email"/>
                <FormActions><Submit class="">"Mail me the link"</Submit></FormActions>
            </Form>
            <Show when=move || ask.done().get().is_some()>
                <Notice kind="success">"We mailed a link to the new address. Open it to complete the change."</Notice>
            </Show>
        </Section>
    }
}
