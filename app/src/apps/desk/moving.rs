//! `/c/{slug}/apps/{app}/move`: the bill of lading, and the Companies it can go to.

use leptos::prelude::*;
use teamwork::rules::app::{BillOfLading, MoveTarget};

use super::{
    api::{FetchBillOfLading, MoveApp as Move},
    choice::PayerChoice,
};
use crate::{
    apps::{AppTabs, app_name},
    form::{Act, Form, FormActions, Hidden, Submit},
    frame::company_slug,
    parts::{Load, Notice, PageHead},
    profile::proof::ProofFields,
    remote::remote,
};

/// What goes along, who loses access, who pays which days; and where to.
#[component]
pub fn MoveApp() -> impl IntoView {
    let (slug, app) = (company_slug(), app_name());
    let bill = remote(|| 0, move || FetchBillOfLading { slug: slug.clone(), app: app.clone() });
    view! {
        <Load remote=bill what="what would move" let:bill>
            {
                let bill = bill.get_untracked();
                let (paid, none) = (bill.app.payer.is_some(), bill.targets.is_empty());
                let (name, version) = (bill.app.name.clone(), bill.app.version);
                let (slug, role) = (bill.app.slug.clone().unwrap_or_default(), bill.app.role);
                let home = format!("/c/{slug}/apps/{name}");
                let targets = bill.targets.clone().into_iter();
                let targets = targets.map(|target| {
                    view! { <Target name=name.clone() version paid home=home.clone() target/> }
                });
                let targets = targets.collect_view();
                view! {
                    <PageHead title=format!("Move {name}") subtitle="You have to be an Owner of both companies."/>
                    <AppTabs slug app=name role/>
                    <Bill bill/>
                    {none.then(|| view! { <Notice>"You are an Owner of no other company. Become one there first."</Notice> })}
                    {targets}
                }
            }
        </Load>
    }
}

#[component]
fn Bill(bill: BillOfLading) -> impl IntoView {
    let keys = if bill.keys.is_empty() { "None".to_owned() } else { bill.keys.join(", ") };
    let loses = match bill.loses.is_empty() {
        true => "Nobody".to_owned(),
        false => format!("{}, unless they belong to the other company", bill.loses.join(", ")),
    };
    let days = match &bill.app.payer {
        Some(payer) => format!("{} through {}, the new billing contact from the next day", payer.name, bill.through),
        None => "It is a trial: nobody, before and after".to_owned(),
    };
    let rows = [
        ("Moves", "The App with its code, data, settings and domains".to_owned()),
        ("Deploy keys that keep working", keys),
        ("Loses access", loses),
        ("Who pays which days", days),
    ];
    let facts = rows.map(|(term, value)| {
        view! { <div class="facts__row"><dt class="facts__term">{term}</dt><dd class="facts__value">{value}</dd></div> }
    });
    view! { <section class="card"><div class="card__body"><dl class="facts">{facts.collect_view()}</dl></div></section> }
}

#[component]
fn Target(name: String, version: i64, paid: bool, home: String, target: MoveTarget) -> impl IntoView {
    let act = Act::<Move>::keyed("target", &target.slug);
    view! {
        <section class="card">
            <header class="card__head"><h2 class="card__title">{target.name.clone()}</h2></header>
            <div class="card__body">
                <Form act>
                    <Hidden name="app" value=name.clone()/>
                    <Hidden name="version" value=version.to_string()/>
                    {paid.then(|| view! { <PayerChoice payers=target.payers/> })}
                    <ProofFields/>
                    <FormActions>
                        <Submit class="button--danger">{format!("Move {name} to {}", target.name)}</Submit>
                        <a class="button button--quiet" href=home>"Cancel"</a>
                    </FormActions>
                </Form>
            </div>
        </section>
    }
}
