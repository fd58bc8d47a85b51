//! `/operator/webhooks/{webhook}`: one platform, and everything that is done about it.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use teamwork::rules::{
    problem::Field,
    webhook::{Webhook, WebhookPage},
};

use super::{
    Fields, Secret,
    api::{self, ChangeWebhook, RemoveWebhook, RenewWebhook, SendFailedAgain, TestWebhook, TurnWebhook},
    badge, deliveries,
};
use crate::{
    form::{Act, Form, FormActions, Hidden, Submit, TextField},
    operator::{
        Desk, PasswordAgain,
        list::{Next, query},
    },
    parts::Load,
    remote::remote,
};

/// One of them: whether it works, what was sent, and the forms that change it.
#[component]
pub fn OneWebhook() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("webhook").unwrap_or_default());
    let after = query("after");
    let found = remote(|| 0, move || api::OperatorWebhook { webhook: id.clone(), after: after.clone() });
    let renew = Act::<RenewWebhook>::new();
    let renewed = renew.done();
    view! {
        <Load remote=found what="the webhook" let:found>
            <Desk
                title=Signal::derive(move || found.with(|found| found.webhook.description.clone()))
                subtitle=Signal::derive(move || found.with(|found| found.webhook.url.clone()))
                writes=true
            >
                {renewed.get_untracked().map(|made| view! { <Secret made/> })}
                {move || page(found.get(), renew)}
            </Desk>
        </Load>
    }
}

fn page(found: WebhookPage, renew: Act<RenewWebhook>) -> impl IntoView {
    let WebhookPage { webhook, deliveries: sent, next } = found;
    let is_on = webhook.off.is_none();
    let (id, rest) = (webhook.id.to_string(), webhook.clone());
    view! {
        <State webhook/>
        <section class="card" aria-labelledby="sent">
            <header class="card__head"><h2 class="card__title" id="sent">"What was sent"</h2></header>
            <div class="card__body stack">
                {deliveries::list(&id, sent, is_on)}
                <Next next kept=("", String::new())/>
                {is_on.then(|| view! { <Again id/> })}
                <p class="muted small">"Kept for 30 days. The order is not promised; the same id is the same message."</p>
            </div>
        </section>
        <Change webhook=rest renew/>
    }
}

#[component]
fn State(webhook: Webhook) -> impl IntoView {
    let id = webhook.id.to_string();
    let [first, second] = [id.clone(), id];
    let words = match (webhook.off, webhook.off_since, webhook.failing_since) {
        (Some(off), Some(since), _) => {
            format!("{} That was on {}. What happens meanwhile is not sent later.", off.sentence(), since.to_sentence())
        }
        (None, _, Some(since)) => format!(
            "Nothing was taken since {}. It is tried again by itself, and turned off after five days.",
            since.to_sentence()
        ),
        _ => "It is told what happens within seconds.".to_owned(),
    };
    let is_on = webhook.off.is_none();
    let turn = Act::<TurnWebhook>::keyed("on", !is_on);
    let test = is_on.then(|| {
        view! {
            <Form act={Act::<TestWebhook>::keyed("webhook", first)} compact=true>
                <Submit class="">"Send a test"</Submit>
            </Form>
        }
    });
    view! {
        <section class="card" aria-labelledby="state">
            <header class="card__head"><h2 class="card__title" id="state">"Whether it works"</h2>{badge(&webhook)}</header>
            <div class="card__body stack">
                <p>{words}</p>
                <div class="cluster">
                    {test}
                    <Form act=turn compact=true>
                        <Hidden name="webhook" value=second/>
                        <Submit class="">{if is_on { "Turn off" } else { "Turn on" }}</Submit>
                    </Form>
                </div>
            </div>
        </section>
    }
}

#[component]
fn Again(id: String) -> impl IntoView {
    view! {
        <details class="rows__more">
            <summary>"Send again what has failed"</summary>
            <Form act={Act::<SendFailedAgain>::new()}>
                <Hidden name="webhook" value=id/>
                <TextField
                    field=Field::Since
                    kind="date"
                    optional=true
                    hint="What happened on this day or later. Empty for everything that is kept."
                    autocomplete="off"
                    class="field__input--short"
                />
                <PasswordAgain/>
                <FormActions><Submit class="">"Send again"</Submit></FormActions>
            </Form>
        </details>
    }
}

#[component]
fn Change(webhook: Webhook, renew: Act<RenewWebhook>) -> impl IntoView {
    let Webhook { id, url, description, events, version, old_secret_until, .. } = webhook;
    let [first, second, third] = [id.to_string(), id.to_string(), id.to_string()];
    let [seen, too] = [version.to_string(), version.to_string()];
    let old =
        old_secret_until.map(|until| format!(" There is an old one that signs too, until {}.", until.to_sentence()));
    view! {
        <section class="card" aria-labelledby="change">
            <header class="card__head"><h2 class="card__title" id="change">"Change it"</h2></header>
            <div class="card__body stack">
                <Form act={Act::<ChangeWebhook>::new()}>
                    <Hidden name="webhook" value=first/>
                    <Hidden name="version" value=seen/>
                    <Fields url description events/>
                    <FormActions><Submit class="">"Save"</Submit></FormActions>
                </Form>
            </div>
        </section>
        <section class="card" aria-labelledby="secret">
            <header class="card__head"><h2 class="card__title" id="secret">"Its secret"</h2></header>
            <div class="card__body stack">
                <p>"A new secret signs at once. The one before it signs too for a day, so that the platform can change over." {old}</p>
                <Form act=renew>
                    <Hidden name="webhook" value=second/>
                    <Hidden name="version" value=too/>
                    <PasswordAgain/>
                    <FormActions><Submit class="">"Make a new secret"</Submit></FormActions>
                </Form>
            </div>
        </section>
        <section class="card" aria-labelledby="remove">
            <header class="card__head"><h2 class="card__title" id="remove">"Remove it"</h2></header>
            <div class="card__body stack">
                <p>"The platform is told nothing any more, and what was sent is forgotten."</p>
                <Form act={Act::<RemoveWebhook>::new()}>
                    <Hidden name="webhook" value=third/>
                    <PasswordAgain/>
                    <FormActions><Submit class="button--danger">"Remove webhook"</Submit></FormActions>
                </Form>
            </div>
        </section>
    }
}
