//! The Apps and the last day that an invitation offers.

use leptos::prelude::*;
use teamwork::rules::{
    assignment::{AppChoice, AppRef},
    moment::Moment,
    problem::Field,
};

use super::api::AppsToOffer;
use crate::{
    form::TextField,
    frame::company_slug,
    members::{AppPicker, LAST_DAY},
    parts::Load,
    remote::remote,
};

/// Both fields. The Apps are for Developers alone: with script they are hidden for the other roles.
#[component]
pub fn OfferFields(
    is_developer: Signal<bool>,
    /// What is offered already.
    chosen: Vec<AppRef>,
    ends_at: Option<Moment>,
) -> impl IntoView {
    let slug = company_slug();
    let apps = remote(|| 0, move || AppsToOffer { slug: slug.clone() });
    let chosen = StoredValue::new(chosen);
    let choices = move |apps: Vec<AppRef>| {
        // What is offered may stand behind the end of a long list.
        let mut all = chosen.get_value();
        let offered = all.len();
        all.extend(apps.into_iter().filter(|app| chosen.with_value(|chosen| !chosen.contains(app))));
        let choice = |(place, app): (usize, AppRef)| AppChoice { chosen: place < offered, id: app.id, name: app.name };
        let mut choices = all.into_iter().enumerate().map(choice).collect::<Vec<_>>();
        choices.sort_by(|one, other| one.name.cmp(&other.name));
        choices
    };
    let day = ends_at.map(Moment::to_iso_day).unwrap_or_default();
    view! {
        <div prop:hidden=move || !is_developer.get()>
            <Load remote=apps what="the Apps" let:apps><AppPicker apps=choices(apps.get_untracked())/></Load>
        </div>
        <TextField field=Field::EndsOn kind="date" autocomplete="off" optional=true value=day hint=LAST_DAY class="field__input--short"/>
    }
}
