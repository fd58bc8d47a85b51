//! `/operator/webhooks`: other platforms, and what they are told.

pub mod api;
mod deliveries;
mod one;

use leptos::prelude::*;
use teamwork::rules::{
    problem::Field,
    webhook::{Webhook, WebhookEvent, WebhookSecret},
};

use self::api::MakeWebhook;
pub use self::one::OneWebhook;
use super::{Desk, PasswordAgain};
use crate::{
    form::{Act, Form, FormActions, Submit, TextField, Ticks},
    parts::{Badge, CodeLine, Load, Notice},
    remote::remote,
};

/// All of them, and a form for one more.
#[component]
pub fn Webhooks() -> impl IntoView {
    let found = remote(|| 0, || api::OperatorWebhooks {});
    let make = Act::<MakeWebhook>::new();
    let made = make.done();
    view! {
        <Load remote=found what="the webhooks" let:found>
            <Desk title="Webhooks" subtitle="Other platforms are told what happens to Apps, and who reaches their code." writes=true>
                {made.get_untracked().map(|made| view! { <Secret made linked=true/> })}
                {move || if found.with(Vec::is_empty) {
                    view! { <p class="muted">"No platform is told anything yet."</p> }.into_any()
                } else {
                    let rows = found.get().into_iter().map(row).collect_view();
                    view! { <ul class="rows" role="list">{rows}</ul> }.into_any()
                }}
                <section class="card" aria-labelledby="another">
                    <header class="card__head"><h2 class="card__title" id="another">"Tell another platform"</h2></header>
                    <div class="card__body stack">
                        <Form act=make>
                            <Fields url=String::new() description=String::new() events=Vec::new()/>
                            <FormActions><Submit>"Make webhook"</Submit></FormActions>
                        </Form>
                    </div>
                </section>
            </Desk>
        </Load>
    }
}

fn row(webhook: Webhook) -> impl IntoView {
    let href = format!("/operator/webhooks/{}", webhook.id);
    let events = match webhook.events.as_slice() {
        [] => "everything".to_owned(),
        events => events.iter().map(|event| event.key()).collect::<Vec<_>>().join(", "),
    };
    let state = badge(&webhook);
    view! {
        <li class="rows__item">
            <div class="rows__main">
                <a class="rows__title link" href=href rel="external">{webhook.description}</a>
                <span class="rows__detail">{webhook.url}</span>
                <span class="rows__detail">{events}</span>
            </div>
            <div class="rows__end">{state}</div>
        </li>
    }
}

/// Whether it works.
fn badge(webhook: &Webhook) -> AnyView {
    match (webhook.off, webhook.failing_since) {
        (Some(_), _) => view! { <Badge kind="off">"Turned off"</Badge> }.into_any(),
        (None, Some(_)) => view! { <Badge kind="warning">"Failing"</Badge> }.into_any(),
        (None, None) => view! { <Badge kind="ok">"On"</Badge> }.into_any(),
    }
}

/// The only time the secret is shown.
#[component]
fn Secret(made: WebhookSecret, #[prop(optional)] linked: bool) -> impl IntoView {
    let href = format!("/operator/webhooks/{}", made.webhook);
    let link = linked.then(|| {
        view! { " Then " <a class="link" href=href rel="external">"send it a test"</a> "." }
    });
    view! {
        <Notice kind="success">
            <strong>"The secret was made."</strong>
            " Give it to the platform now: it is shown this once. Signatures are checked with it." {link}
        </Notice>
        <CodeLine text=made.secret what="secret"/>
    }
}

/// The fields of a webhook.
#[component]
fn Fields(url: String, description: String, events: Vec<WebhookEvent>) -> impl IntoView {
    let options = WebhookEvent::ALL.iter().map(|event| (event.key(), event.sentence(), events.contains(event)));
    let options: Vec<_> = options.collect();
    view! {
        <TextField
            field=Field::Url
            kind="url"
            value=url
            hint="It begins with https://. What is sent is signed, so that the platform knows it is from here."
            autocomplete="off"
        />
        <TextField field=Field::Description value=description hint="So that you know it again." autocomplete="off"/>
        <Ticks field=Field::Events legend="What is sent" hint="Nothing ticked means everything, also what comes later." options/>
        <PasswordAgain/>
    }
}
