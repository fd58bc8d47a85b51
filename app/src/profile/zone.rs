//! In which time zone I read times.

use leptos::prelude::*;
use teamwork::rules::{
    problem::Field,
    zone::{TimeZone, ZoneChoice},
};

use super::{api::ChangeZone, page::Section};
use crate::{
    actor::actor,
    form::{Act, FieldFrame, Form, FormActions, FormState, Submit, described_by, words},
    parts::Notice,
};

/// The id of the list of names.
const NAMES: &str = "time-zones";

/// The zone, and where it comes from.
#[component]
pub fn Zone() -> impl IntoView {
    let choice = actor().map(|actor| actor.zone_choice()).ok();
    let change = Act::<ChangeZone>::new();
    choice.map(|ZoneChoice { time_zone, chosen, house }| {
        let origin = match (chosen, &time_zone) {
            (true, Some(_)) => "You have chosen it.".to_owned(),
            (false, Some(_)) => "Your browser said so when you signed in. What you choose here stays.".to_owned(),
            (_, None) => format!("Now it is the one of the house: {house}."),
        };
        view! {
            <Section id="time-zone" title="Time zone">
                <p>"Mails, requests and invitations tell you deadlines in it. " {origin}</p>
                <Form act=change>
                    <ZoneField value=time_zone.unwrap_or_default()/>
                    <FormActions><Submit class="">"Save time zone"</Submit></FormActions>
                </Form>
                <Show when=move || change.done().get().is_some()><Notice kind="success">"Your time zone was saved."</Notice></Show>
            </Section>
        }
    })
}

/// A line of text with a list of names beside it, as long as that is.
#[component]
fn ZoneField(value: String) -> impl IntoView {
    let (state, field) = (expect_context::<FormState>(), Field::TimeZone);
    let (id, why) = (state.id(field.name()), state.why(field));
    let described = described_by(&id, true, why);
    let value = state.typed(field.name()).unwrap_or(value);
    let hint = "A name like Europe/Berlin. Leave it empty for the one of the house.";
    view! {
        <FieldFrame id=id.clone() label=words::label(field) hint=Some(hint) optional=true why>
            <input
                class="field__input"
                id=id
                name=field.name()
                type="text"
                value=value
                list=NAMES
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                aria-invalid=move || why.get().map(|_| "true")
                aria-describedby=described
            />
        </FieldFrame>
        <datalist id=NAMES>{TimeZone::names().into_iter().map(|name| view! { <option value=name></option> }).collect_view()}</datalist>
    }
}
