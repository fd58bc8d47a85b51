//! One attempt: claimed for a while, signed, and written down when it is known what became of it.

use std::sync::Arc;

use super::sign;
use crate::{
    acts::{Trouble, Warren, within},
    letters::Letter,
    rules::{
        id::WebhookId,
        log::Event,
        moment::Moment,
        problem::Problem,
        webhook::{
            WebhookOff,
            again::{KEPT, is_given_up, retry_at},
            target,
        },
    },
    store::{
        webhook_deliveries::{Claimed, Tried, message_word},
        webhooks::Line,
    },
};

/// What is said when the key of the house is another one than when the webhook was made.
const UNREADABLE: &str =
    "The secret of this webhook cannot be read: it was made with another key of the house. Renew it.";

/// What is to be sent now, signed. It is ours until the lease ends.
#[derive(Clone)]
pub struct Posting {
    pub webhook: WebhookId,
    pub url: String,
    /// The headers `webhook-id`, `webhook-timestamp` and `webhook-signature`.
    pub id: String,
    pub timestamp: String,
    pub signature: String,
    pub body: String,
    delivery: i64,
    attempts: i64,
    attempts_before: i64,
    at: Moment,
    fails: bool,
}

/// What became of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answered {
    /// The platform answered with this status and, as far as it is kept, this text.
    With(u16, String),
    /// It did not answer: why, for the operator.
    Not(String),
}

impl Warren {
    /// Waits until somebody has asked for something to be sent at once.
    pub async fn webhook_waiting(&self) {
        self.webhook_waits.notified().await;
    }

    /// The webhooks for which something is due.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn webhooks_with_work(&self) -> Result<Vec<WebhookId>, Problem> {
        self.db.webhooks_with_work(self.now()).await.map_err(|error| self.did_not_send(error))
    }

    /// Takes what is due for a webhook, at most so much, for `lease` milliseconds. Nothing when it is turned off.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn claim_deliveries(
        self: &Arc<Self>,
        webhook: WebhookId,
        most: i64,
        lease: i64,
    ) -> Result<Vec<Posting>, Problem> {
        let now = self.now();
        let line = self.db.webhook_line(webhook).await.map_err(|error| self.did_not_send(error))?;
        let Some(line) = line else { return Ok(Vec::new()) };
        let claimed = self.db.claim_deliveries(webhook, most, now.plus(lease), now).await;
        let claimed = claimed.map_err(|error| self.did_not_send(error))?;
        let secrets = self.secrets_of(&line, now);
        let postings: Vec<_> = claimed.into_iter().map(|claimed| posting(&line, &secrets, claimed, now)).collect();
        if secrets.is_empty() {
            for posting in &postings {
                self.delivered(posting, Answered::Not(UNREADABLE.into())).await?;
            }
            return Ok(Vec::new());
        }
        Ok(postings)
    }

    /// The secrets that sign now: the newest, and for a day the one before it.
    fn secrets_of(&self, line: &Line, now: Moment) -> Vec<String> {
        let Some(newest) = self.keys.unseal_webhook(line.id, &line.secret) else {
            tracing::error!(webhook = %line.id, "the secret of a webhook was sealed with another key of the house");
            return Vec::new();
        };
        let old = line.old_secret.as_ref().filter(|_| line.old_until.is_some_and(|until| now < until));
        let old = old.and_then(|sealed| self.keys.unseal_webhook(line.id, sealed));
        [Some(newest), old].into_iter().flatten().collect()
    }

    /// Writes down what became of an attempt. Any 2xx is a success; 410 turns the webhook off, and so do five days without
    /// a success.
    ///
    /// # Errors
    /// When the database does not answer; then it is sent once more.
    pub async fn delivered(self: &Arc<Self>, posting: &Posting, answered: Answered) -> Result<(), Problem> {
        let now = self.now();
        let (status, answer) = match answered {
            Answered::With(status, answer) => (Some(status), answer),
            Answered::Not(why) => (None, why),
        };
        let (delivery, attempts, millis) = (posting.delivery, posting.attempts, now.since(posting.at));
        let tried = Tried { delivery, attempts, at: now, millis, status: status.map(i64::from), answer };
        if status.is_some_and(|status| (200..300).contains(&status)) {
            self.db.delivery_sent(tried).await.map_err(|error| self.did_not_send(error))?;
            return self.fails_since(posting, None).await;
        }
        let retry_at = retry_at(attempts - posting.attempts_before, now, self.chance.bytes());
        let counts = self.db.delivery_failed(tried, retry_at).await.map_err(|error| self.did_not_send(error))?;
        tracing::warn!(webhook = %posting.webhook, id = posting.id, attempts, status, "webhook not delivered");
        if !counts {
            return Ok(());
        }
        self.fails_since(posting, Some(now)).await?;
        self.give_webhook_up(posting, status == Some(410)).await
    }

    /// Notes that a webhook begins to fail, or no longer does. Most attempts change nothing about that.
    async fn fails_since(&self, posting: &Posting, since: Option<Moment>) -> Result<(), Problem> {
        if posting.fails != since.is_some() {
            let noted = self.db.webhook_fails_since(posting.webhook, since).await;
            noted.map_err(|error| self.did_not_send(error))?;
        }
        Ok(())
    }

    /// Turns a webhook off that is gone or has failed for too long, and tells the operators. One that was changed or turned
    /// off meanwhile is left alone.
    async fn give_webhook_up(self: &Arc<Self>, posting: &Posting, gone: bool) -> Result<(), Problem> {
        if !gone && !posting.fails {
            return Ok(());
        }
        let house = self.house();
        let id = posting.webhook;
        within!(&house, |tx| {
            let found = tx.webhook(id).await?;
            let Some(webhook) = found.filter(|webhook| webhook.off.is_none() && webhook.url == posting.url) else {
                return Ok(());
            };
            let why = match gone {
                true => WebhookOff::Gone,
                false if is_given_up(webhook.failing_since, house.at) => WebhookOff::Failing,
                false => return Ok(()),
            };
            tx.switch_webhook(id, Some(why), house.at).await?;
            let (target, description, at) = (target::origin(&webhook.url), webhook.description, house.at);
            let letter = Letter::WebhookTurnedOff { webhook: id, target, description, why, at };
            tx.post_to_operators(&letter, house.at).await?;
            tx.record(house.entry(Event::WebhookTurnedOff).to(id).change(None, Some(why.key()))).await?;
        })?;
        self.mail_waits.notify_one();
        Ok(())
    }

    /// Removes what was told more than 30 days ago, with how it went. Answers how many messages that were.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sweep_webhooks(&self) -> Result<u64, Problem> {
        self.db.sweep_messages(self.now().plus(-KEPT)).await.map_err(|error| self.did_not_send(error))
    }

    fn did_not_send(&self, error: sqlx::Error) -> Problem {
        Trouble::from(error).tell(self.request())
    }
}

fn posting(line: &Line, secrets: &[String], claimed: Claimed, now: Moment) -> Posting {
    let (id, seconds) = (message_word(claimed.message_id), now.millis().div_euclid(1_000));
    Posting {
        webhook: line.id,
        url: line.url.clone(),
        signature: sign::sign(secrets, &id, seconds, &claimed.body),
        id,
        timestamp: seconds.to_string(),
        body: claimed.body,
        delivery: claimed.id,
        attempts: claimed.attempts,
        attempts_before: claimed.attempts_before,
        at: now,
        fails: line.failing_since.is_some(),
    }
}
