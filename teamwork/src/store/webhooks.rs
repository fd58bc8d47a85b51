//! Webhooks: where platforms are told of what happens, and the secrets with which that is signed, sealed.

use super::db::{Db, Tx};
use crate::rules::{
    id::WebhookId,
    moment::Moment,
    webhook::{Webhook, WebhookEvent, WebhookOff},
};

#[derive(sqlx::FromRow)]
struct Row {
    id: WebhookId,
    url: String,
    description: String,
    events: String,
    version: i64,
    made_at: Moment,
    disabled_at: Option<Moment>,
    disabled_why: Option<WebhookOff>,
    failing_since: Option<Moment>,
    old_until: Option<Moment>,
}

impl From<Row> for Webhook {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            url: row.url,
            description: row.description,
            // A word of a newer version is none that this one sends.
            events: row.events.split_whitespace().filter_map(|word| word.parse().ok()).collect(),
            made_at: row.made_at,
            off: row.disabled_why,
            off_since: row.disabled_at,
            failing_since: row.failing_since,
            old_secret_until: row.old_until,
            version: row.version,
        }
    }
}

/// What sending to a webhook needs. The secrets are sealed.
#[derive(Clone, sqlx::FromRow)]
pub struct Line {
    pub id: WebhookId,
    pub url: String,
    pub secret: String,
    pub old_secret: Option<String>,
    pub old_until: Option<Moment>,
    pub failing_since: Option<Moment>,
}

/// A webhook as it is made.
pub struct NewWebhook {
    pub id: WebhookId,
    pub url: String,
    pub description: String,
    pub events: Vec<WebhookEvent>,
    /// Sealed.
    pub secret: String,
}

#[derive(sqlx::FromRow)]
struct Waiting {
    webhook_id: WebhookId,
}

/// With a space before and behind each, so that one is found by itself.
fn words(events: &[WebhookEvent]) -> String {
    events.iter().map(|event| format!(" {} ", event.key())).collect()
}

const ONE: &str =
    "SELECT id, url, description, events, version, made_at, disabled_at, disabled_why, failing_since, old_until
    FROM webhooks WHERE id = $1";

impl Db {
    /// All webhooks, the oldest first: there are few.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn webhooks(&self) -> sqlx::Result<Vec<Webhook>> {
        let rows: Vec<Row> = self
            .read(
                "SELECT id, url, description, events, version, made_at, disabled_at, disabled_why, failing_since, old_until
                 FROM webhooks ORDER BY made_at, id LIMIT 100",
            )
            .all()
            .await?;
        Ok(rows.into_iter().map(Webhook::from).collect())
    }

    /// One webhook.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn webhook(&self, id: WebhookId) -> sqlx::Result<Option<Webhook>> {
        Ok(self.read(ONE).bind(id).maybe::<Row>().await?.map(Webhook::from))
    }

    /// The webhooks for which something is due. One entry of an index is looked at for each.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn webhooks_with_work(&self, now: Moment) -> sqlx::Result<Vec<WebhookId>> {
        let rows: Vec<Waiting> = self
            .read(
                "SELECT w.id AS webhook_id FROM webhooks w WHERE w.disabled_at IS NULL AND EXISTS
                    (SELECT 1 FROM webhook_deliveries d
                     WHERE d.webhook_id = w.id AND d.due_at IS NOT NULL AND d.due_at <= $1)
                 ORDER BY w.made_at LIMIT 100",
            )
            .bind(now)
            .all()
            .await?;
        Ok(rows.into_iter().map(|row| row.webhook_id).collect())
    }

    /// What sending to a webhook needs, as long as it is turned on.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn webhook_line(&self, id: WebhookId) -> sqlx::Result<Option<Line>> {
        let line = self.read(
            "SELECT id, url, secret, old_secret, old_until, failing_since FROM webhooks
             WHERE id = $1 AND disabled_at IS NULL",
        );
        line.bind(id).maybe().await
    }

    /// Notes since when a webhook takes nothing, unless that is known; `None` when it took something.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn webhook_fails_since(&self, id: WebhookId, since: Option<Moment>) -> sqlx::Result<u64> {
        let note = self.tend(
            "UPDATE webhooks SET failing_since = $2
             WHERE id = $1 AND (failing_since IS NULL) <> (CAST($2 AS BIGINT) IS NULL)",
        );
        note.bind(id).bind(since).run().await
    }
}

impl Tx {
    /// A webhook, locked until the end of the transaction.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn webhook(&mut self, id: WebhookId) -> sqlx::Result<Option<Webhook>> {
        const LOCKED: &str = "SELECT id, url, description, events, version, made_at, disabled_at, disabled_why,
                failing_since, old_until
            FROM webhooks WHERE id = $1 FOR UPDATE";
        Ok(self.pick(ONE, LOCKED).bind(id).maybe::<Row>().await?.map(Webhook::from))
    }

    /// Adds a webhook, unless there are as many as there can be.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn add_webhook(&mut self, new: NewWebhook, most: i64, at: Moment) -> sqlx::Result<bool> {
        let add = self.query(
            "INSERT INTO webhooks (id, url, description, events, secret, made_at)
             SELECT $1, $2, $3, $4, $5, $6 WHERE (SELECT COUNT(*) FROM webhooks w WHERE w.made_at >= 0) < $7",
        );
        let add = add.bind(new.id).bind(new.url).bind(new.description).bind(words(&new.events));
        Ok(add.bind(new.secret).bind(at).bind(most).run().await? == 1)
    }

    /// Changes what is sent, and where to.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn change_webhook(
        &mut self,
        id: WebhookId,
        url: &str,
        description: &str,
        events: &[WebhookEvent],
    ) -> sqlx::Result<u64> {
        let change = self.query(
            "UPDATE webhooks SET url = $2, description = $3, events = $4, failing_since = NULL, version = version + 1
             WHERE id = $1",
        );
        change.bind(id).bind(url.to_owned()).bind(description.to_owned()).bind(words(events)).run().await
    }

    /// Gives a webhook a new secret; the present one signs too until `old_until`.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn renew_webhook(&mut self, id: WebhookId, secret: String, old_until: Moment) -> sqlx::Result<u64> {
        let renew = self.query(
            "UPDATE webhooks SET old_secret = secret, old_until = $3, secret = $2, version = version + 1 WHERE id = $1",
        );
        renew.bind(id).bind(secret).bind(old_until).run().await
    }

    /// Turns a webhook off, for this reason, or on. What waited for one that is off has failed: it can be sent again.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn switch_webhook(&mut self, id: WebhookId, off: Option<WebhookOff>, at: Moment) -> sqlx::Result<()> {
        let switch = self.query(
            "UPDATE webhooks SET disabled_at = $2, disabled_why = $3, failing_since = NULL, version = version + 1
             WHERE id = $1",
        );
        switch.bind(id).bind(off.map(|_| at)).bind(off).run().await?;
        if off.is_some() {
            let fail = self.query(
                "UPDATE webhook_deliveries SET due_at = NULL, failed_at = $2
                 WHERE webhook_id = $1 AND due_at IS NOT NULL",
            );
            fail.bind(id).bind(at).run().await?;
        }
        Ok(())
    }

    /// Removes a webhook with all that was sent to it.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn remove_webhook(&mut self, id: WebhookId) -> sqlx::Result<u64> {
        self.query("DELETE FROM webhooks WHERE id = $1").bind(id).run().await
    }
}
