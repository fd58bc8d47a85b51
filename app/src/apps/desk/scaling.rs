//! `/c/{slug}/apps/{app}/scaling`: another plan, with what it costs.

use leptos::prelude::*;
use teamwork::rules::{
    app::{AppOverview, ScalePreview, SuspendedBy},
    plan::PlanCard,
    problem::Conflict,
};

use super::{
    api::{ScaleApp, Scaling as ScalingOf},
    choice::PlanChoice,
};
use crate::{
    apps::{AppTabs, app_name},
    form::{Act, Form, FormActions, Hidden, Submit},
    frame::company_slug,
    parts::{Badge, Load, Notice, PageHead},
    remote::remote,
};

/// What each plan would cost this month, and the choice.
#[component]
pub fn Scaling() -> impl IntoView {
    let (slug, app) = (company_slug(), app_name());
    let preview = remote(|| 0, move || ScalingOf { slug: slug.clone(), app: app.clone() });
    let act = Act::<ScaleApp>::new();
    view! {
        <Load remote=preview what="the plans" let:preview>
            {
                let ScalePreview { app, from, choices } = preview.get_untracked();
                let plans = choices.iter().map(|choice| choice.plan.clone()).collect::<Vec<_>>();
                let rows = choices.into_iter().map(|choice| {
                    let plan = choice.plan;
                    view! {
                        <tr class="table__row" role="row">
                            <td class="table__cell" role="cell" data-label="Plan">{plan.name} " " {choice.current.then(|| view! { <Badge kind="ok">"Now"</Badge> })}</td>
                            <td class="table__cell" role="cell" data-label="A month">{plan.price.to_string()}</td>
                            <td class="table__cell" role="cell" data-label="This month">{choice.month.map_or_else(|| "nothing, a trial".into(), |month| month.to_string())}</td>
                        </tr>
                    }
                });
                let meaning = match app.payer {
                    Some(_) => format!("The App has the new room at once. The new price counts from {from}; today is still billed as before."),
                    None => "The App has the new room at once. A trial costs nothing.".to_owned(),
                };
                let change = match app.suspended_by {
                    Some(by @ (SuspendedBy::Operator | SuspendedBy::Dunning)) => {
                        let why = if by == SuspendedBy::Dunning { Conflict::PaymentOverdue } else { Conflict::AppSuspended };
                        view! { <Notice kind="warning">{why.to_string()}</Notice> }.into_any()
                    }
                    _ => view! { <Change app=app.clone() plans meaning act/> }.into_any(),
                };
                view! {
                    <PageHead title=format!("Scale {}", app.name)/>
                    <AppTabs slug=app.slug.clone().unwrap_or_default() app=app.name.clone() role=app.role/>
                    <Show when=move || act.done().get().is_some()><Notice kind="success">"The App has another plan now."</Notice></Show>
                    <table class="table" role="table" aria-label="What each plan costs">
                        <thead class="table__head" role="rowgroup"><tr class="table__row" role="row">
                            <th class="table__cell" role="columnheader" scope="col">"Plan"</th>
                            <th class="table__cell" role="columnheader" scope="col">"A month"</th>
                            <th class="table__cell" role="columnheader" scope="col">"This month, if you change now"</th>
                        </tr></thead>
                        <tbody class="table__body" role="rowgroup">{rows.collect_view()}</tbody>
                    </table>
                    {change}
                }
            }
        </Load>
    }
}

#[component]
fn Change(app: AppOverview, plans: Vec<PlanCard>, meaning: String, act: Act<ScaleApp>) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby="change">
            <header class="card__head"><h2 class="card__title" id="change">"Change the plan"</h2></header>
            <div class="card__body">
                <Form act>
                    <Hidden name="app" value=app.name/>
                    <Hidden name="version" value=app.version.to_string()/>
                    <PlanChoice plans value=app.plan.key/>
                    <p class="muted small">{meaning}</p>
                    <FormActions><Submit>"Scale App"</Submit></FormActions>
                </Form>
            </div>
        </section>
    }
}
