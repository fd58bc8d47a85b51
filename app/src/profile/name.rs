//! My name.

use leptos::prelude::*;
use teamwork::rules::problem::Field;

use super::{Section, api::ChangeName};
use crate::{
    form::{Act, Form, FormActions, Submit, TextField},
    frame::use_frame,
    live::{Topic, use_live},
    parts::Notice,
};

/// First and last name, as others see them.
#[component]
pub fn Name() -> impl IntoView {
    let (me, live) = (use_frame().with_untracked(|frame| frame.me.clone()), use_live());
    let change = Act::<ChangeName>::new().on_done(move |_| live.touch(Topic::Person));
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
