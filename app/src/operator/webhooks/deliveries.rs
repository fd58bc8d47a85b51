//! What was sent to a platform, and how that went.

use leptos::prelude::*;
use teamwork::rules::{
    count::amount,
    webhook::{Delivery, DeliveryState},
};

use super::api::SendDeliveryAgain;
use crate::{
    form::{Act, Form, Hidden, Submit},
    parts::{Badge, Until},
};

/// The rows, newest first. Only a webhook that is on sends something again.
pub(super) fn list(webhook: &str, deliveries: Vec<Delivery>, is_on: bool) -> AnyView {
    if deliveries.is_empty() {
        return view! { <p class="muted">"Nothing yet."</p> }.into_any();
    }
    let rows = deliveries.into_iter().map(|delivery| row(webhook.to_owned(), delivery, is_on)).collect_view();
    view! { <ul class="rows" role="list">{rows}</ul> }.into_any()
}

fn row(webhook: String, delivery: Delivery, is_on: bool) -> impl IntoView {
    let event = delivery.event.key();
    let again = (is_on && delivery.state != DeliveryState::Waiting).then(|| {
        view! {
            <Form act={Act::<SendDeliveryAgain>::keyed("delivery", delivery.id)} compact=true>
                <Hidden name="webhook" value=webhook/>
                <Submit class="button--small">"Send again"<span class="visually-hidden">" " {event}</span></Submit>
            </Form>
        }
    });
    let (state, last) = (badge(delivery.state), last(&delivery));
    view! {
        <li class="rows__item">
            <div class="rows__main">
                <span class="rows__title"><code>{event}</code></span>
                <span class="rows__detail">{delivery.made_at.to_sentence()} " · " {amount(delivery.attempts, "attempt", "attempts")}
                    {delivery.due_at.map(|at| view! { " · next " <Until at/> })}
                </span>
                {last.map(|words| view! { <span class="rows__detail">{words}</span> })}
                <span class="rows__detail"><code>{delivery.message}</code></span>
            </div>
            <div class="rows__end">{state} {again}</div>
        </li>
    }
}

/// How the last attempt went: "500 in 12 ms: out of order".
fn last(delivery: &Delivery) -> Option<String> {
    let millis = delivery.millis.unwrap_or_default();
    let answer = delivery.answer.clone().unwrap_or_default();
    match delivery.status {
        Some(status) if answer.is_empty() => Some(format!("{status} in {millis} ms")),
        Some(status) => Some(format!("{status} in {millis} ms: {answer}")),
        None => Some(answer).filter(|answer| !answer.is_empty()),
    }
}

fn badge(state: DeliveryState) -> AnyView {
    match state {
        DeliveryState::Waiting => view! { <Badge kind="waiting">{state.name()}</Badge> }.into_any(),
        DeliveryState::Sent => view! { <Badge kind="ok">{state.name()}</Badge> }.into_any(),
        DeliveryState::Failed => view! { <Badge kind="danger">{state.name()}</Badge> }.into_any(),
    }
}
