//! My name.

use leptos::prelude::*;
use teamwork::rules::problem::Field;

use super::{api::ChangeName, page::Section};
use crate::{
    form::{Act, Form, FormActions, Submit, TextField},
    frame::use_frame,
    parts::Notice,
};

/// First and last name, as others see them.
#[component]
pub fn Name() -> impl IntoView {
    let me = use_frame().with_untracked(|frame| frame.me.clone());
    let change = Act::<ChangeName>::new();
    view! {
        <Section id="name" title="Name">
            <Form act=change>
                <div class="field-pair">
                    <TextField field=Field::FirstName autocomplete="given-name" value=me.name.first/>
                    <TextField field=Field::LastName autocomplete="family-name" optional=true value=me.name.last/>
                </div>
                <FormActions><Submit class="">"Save name"</Submit></FormActions>
            </Form>
            <Show when=move || change.done().get().is_some()><Notice kind="success">"Your name was saved."</Notice></Show>
        </Section>
    }
}
