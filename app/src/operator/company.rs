//! `/operator/companies/{slug}`: one Company, to suspend it, to resume it, or to give it a new Owner.

use leptos::prelude::*;
use teamwork::rules::{
    problem::Field,
    tenant::{Tenant, TenantCard},
};

use super::{
    Desk, PasswordAgain,
    api::{self, RequestRecovery, ResumeCompany, SuspendCompany},
    companies::AppRows,
    recoveries::Card,
};
use crate::{
    form::{Act, Form, FormActions, Hidden, Submit, TextField},
    frame::company_slug,
    parts::{Day, Load, SectionHead},
    remote::remote,
};

/// Facts, Owners, Apps, and what the operator can do.
#[component]
pub fn OneCompany() -> impl IntoView {
    let slug = company_slug();
    let tenant = remote(|| 0, move || api::OperatorCompany { slug: slug.clone() });
    view! {
        <Load remote=tenant what="the Company" let:tenant>
            <Desk
                title=Signal::derive(move || tenant.with(|tenant| tenant.card.name.clone()))
                subtitle=Signal::derive(move || tenant.with(|tenant| format!("{} members", tenant.card.members)))
                writes=true
            >
                {move || page(tenant.get())}
            </Desk>
        </Load>
    }
}

fn page(tenant: Tenant) -> impl IntoView {
    let Tenant { card, owners, apps, recovery } = tenant;
    let owners = owners
        .into_iter()
        .map(|owner| {
            view! {
                <li class="rows__item">
                    <div class="rows__main">
                        <span class="rows__title">{owner.name}</span>
                        <span class="rows__detail">{owner.email} " · since " <Day at=owner.joined_at/></span>
                    </div>
                </li>
            }
        })
        .collect_view();
    let apps = if apps.is_empty() {
        view! { <p class="muted">"It has no Apps."</p> }.into_any()
    } else {
        view! { <AppRows apps/> }.into_any()
    };
    let recovery = match recovery {
        Some(card) => view! { <Card card/> }.into_any(),
        None => view! { <Recover slug=card.slug.clone()/> }.into_any(),
    };
    view! {
        <section class="stack"><SectionHead title="Owners"/><ul class="rows" role="list">{owners}</ul></section>
        <section class="stack"><SectionHead title="Apps"/>{apps}</section>
        {suspension(card)}
        {recovery}
    }
}

/// One of the two: whatever it is not.
fn suspension(card: TenantCard) -> impl IntoView {
    let TenantCard { slug, suspended_at, suspended_why, .. } = card;
    match suspended_at {
        Some(at) => view! {
            <section class="card" aria-labelledby="resume">
                <header class="card__head"><h2 class="card__title" id="resume">"Suspended"</h2></header>
                <div class="card__body stack">
                    <p>"Since " <Day at/> ". " {suspended_why}</p>
                    <p class="muted">"When it is resumed, its Apps are what they were, and no trial ran on meanwhile."</p>
                    <Form act={Act::<ResumeCompany>::new()}>
                        <Hidden name="slug" value=slug/>
                        <TextField field=Field::Reason autocomplete="off"/>
                        <PasswordAgain/>
                        <FormActions><Submit class="">"Resume the Company"</Submit></FormActions>
                    </Form>
                </div>
            </section>
        }
        .into_any(),
        None => view! {
            <section class="card" aria-labelledby="suspend">
                <header class="card__head"><h2 class="card__title" id="suspend">"Suspend"</h2></header>
                <div class="card__body stack">
                    <p class="muted">
                        "Pauses the Company and all its Apps. Its people can look, leave and pay, but neither invite nor create nor \
                         configure. Owners, Admins and the addresses for invoices get a mail with the reason."
                    </p>
                    <Form act={Act::<SuspendCompany>::new()}>
                        <Hidden name="slug" value=slug/>
                        <TextField field=Field::Reason autocomplete="off"/>
                        <PasswordAgain/>
                        <FormActions><Submit class="button--danger">"Suspend the Company"</Submit></FormActions>
                    </Form>
                </div>
            </section>
        }
        .into_any(),
    }
}

/// Step 1 of a recovery.
#[component]
fn Recover(slug: String) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby="recover">
            <header class="card__head"><h2 class="card__title" id="recover">"Recover ownership"</h2></header>
            <div class="card__body stack">
                <p class="muted">
                    "For a Company whose Owner is gone for good. All Owners, all Admins and the addresses for invoices get a mail, and \
                     any Owner stops it with one press. After the waiting time you complete it yourself."
                </p>
                <Form act={Act::<RequestRecovery>::new()}>
                    <Hidden name="slug" value=slug/>
                    <TextField field=Field::Heir kind="email" autocomplete="off" hint="The confirmed address of an account, member or not."/>
                    <TextField
                        field=Field::Departed
                        kind="email"
                        autocomplete="off"
                        optional=true
                        hint="The address of the Owner whose membership ends. Left empty, all Owners stay."
                    />
                    <TextField field=Field::Reason autocomplete="off"/>
                    <PasswordAgain/>
                    <FormActions><Submit class="button--danger">"Request the recovery"</Submit></FormActions>
                </Form>
            </div>
        </section>
    }
}
