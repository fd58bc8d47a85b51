//! `/c/{slug}/settings`: the names of a Company, its policies, and the way to its end.

pub mod api;
mod delete;

use leptos::prelude::*;
use teamwork::rules::{company::CompanySettings, problem::Field};

use self::api::{ChangePolicies, RenameCompany};
use crate::{
    form::{Act, Form, FormActions, Hidden, Submit, TextField},
    frame::company_slug,
    parts::{Load, Notice, PageHead},
    remote::remote,
};

pub use delete::DeleteCompany;

/// For Owners alone (matrix row 4).
#[component]
pub fn Settings() -> impl IntoView {
    let slug = company_slug();
    let settings = remote(|| 0, move || api::CompanySettings { slug: slug.clone() });
    view! {
        <Load remote=settings what="the settings" let:settings>
            <PageHead title="Settings" subtitle="The names and policies of the company. Only Owners see this page."/>
            <Names settings=settings.get_untracked()/>
            <PolicyForm settings=settings.get_untracked()/>
            <Danger settings=settings.get_untracked()/>
        </Load>
    }
}

#[component]
fn Names(settings: CompanySettings) -> impl IntoView {
    let CompanySettings { name, slug, version, .. } = settings;
    let act = Act::<RenameCompany>::new();
    let saved = act.done().get_untracked().is_some();
    view! {
        {saved.then(|| view! { <Notice kind="success">"The names were saved."</Notice> })}
        <Form act>
            <Hidden name="company" value=slug.clone()/>
            <Hidden name="version" value=version.to_string()/>
            <TextField field=Field::CompanyName autocomplete="organization" value=name/>
            <TextField
                field=Field::Slug
                autocomplete="off"
                value=slug
                hint="Letters a–z, digits and hyphens. Addresses with the old one stop working, and others can take it."
            />
            <FormActions><Submit>"Save names"</Submit></FormActions>
        </Form>
    }
}

#[component]
fn PolicyForm(settings: CompanySettings) -> impl IntoView {
    let CompanySettings { slug, policies, version, .. } = settings;
    let act = Act::<ChangePolicies>::new();
    let saved = act.done().get_untracked().is_some();
    let days = if policies.developer_days == 0 { String::new() } else { policies.developer_days.to_string() };
    view! {
        <section class="card" aria-labelledby="policies">
            <header class="card__head"><h2 class="card__title" id="policies">"Policies"</h2></header>
            <div class="card__body stack">
                {saved.then(|| view! { <Notice kind="success" small=true>"The policies were saved."</Notice> })}
                <p>"They count for what comes from now on. Members keep what they have, and clients you ask to pay are not meant."</p>
                <Form act>
                    <Hidden name="slug" value=slug/>
                    <Hidden name="version" value=version.to_string()/>
                    <TextField
                        field=Field::InvitationDomains
                        autocomplete="off"
                        optional=true
                        value=policies.domains()
                        hint="Team invitations go only to addresses at these domains, like acme.example. A domain below one of them has to be named too. Empty: to anybody."
                    />
                    <TextField
                        field=Field::DeveloperDays
                        autocomplete="off"
                        optional=true
                        value=days
                        class="field__input--short"
                        hint="Whoever becomes a Developer gets a last day of access, so many days ahead at most. Empty: no limit."
                    />
                    <FormActions><Submit class="">"Save policies"</Submit></FormActions>
                </Form>
            </div>
        </section>
    }
}

#[component]
fn Danger(settings: CompanySettings) -> impl IntoView {
    let href = format!("/c/{}/delete", settings.slug);
    view! {
        <section class="card" aria-labelledby="danger">
            <header class="card__head"><h2 class="card__title" id="danger">"Danger zone"</h2></header>
            <div class="card__body stack">
                <p>"Deleting the company ends its Apps and everybody's access. It cannot be undone."</p>
                <div class="form-actions"><a class="button button--danger" href=href>"Read what ends"</a></div>
            </div>
        </section>
    }
}
