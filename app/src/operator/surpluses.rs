//! What was taken too much and the bank did not take back, as a part of `/operator/credits`.

use leptos::prelude::*;
use teamwork::rules::invoice::Surplus;

use super::api::SettleSurplus;
use crate::{
    failure::Failure,
    form::{Act, Form, LastEcho, Submit},
    parts::Notice,
};

/// Each with a button for who has paid it back. Nothing is shown when there is nothing.
pub(super) fn section(found: Vec<Surplus>) -> impl IntoView {
    let late = too_late(&found).map(|words| view! { <Notice kind="warning">{words}</Notice> });
    let rows = (!found.is_empty()).then(|| {
        let rows = found.into_iter().map(row).collect_view();
        view! {
            <h2 class="card__title">"Money the bank did not take back"</h2>
            <p class="muted">"The payment provider took too much, and it could not go back to the card or account. Transfer it, then note it here."</p>
            <ul class="rows" role="list">{rows}</ul>
        }
    });
    view! { {late} {rows} }
}

/// Why the last press changed nothing, when its row is gone and cannot say so.
fn too_late(found: &[Surplus]) -> Option<String> {
    let echo = use_context::<LastEcho>()?.0.get_value()?;
    let Failure::Problem(problem) = echo.failed("settle_surplus")? else { return None };
    let pressed = echo.field("refund")?;
    found.iter().all(|one| one.refund.to_string() != pressed).then(|| problem.to_string())
}

fn row(surplus: Surplus) -> impl IntoView {
    let Surplus { refund, invoice, buyer, company, amount, since } = surplus;
    let of = company.map_or_else(|| " · its Company is gone".to_owned(), |slug| format!(" · {slug}"));
    let name = format!(": {amount} to {buyer}");
    view! {
        <li class="rows__item">
            <div class="rows__main">
                <span class="rows__title">{amount.to_string()} " · " {buyer}</span>
                <span class="rows__detail">{format!("Taken too much for {invoice} · did not arrive on {since}")} {of}</span>
            </div>
            <div class="rows__end">
                <Form act={Act::<SettleSurplus>::keyed("refund", refund)} compact=true>
                    <Submit class="">"Paid back by transfer"<span class="visually-hidden">{name}</span></Submit>
                </Form>
            </div>
        </li>
    }
}
