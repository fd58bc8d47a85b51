//! My e-mail address. The new one counts once it is proven; the old one is told.

use leptos::prelude::*;
use teamwork::rules::problem::Field;

use super::{api::AskEmailChange, page::Section, proof::ProofFields};
use crate::{
    form::{Act, Form, FormActions, Submit, TextField},
    frame::use_frame,
    parts::Notice,
};

/// The address now, and the form for a new one.
#[component]
pub fn ChangeAddress() -> impl IntoView {
    let address = use_frame().with_untracked(|frame| frame.me.email.clone());
    let ask = Act::<AskEmailChange>::new();
    view! {
        <Section id="address" title="E-mail address">
            <p>
                "Your address is " <strong>{address}</strong>
                ". A new one counts as soon as you open the link we mail to it; the old one gets a notice."
            </p>
            <Form act=ask>
                <TextField field=Field::Email label="New e-mail address" kind="email" autocomplete="email"/>
                <ProofFields/>
                <FormActions><Submit class="">"Mail me the link"</Submit></FormActions>
            </Form>
            <Show when=move || ask.done().get().is_some()>
                <Notice kind="success">"We mailed a link to the new address. Open it to complete the change."</Notice>
            </Show>
        </Section>
    }
}
