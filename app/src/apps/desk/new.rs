//! `/apps/new` and `/c/{slug}/apps/new`: an App begins.

use leptos::prelude::*;
use teamwork::rules::{
    permission::{Action, may},
    problem::Field,
};

use super::{
    api::{CreateApp, FetchNewAppSheet, StartPersonalTrial, StartTrial as StartCompanyTrial},
    choice::{PayerChoice, PlanChoice},
};
use crate::{
    form::{Act, Form, FormActions, Hidden, Submit, TextField},
    frame::{company_slug, use_frame},
    parts::{Load, PageHead},
    remote::remote,
};

const NAME_HINT: &str =
    "3 to 40 letters a–z, digits and hyphens. It is in addresses and on invoices, and never changes.";

/// A trial of my own, or the way to a Company of mine.
#[component]
pub fn StartTrial() -> impl IntoView {
    let act = Act::<StartPersonalTrial>::new();
    let companies = use_frame().with_untracked(|frame| frame.companies.clone());
    let companies: Vec<_> = companies.into_iter().filter(|card| may(card.role, Action::CreateApp).is_ok()).collect();
    let others = (!companies.is_empty()).then(|| {
        let items = companies.into_iter().map(|card| {
            view! { <li class="rows__item"><a class="rows__title" href=format!("/c/{}/apps/new", card.slug)>{card.name}</a></li> }
        });
        view! {
            <section class="card" aria-labelledby="others">
                <header class="card__head"><h2 class="card__title" id="others">"Or in a company of yours"</h2></header>
                <ul class="rows" role="list">{items.collect_view()}</ul>
            </section>
        }
    });
    view! {
        <PageHead title="Start a trial" subtitle="Free, without a card. It is yours alone until you put it into a company."/>
        <Form act>
            <TextField field=Field::AppName autocomplete="off" hint=NAME_HINT/>
            <FormActions><Submit>"Start trial"</Submit><a class="button button--quiet" href="/">"Cancel"</a></FormActions>
        </Form>
        {others}
    }
}

/// A trial or a paid App in a Company.
#[component]
pub fn NewApp() -> impl IntoView {
    let slug = company_slug();
    let (of, slug) = (slug.clone(), StoredValue::new(slug));
    let sheet = remote(|| 0, move || FetchNewAppSheet { slug: of.clone() });
    let (trial, paid) = (Act::<StartCompanyTrial>::new(), Act::<CreateApp>::new());
    view! {
        <Load remote=sheet what="the plans" let:sheet>
            <PageHead title="Create an App" subtitle="Owners and Admins have access to it at once."/>
            <section class="card" aria-labelledby="paid">
                <header class="card__head"><h2 class="card__title" id="paid">"Paid App"</h2></header>
                <div class="card__body">
                    <Form act=paid>
                        <Hidden name="slug" value=slug.get_value()/>
                        <TextField field=Field::AppName autocomplete="off" hint=NAME_HINT/>
                        <PlanChoice plans=sheet.get_untracked().plans/>
                        <PayerChoice payers=sheet.get_untracked().payers/>
                        <p class="muted small">"Billed by the day, from today."</p>
                        <FormActions>
                            <Submit>"Create App"</Submit>
                            <a class="button button--quiet" href=format!("/c/{}/apps", slug.get_value())>"Cancel"</a>
                        </FormActions>
                    </Form>
                </div>
            </section>
            <section class="card" aria-labelledby="trial">
                <header class="card__head"><h2 class="card__title" id="trial">"Free trial"</h2></header>
                <div class="card__body">
                    <Form act=trial>
                        <Hidden name="slug" value=slug.get_value()/>
                        <TextField field=Field::AppName autocomplete="off"/>
                        <p class="muted small">"Never billed. It pauses at its end unless you attach a billing contact."</p>
                        <FormActions><Submit class="">"Start trial"</Submit></FormActions>
                    </Form>
                </div>
            </section>
        </Load>
    }
}
