//! `warren webhook`.

use clap::Subcommand;
use teamwork::rules::{
    id::WebhookId,
    webhook::{Delivery, Webhook, form::WebhookForm},
};

use super::{Done, list, operator, say, sentence_of};

#[derive(Subcommand)]
pub(super) enum Webhooks {
    /// List all of them: where they go, and whether they work
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Tell another platform what happens; the secret is printed this once
    Make {
        /// https://…
        url: String,
        /// What it is for
        #[arg(long)]
        description: String,
        /// An event, like app.deployed; may stand several times, and without it everything is sent
        #[arg(long = "event")]
        events: Vec<String>,
    },
    /// Give one a new secret; the one before it signs too for a day
    Renew { webhook: WebhookId },
    /// Turn one on
    Enable { webhook: WebhookId },
    /// Turn one off
    Disable { webhook: WebhookId },
    /// Send one a test
    Test { webhook: WebhookId },
    /// List fifty deliveries to one, newest first
    Sent {
        webhook: WebhookId,
        /// Where the page before ended
        #[arg(long)]
        after: Option<String>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Send one delivery again, or everything that has failed
    Retry {
        webhook: WebhookId,
        /// The number that `sent` shows
        #[arg(long)]
        delivery: Option<i64>,
        /// Only what happened on this day or later, like 2026-11-20
        #[arg(long, default_value = "", conflicts_with = "delivery")]
        since: String,
    },
    /// Remove one, with what was sent to it
    Remove { webhook: WebhookId },
}

pub(super) async fn run(command: Webhooks) -> Done {
    let operator = operator().await?;
    let done = match command {
        Webhooks::List { json } => return list(&operator.webhooks().await.map_err(sentence_of)?, json, line),
        Webhooks::Make { url, description, events } => {
            let made = operator.make_webhook(&WebhookForm { url, description, events }).await.map_err(sentence_of)?;
            return say(&format!("{}\n{}\n", made.webhook, made.secret));
        }
        Webhooks::Renew { webhook } => {
            let seen = operator.webhook(webhook, None).await.map_err(sentence_of)?.webhook.version;
            let made = operator.renew_webhook(webhook, seen).await.map_err(sentence_of)?;
            return say(&format!("{}\n", made.secret));
        }
        Webhooks::Sent { webhook, after, json } => return sent(webhook, after.as_deref(), json).await,
        Webhooks::Enable { webhook } => operator.turn_webhook(webhook, true).await,
        Webhooks::Disable { webhook } => operator.turn_webhook(webhook, false).await,
        Webhooks::Test { webhook } => operator.test_webhook(webhook).await,
        Webhooks::Retry { webhook, delivery: Some(delivery), .. } => {
            operator.send_delivery_again(webhook, delivery).await
        }
        Webhooks::Retry { webhook, delivery: None, since } => {
            operator.send_failed_again(webhook, &since).await.map(|_| ())
        }
        Webhooks::Remove { webhook } => operator.remove_webhook(webhook).await,
    };
    done.map_err(sentence_of)?;
    say("Done.\n")
}

async fn sent(webhook: WebhookId, after: Option<&str>, json: bool) -> Done {
    let page = operator().await?.webhook(webhook, after).await.map_err(sentence_of)?;
    let listed = list(&page.deliveries, json, delivery)?;
    if let Some(next) = page.next.filter(|_| !json) {
        say(&format!("More: warren webhook sent {webhook} --after {next}\n"))?;
    }
    Ok(listed)
}

fn line(webhook: &Webhook) -> String {
    let state = match (webhook.off, webhook.failing_since) {
        (Some(_), _) => "off",
        (None, Some(_)) => "failing",
        (None, None) => "on",
    };
    format!("{}  {state:<8}{}  {}", webhook.id, webhook.url, webhook.description)
}

fn delivery(delivery: &Delivery) -> String {
    let (at, event) = (delivery.made_at.to_rfc3339(), delivery.event.key());
    let state = delivery.state.name().to_lowercase();
    let status = delivery.status.map_or_else(|| "-".to_owned(), |status| status.to_string());
    format!("{:<8}{at}  {event:<16}{state:<11}{:>3} tries  {status}", delivery.id, delivery.attempts)
}
