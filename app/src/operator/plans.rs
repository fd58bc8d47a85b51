//! `/operator/plans`: the price list.

use leptos::{prelude::*, server_fn::ServerFn};
use teamwork::rules::{money::write_amount, price_list::PricedPlan, problem::Field};

use super::{
    Desk, PasswordAgain,
    api::{self, AddPlan, ChangePlan},
};
use crate::{
    failure::Failure,
    form::{Act, Checkbox, Done, Form, FormActions, Hidden, Submit, TextField},
    parts::{Badge, Load, Notice},
    remote::remote,
};

/// Every plan with its form, and a form for another one.
#[component]
pub fn Plans() -> impl IntoView {
    let plans = remote(|| 0, || api::OperatorPlans {});
    view! {
        <Load remote=plans what="the price list" let:plans>
            <Desk title="Price list" subtitle="Net, for a month. What has begun keeps its price; what begins later has the new one." writes=true>
                <div class="stack">{move || plans.get().into_iter().map(one).collect_view()}</div>
                <Another/>
            </Desk>
        </Load>
    }
}

fn one(plan: PricedPlan) -> impl IntoView {
    let act = Act::<ChangePlan>::keyed("key", &plan.key);
    let line = format!(
        "{} {} a month · {} MB memory · {} MB storage · {} domains",
        write_amount(plan.price),
        plan.currency,
        plan.memory_mb,
        plan.storage_mb,
        plan.domains
    );
    let badge = if plan.offered {
        view! { <Badge kind="ok">"Offered"</Badge> }.into_any()
    } else {
        view! { <Badge kind="off">"Withdrawn"</Badge> }.into_any()
    };
    let (name, version, offered) = (plan.name.clone(), plan.version.to_string(), plan.offered);
    view! {
        <section class="card">
            <header class="card__head"><h2 class="card__title">{name.clone()}</h2>{badge}</header>
            <div class="card__body stack">
                <p>{line}</p>
                {said(act)}
                <details open=is_open(act)>
                    <summary>"Change "{name}</summary>
                    <Form act>
                        <Hidden name="version" value=version/>
                        <Facts plan/>
                        <Checkbox field=Field::Offered ticked=offered>"New Apps can have it"</Checkbox>
                        <PasswordAgain/>
                        <FormActions><Submit class="">"Save plan"</Submit></FormActions>
                    </Form>
                </details>
            </div>
        </section>
    }
}

#[component]
fn Another() -> impl IntoView {
    let act = Act::<AddPlan>::new();
    let plan = PricedPlan {
        key: String::new(),
        name: String::new(),
        position: 10,
        price: 0,
        currency: "EUR".into(),
        memory_mb: 1024,
        storage_mb: 10_240,
        domains: 10,
        offered: true,
        version: 0,
    };
    view! {
        <section class="card" aria-labelledby="another">
            <header class="card__head"><h2 class="card__title" id="another">"Another plan"</h2></header>
            <div class="card__body stack">
                {said(act)}
                <Form act>
                    <TextField
                        field=Field::Plan
                        label="Short name"
                        hint="2 to 20 letters a–z, digits and hyphens. It stands in the log and is never changed."
                        autocomplete="off"
                        class="field__input--short"
                    />
                    <Facts plan/>
                    <PasswordAgain/>
                    <FormActions><Submit class="">"Add plan"</Submit></FormActions>
                </Form>
            </div>
        </section>
    }
}

/// The fields that both forms have.
#[component]
fn Facts(plan: PricedPlan) -> impl IntoView {
    let price = write_amount(plan.price);
    view! {
        <TextField field=Field::Label autocomplete="off" value=plan.name/>
        <div class="field-pair">
            <TextField field=Field::Price autocomplete="off" value=price/>
            <TextField field=Field::Currency autocomplete="off" value=plan.currency/>
        </div>
        <div class="field-pair">
            <TextField field=Field::Memory autocomplete="off" value=plan.memory_mb.to_string()/>
            <TextField field=Field::Storage autocomplete="off" value=plan.storage_mb.to_string()/>
        </div>
        <div class="field-pair">
            <TextField field=Field::DomainCount autocomplete="off" value=plan.domains.to_string()/>
            <TextField field=Field::Position autocomplete="off" value=plan.position.to_string()/>
        </div>
    }
}

fn said<S>(act: Act<S>) -> impl IntoView
where
    S: ServerFn<Output = Done, Error = Failure> + 'static,
{
    view! { <Show when=move || act.done().get().is_some()><Notice kind="success" small=true>"The price list was changed."</Notice></Show> }
}

/// A form that failed is not folded away.
fn is_open(act: Act<ChangePlan>) -> bool {
    act.failure().with_untracked(Option::is_some)
}
