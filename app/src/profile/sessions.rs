//! Where I am signed in.

use leptos::prelude::*;
use teamwork::rules::account::{SESSIONS_MAX, SessionCard};

use super::{
    api::{self, EndOtherSessions, EndSession},
    page::Section,
};
use crate::{
    form::{Act, Form, FormActions, Submit},
    parts::{Ago, Day, Load},
    remote::remote,
};

/// Devices with their last use; end one or all others.
#[component]
pub fn Sessions() -> impl IntoView {
    let mine = remote(|| 0, || api::Sessions {});
    view! {
        <Section id="sessions" title="Where you are signed in">
            <Load remote=mine what="your devices" let:cards>
                <ul class="rows" role="list">
                    {cards.get_untracked().into_iter().map(|card| view! { <Row card/> }).collect_view()}
                </ul>
                <Show when=move || { cards.with(Vec::len) >= SESSIONS_MAX }>
                    <p class="muted small">{format!("These are the {SESSIONS_MAX} used last. The button below also ends those that are not shown.")}</p>
                </Show>
                <Show when=move || { cards.with(Vec::len) > 1 }>
                    <Form act={Act::<EndOtherSessions>::new()}>
                        <FormActions><Submit class="button--danger">"Sign out everywhere else"</Submit></FormActions>
                    </Form>
                </Show>
            </Load>
        </Section>
    }
}

#[component]
fn Row(card: SessionCard) -> impl IntoView {
    let end = Act::<EndSession>::keyed("session", card.id);
    let device = card.device.clone();
    let way_out = if card.current {
        view! { <span class="badge badge--ok">"This device"</span> }.into_any()
    } else {
        view! {
            <Form act=end compact=true>
                <Submit class="button--small">"Sign out"<span class="visually-hidden">" " {device}</span></Submit>
            </Form>
        }
        .into_any()
    };
    view! {
        <li class="rows__item">
            <div class="rows__main">
                <span class="rows__title">{card.device}</span>
                <span class="rows__detail">"Last used " <Ago at=card.seen_at/> " · signed in on " <Day at=card.began_at/></span>
            </div>
            <div class="rows__end">{way_out}</div>
        </li>
    }
}
