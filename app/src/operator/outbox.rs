//! `/operator/outbox`: whether mails go out. What is in them is nobody's business here.

use leptos::prelude::*;
use teamwork::rules::outbox::{MailCard, MailState};

use super::{
    Desk,
    api::{self, RetryMail},
    list::{Next, query},
};
use crate::{
    form::{Act, Form, Submit},
    parts::Load,
    remote::remote,
};

/// Mails in one state.
#[component]
pub fn Outbox() -> impl IntoView {
    let state: MailState = query("state").parse().unwrap_or_default();
    let after = query("after");
    let found = remote(|| 0, move || api::OperatorOutbox { state: state.key().into(), after: after.clone() });
    let states = move || {
        let one = |known: MailState| {
            let href = format!("?state={}", known.key());
            let here = (known == state).then_some("page");
            view! { <a class="tabs__item" href=href rel="external" aria-current=here>{known.name()}</a> }
        };
        MailState::ALL.map(one).into_iter().collect_view()
    };
    view! {
        <Load remote=found what="the outbox" let:found>
            <Desk title="Outbox" subtitle="To whom, of what kind, and whether it went." writes=true>
                <nav class="tabs" aria-label="Mails">{states()}</nav>
                {move || if found.with(|found| found.mails.is_empty()) {
                    view! { <p class="muted">"None."</p> }.into_any()
                } else {
                    let rows = found.get().mails.into_iter().map(|mail| row(mail, state)).collect_view();
                    view! { <ul class="rows" role="list">{rows}</ul> }.into_any()
                }}
                <Next next=found.with_untracked(|found| found.next.clone()) kept=("state", state.key().to_owned())/>
            </Desk>
        </Load>
    }
}

fn row(mail: MailCard, state: MailState) -> impl IntoView {
    let when = match state {
        MailState::Waiting => "due",
        MailState::Failed => "given up",
        MailState::Sent => "sent",
    };
    let tries = if mail.attempts == 1 { "1 try".to_owned() } else { format!("{} tries", mail.attempts) };
    let to = mail.to.clone();
    let retry = (state == MailState::Failed).then(|| {
        view! {
            <Form act={Act::<RetryMail>::keyed("mail", mail.id)} compact=true>
                <Submit class="button--small">"Try again"<span class="visually-hidden">" to send to " {to}</span></Submit>
            </Form>
        }
    });
    view! {
        <li class="rows__item">
            <div class="rows__main">
                <span class="rows__title">{mail.to.clone()}</span>
                <span class="rows__detail">{mail.kind} " · " {when} " " {mail.at.to_sentence()} " · " {tries}</span>
                {mail.error.map(|error| view! { <span class="rows__detail">{error}</span> })}
            </div>
            <div class="rows__end">{retry}</div>
        </li>
    }
}
