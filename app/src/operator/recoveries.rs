//! `/operator/recoveries`: which wait, which have ended.

use leptos::prelude::*;
use teamwork::rules::recovery::{RECOVERIES_MAX, RecoveryCard, RecoveryState};

use super::{
    Desk,
    api::{self, CallOffRecovery, CompleteRecovery},
};
use crate::{
    form::{Act, Form, Submit},
    parts::{Badge, Blankslate, Load, now},
    remote::remote,
};

/// All of them, those that wait first.
#[component]
pub fn Recoveries() -> impl IntoView {
    let cards = remote(|| 0, || api::OperatorRecoveries {});
    let list = |cards: Vec<RecoveryCard>| {
        if cards.is_empty() {
            let text = "A recovery begins on the page of a Company.";
            return view! { <Blankslate title="No recovery yet" text/> }.into_any();
        }
        let cut = RecoveryState::ALL
            .into_iter()
            .any(|state| cards.iter().filter(|card| card.state == state).count() >= RECOVERIES_MAX)
            .then(|| {
                let words = format!(
                    "Shown are {RECOVERIES_MAX} of each state: of those that wait the oldest, of the others the newest. The log of each Company has all."
                );
                view! { <p class="muted small">{words}</p> }
            });
        view! { <div class="stack">{cut}{cards.into_iter().map(|card| view! { <Card card/> }).collect_view()}</div> }
            .into_any()
    };
    view! {
        <Load remote=cards what="the recoveries" let:cards>
            <Desk title="Recoveries" subtitle="New Owners for Companies whose Owner is gone. Nothing happens by the clock." writes=true>
                {move || list(cards.get())}
            </Desk>
        </Load>
    }
}

/// One recovery, with what can be done about it now.
#[component]
pub(super) fn Card(card: RecoveryCard) -> impl IntoView {
    let kind = match card.state {
        RecoveryState::Waiting => "waiting",
        RecoveryState::Stopped => "off",
        RecoveryState::Done => "ok",
    };
    let company = card.company.clone();
    let acts = (card.state == RecoveryState::Waiting).then(|| {
        let complete = Act::<CompleteRecovery>::keyed("recovery", card.id);
        let call_off = Act::<CallOffRecovery>::keyed("recovery", card.id);
        let ripe = card.state.completable(card.due_at, now()).is_ok();
        let named = company.clone();
        let complete = ripe.then(|| view! {
            <Form act=complete compact=true>
                <Submit class="button--danger">"Complete the recovery"<span class="visually-hidden">" of " {named}</span></Submit>
            </Form>
        });
        view! {
            <div class="form-actions">
                {complete}
                <Form act=call_off compact=true><Submit class="">"Stop it"<span class="visually-hidden">": " {company}</span></Submit></Form>
            </div>
        }
    });
    let href = format!("/operator/companies/{}", card.slug);
    view! {
        <section class="card">
            <header class="card__head">
                <h2 class="card__title">"Recovery of " <a class="link" href=href rel="external">{card.company.clone()}</a></h2>
                <Badge kind>{card.state.name()}</Badge>
            </header>
            <div class="card__body stack"><Facts card/>{acts}</div>
        </section>
    }
}

/// Who, why, and when.
#[component]
pub(super) fn Facts(card: RecoveryCard) -> impl IntoView {
    let when = match card.ended_at {
        Some(at) => ("Ended", at),
        None => ("Not before", card.due_at),
    };
    let rows = [
        ("Becomes Owner", format!("{} ({})", card.heir, card.heir_email)),
        ("Membership ends", card.departed.unwrap_or_else(|| "Nobody’s".into())),
        ("Reason", card.reason),
        ("Requested", card.requested_at.to_sentence()),
        (when.0, when.1.to_sentence()),
    ];
    let rows = rows.map(|(term, value)| {
        view! { <div class="facts__row"><dt class="facts__term">{term}</dt><dd class="facts__value">{value}</dd></div> }
    });
    view! { <dl class="facts">{rows.into_iter().collect_view()}</dl> }
}
