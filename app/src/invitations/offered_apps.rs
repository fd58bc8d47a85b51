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
        let is_chosen = |app: &AppRef| chosen.with_value(|chosen| chosen.contains(app));
        apps.into_iter()
            .map(|app| AppChoice { chosen: is_chosen(&app), id: app.id, name: app.name })
            .collect::<Vec<_>>()
    };
    let day = ends_at.map(Moment::to_iso_day).unwrap_or_default();
    view! {
        <div prop:hidden=move || !is_developer.get()>
            <Load remote=apps what="the Apps" let:apps><AppPicker apps=choices(apps.get_untracked())/></Load>
        </div>
        <TextField field=Field::EndsOn kind="date" autocomplete="off" optional=true value=day hint=LAST_DAY class="field__input--short"/>
    }
}
