//! `/apps/{app}`: a trial of my own, and what can become of it.

use leptos::prelude::*;
use teamwork::rules::app::{AppOverview, MoveTarget, PaySheet};

use super::{
    api::{FetchPaySheet, MoveTrialIntoCompany},
    choice::{PayerChoice, PlanChoice},
    delete::DeleteForm,
};
use crate::{
    apps::{AppFacts, AppTabs, app_name},
    form::{Act, Form, FormActions, Hidden, Submit},
    parts::{Load, PageHead, SectionHead},
    remote::remote,
};

/// Overview, countdown, into a Company, delete.
#[component]
pub fn OwnTrial() -> impl IntoView {
    let app = app_name();
    let sheet = remote(|| 0, move || FetchPaySheet { slug: String::new(), app: app.clone() });
    view! {
        <Load remote=sheet what="the App" let:sheet>
            {
                let sheet = sheet.get_untracked();
                let app = sheet.app.clone();
                let invite = format!("/apps/{}/client", app.name);
                let keep = keep(sheet);
                view! {
                    <PageHead title=app.name.clone() subtitle="A trial of your own. No company holds it yet.">
                        <a class="button button--primary" href=invite>"Invite a client"</a>
                    </PageHead>
                    <AppTabs slug="" app=app.name.clone() role=None/>
                    <AppFacts app=app.clone()/>
                    <SectionHead title="Keep it"/>
                    {keep}
                    <DeleteForm slug=String::new() app=app.name version=app.version/>
                }
            }
        </Load>
    }
}

/// One form for each Company that could take it.
fn keep(sheet: PaySheet) -> AnyView {
    if sheet.payers.is_empty() {
        return view! {
            <p>"Set up a company first; it then holds the App and pays for it. " <a href="/companies/new">"Set up a company"</a></p>
        }
        .into_any();
    }
    let PaySheet { app, plans, payers } = sheet;
    let forms = payers.into_iter().map(|target| view! { <Into app=app.clone() plans=plans.clone() target/> });
    forms.collect_view().into_any()
}

#[component]
fn Into(app: AppOverview, plans: Vec<teamwork::rules::plan::PlanCard>, target: MoveTarget) -> impl IntoView {
    let act = Act::<MoveTrialIntoCompany>::keyed("slug", &target.slug);
    view! {
        <section class="card">
            <header class="card__head"><h2 class="card__title">"Put it into " {target.name}</h2></header>
            <div class="card__body">
                <Form act>
                    <Hidden name="app" value=app.name/>
                    <Hidden name="version" value=app.version.to_string()/>
                    <PlanChoice plans value=app.plan.key/>
                    <PayerChoice payers=target.payers/>
                    <p class="muted small">"The company holds the App from then on and pays for it by the day, from today."</p>
                    <FormActions><Submit class="">"Put App into the company"</Submit></FormActions>
                </Form>
            </div>
        </section>
    }
}
