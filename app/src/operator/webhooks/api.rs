//! What the pages of webhooks ask the server, one line each.

use leptos::prelude::*;
use leptos_axum::redirect;
#[cfg(feature = "ssr")]
use teamwork::rules::webhook::form::WebhookForm;
use teamwork::rules::{
    id::WebhookId,
    problem::{Problem, Thing},
    webhook::{Webhook, WebhookPage, WebhookSecret},
};

use crate::{
    actor::{actor, proven},
    failure::Failure,
    form::Done,
};

/// All of them.
#[server(prefix = "/do", endpoint = "operator_webhooks")]
pub async fn operator_webhooks() -> Result<Vec<Webhook>, Failure> {
    Ok(actor()?.operator().await?.webhooks().await?)
}

/// One of them, with a page of what was sent.
#[server(prefix = "/do", endpoint = "operator_webhook")]
pub async fn operator_webhook(webhook: String, after: String) -> Result<WebhookPage, Failure> {
    // The operator first: for everybody else there is no such place, whatever the address says.
    let operator = actor()?.operator().await?;
    let id = webhook.parse().map_err(|_| Problem::NotFound(Thing::Webhook))?;
    Ok(operator.webhook(id, Some(after.as_str()).filter(|after| !after.is_empty())).await?)
}

/// Makes one; its secret is in the answer and nowhere else.
#[server(prefix = "/do", endpoint = "make_webhook")]
pub async fn make_webhook(
    url: String,
    description: String,
    #[server(default)] events: Vec<String>,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<WebhookSecret, Failure> {
    let form = WebhookForm { url, description, events };
    Ok(proven(&password, &code).await?.operator().await?.make_webhook(&form).await?)
}

/// Changes where it goes and what it tells.
#[server(prefix = "/do", endpoint = "change_webhook")]
pub async fn change_webhook(
    webhook: WebhookId,
    version: i64,
    url: String,
    description: String,
    #[server(default)] events: Vec<String>,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<Done, Failure> {
    let form = WebhookForm { url, description, events };
    proven(&password, &code).await?.operator().await?.change_webhook(webhook, version, &form).await?;
    Ok(Done::Yes)
}

/// Gives it a new secret, which is in the answer and nowhere else.
#[server(prefix = "/do", endpoint = "renew_webhook")]
pub async fn renew_webhook(
    webhook: WebhookId,
    version: i64,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<WebhookSecret, Failure> {
    Ok(proven(&password, &code).await?.operator().await?.renew_webhook(webhook, version).await?)
}

/// Turns it off or on.
#[server(prefix = "/do", endpoint = "turn_webhook")]
pub async fn turn_webhook(webhook: WebhookId, on: bool) -> Result<Done, Failure> {
    actor()?.operator().await?.turn_webhook(webhook, on).await?;
    Ok(Done::Yes)
}

/// Removes it, and shows the list.
#[server(prefix = "/do", endpoint = "remove_webhook")]
pub async fn remove_webhook(
    webhook: WebhookId,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<(), Failure> {
    proven(&password, &code).await?.operator().await?.remove_webhook(webhook).await?;
    redirect("/operator/webhooks");
    Ok(())
}

/// Sends it a test.
#[server(prefix = "/do", endpoint = "test_webhook")]
pub async fn test_webhook(webhook: WebhookId) -> Result<Done, Failure> {
    actor()?.operator().await?.test_webhook(webhook).await?;
    Ok(Done::Yes)
}

/// Sends one delivery again.
#[server(prefix = "/do", endpoint = "send_delivery_again")]
pub async fn send_delivery_again(webhook: WebhookId, delivery: i64) -> Result<Done, Failure> {
    actor()?.operator().await?.send_delivery_again(webhook, delivery).await?;
    Ok(Done::Yes)
}

/// Sends everything again that has failed since a day.
#[server(prefix = "/do", endpoint = "send_failed_again")]
pub async fn send_failed_again(
    webhook: WebhookId,
    #[server(default)] since: String,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<Done, Failure> {
    proven(&password, &code).await?.operator().await?.send_failed_again(webhook, &since).await?;
    Ok(Done::Yes)
}
