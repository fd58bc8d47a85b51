//! What platforms are told, and how that goes: the queue of the log, the messages, and each of them to each webhook.

use uuid::Uuid;

use super::db::{Db, Tx};
use crate::rules::{
    id::{AppId, CompanyId, MessageId, RequestId, UserId, WebhookId},
    log::{Door, Event},
    moment::Moment,
    webhook::{Delivery, DeliveryState, WebhookEvent},
};

/// How many deliveries one page of the list holds.
pub const PAGE: i64 = 50;

/// An entry of the log that nobody was told of yet, with the names of today.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Queued {
    pub log_id: i64,
    pub at: Moment,
    pub event: Event,
    pub actor_id: Option<UserId>,
    pub person_id: Option<UserId>,
    pub door: Door,
    pub request_id: RequestId,
    pub target: Option<String>,
    pub before: Option<String>,
    pub after: Option<String>,
    pub company_id: Option<CompanyId>,
    pub company_name: Option<String>,
    pub slug: Option<String>,
    pub app_id: Option<AppId>,
    pub app_name: Option<String>,
}

/// A message as it is written down.
pub struct NewMessage {
    pub id: MessageId,
    pub event: WebhookEvent,
    /// The entry it tells of, and which of the messages about it.
    pub log: Option<(i64, i64)>,
    pub at: Moment,
    pub body: String,
}

/// A delivery that is ours for a while.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Claimed {
    pub id: i64,
    pub message_id: MessageId,
    /// How often it was tried, this time included; a later attempt has another number.
    pub attempts: i64,
    pub attempts_before: i64,
    pub body: String,
}

/// What became of an attempt.
#[derive(Clone, Debug)]
pub struct Tried {
    pub delivery: i64,
    pub attempts: i64,
    pub at: Moment,
    pub millis: i64,
    pub status: Option<i64>,
    pub answer: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    message_id: MessageId,
    event: String,
    made_at: Moment,
    due_at: Option<Moment>,
    sent_at: Option<Moment>,
    attempts: i64,
    tried_at: Option<Moment>,
    millis: Option<i64>,
    status: Option<i64>,
    answer: Option<String>,
}

impl From<Row> for Delivery {
    fn from(row: Row) -> Self {
        let state = match (row.due_at, row.sent_at) {
            (Some(_), _) => DeliveryState::Waiting,
            (None, Some(_)) => DeliveryState::Sent,
            (None, None) => DeliveryState::Failed,
        };
        Self {
            id: row.id,
            message: message_word(row.message_id),
            event: row.event.parse().unwrap_or(WebhookEvent::Test),
            state,
            made_at: row.made_at,
            due_at: row.due_at,
            attempts: row.attempts,
            tried_at: row.tried_at,
            millis: row.millis,
            status: row.status,
            answer: row.answer,
        }
    }
}

/// A message as it is called outside: the `webhook-id`.
pub fn message_word(id: MessageId) -> String {
    format!("msg_{}", Uuid::from(id).simple())
}

macro_rules! claim {
    ($tail:literal) => {
        concat!(
            "UPDATE webhook_deliveries SET due_at = $1, attempts = attempts + 1
             WHERE id IN (SELECT id FROM webhook_deliveries WHERE webhook_id = $2 AND due_at <= $3
                          ORDER BY due_at, id LIMIT $4",
            $tail,
            ") RETURNING id, message_id, attempts, attempts_before,
                (SELECT m.body FROM webhook_messages m WHERE m.id = webhook_deliveries.message_id) AS body"
        )
    };
}

const INTO_MESSAGES: &str = "INSERT INTO webhook_messages (id, event, log_id, part, at, body)
    SELECT $1, $2, $3, $4, $5, $6 WHERE EXISTS
        (SELECT 1 FROM webhooks w WHERE w.disabled_at IS NULL AND (w.events = '' OR w.events LIKE $7))
    ON CONFLICT (log_id, part) WHERE log_id IS NOT NULL DO NOTHING";

impl Db {
    /// The next entries that nobody was told of, in the order of the log.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn webhook_queue(&self, most: i64) -> sqlx::Result<Vec<Queued>> {
        self.read(
            "SELECT q.log_id, l.at, l.event, l.actor_id, l.person_id, l.door, l.request_id, l.target, l.before, l.after,
                    l.company_id, c.name AS company_name, c.slug, l.app_id, a.name AS app_name
             FROM webhook_queue q JOIN log l ON l.id = q.log_id
             LEFT JOIN companies c ON c.id = l.company_id LEFT JOIN apps a ON a.id = l.app_id
             WHERE q.log_id > 0 ORDER BY q.log_id LIMIT $1",
        )
        .bind(most)
        .all()
        .await
    }

    /// The App that has this name, or had it last: a name is not free at once when its App is deleted.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn app_called(&self, name: &str) -> sqlx::Result<Option<AppId>> {
        let find = self.read("SELECT app_id FROM app_names WHERE name = $1");
        let row: Option<(AppId,)> = find.bind(name.to_owned()).maybe().await?;
        Ok(row.map(|(id,)| id))
    }

    /// Writes a message down for every webhook that wants it, once, however often this is asked: two servers may do it at
    /// the same time, and one may have stopped in the middle.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn tell_webhooks(&self, new: NewMessage, now: Moment) -> sqlx::Result<u64> {
        let (log, part) = new.log.unzip();
        let wants = format!("% {} %", new.event.key());
        let into = self.tend(INTO_MESSAGES).bind(new.id).bind(new.event.key()).bind(log).bind(part.unwrap_or_default());
        into.bind(new.at).bind(new.body).bind(wants.clone()).run().await?;
        self.tend(
            "INSERT INTO webhook_deliveries (webhook_id, message_id, made_at, due_at)
             SELECT w.id, m.id, m.at, $1 FROM webhook_messages m JOIN webhooks w ON w.disabled_at IS NULL
             WHERE m.log_id = $2 AND m.part = $3 AND (w.events = '' OR w.events LIKE $4)
             ON CONFLICT (webhook_id, message_id) DO NOTHING",
        )
        .bind(now)
        .bind(log)
        .bind(part)
        .bind(wants)
        .run()
        .await
    }

    /// Everybody was told of an entry.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn webhooks_told(&self, log_id: i64) -> sqlx::Result<u64> {
        self.tend("DELETE FROM webhook_queue WHERE log_id = $1").bind(log_id).run().await
    }

    /// Takes up to `most` deliveries of a webhook that are due. They come back when the lease ends without a word.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn claim_deliveries(
        &self,
        webhook: WebhookId,
        most: i64,
        lease_until: Moment,
        now: Moment,
    ) -> sqlx::Result<Vec<Claimed>> {
        // SKIP LOCKED is for several servers on PostgreSQL; on SQLite there is one writer.
        let (sqlite, postgres) = (claim!(""), claim!(" FOR UPDATE SKIP LOCKED"));
        let claim = if self.postgres().is_some() { postgres } else { sqlite };
        let rows = self.tend(claim).bind(lease_until).bind(webhook).bind(now).bind(most).all().await;
        let mut claimed: Vec<Claimed> = rows?;
        // What an UPDATE returns is in no order.
        claimed.sort_unstable_by_key(|delivery| delivery.id);
        Ok(claimed)
    }

    /// The platform took it. Whether this attempt still counts: another server may have made a later one.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn delivery_sent(&self, tried: Tried) -> sqlx::Result<bool> {
        let note = self.tend(
            "UPDATE webhook_deliveries SET sent_at = $3, due_at = NULL, failed_at = NULL, tried_at = $3, millis = $4,
                    status = $5, answer = $6
             WHERE id = $1 AND attempts = $2",
        );
        let note = note.bind(tried.delivery).bind(tried.attempts).bind(tried.at).bind(tried.millis);
        Ok(note.bind(tried.status).bind(tried.answer).run().await? == 1)
    }

    /// The platform did not take it; it is tried again at `retry_at`, or not when that is `None`. What has failed because
    /// its webhook was turned off meanwhile stays so.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn delivery_failed(&self, tried: Tried, retry_at: Option<Moment>) -> sqlx::Result<bool> {
        let note = self.tend(
            "UPDATE webhook_deliveries SET
                    due_at = CASE WHEN failed_at IS NULL THEN CAST($7 AS BIGINT) END,
                    failed_at = CASE WHEN failed_at IS NOT NULL OR CAST($7 AS BIGINT) IS NULL THEN $3 END,
                    tried_at = $3, millis = $4, status = $5, answer = $6
             WHERE id = $1 AND attempts = $2 AND sent_at IS NULL",
        );
        let note = note.bind(tried.delivery).bind(tried.attempts).bind(tried.at).bind(tried.millis);
        Ok(note.bind(tried.status).bind(tried.answer).bind(retry_at).run().await? == 1)
    }

    /// One page of what was sent to a webhook behind a place in the list, newest first, and one more.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn deliveries_of(&self, webhook: WebhookId, before: Option<i64>) -> sqlx::Result<Vec<Delivery>> {
        let rows: Vec<Row> = self
            .read(
                "SELECT d.id, d.message_id, m.event, d.made_at, d.due_at, d.sent_at, d.attempts, d.tried_at, d.millis,
                        d.status, d.answer
                 FROM webhook_deliveries d JOIN webhook_messages m ON m.id = d.message_id
                 WHERE d.webhook_id = $1 AND d.id < $2 ORDER BY d.id DESC LIMIT $3",
            )
            .bind(webhook)
            .bind(before.unwrap_or(i64::MAX))
            .bind(PAGE + 1)
            .all()
            .await?;
        Ok(rows.into_iter().map(Delivery::from).collect())
    }

    /// Removes what was told before this, with how it went.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn sweep_messages(&self, before: Moment) -> sqlx::Result<u64> {
        let sweep = self.tend(
            "DELETE FROM webhook_messages WHERE id IN (SELECT id FROM webhook_messages WHERE at <= $1 LIMIT 1000)",
        );
        sweep.bind(before).run().await
    }
}

impl Tx {
    /// Tells one webhook something that no entry of the log tells.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn tell_webhook(&mut self, webhook: WebhookId, new: NewMessage) -> sqlx::Result<()> {
        let (id, at) = (new.id, new.at);
        let add = self.query("INSERT INTO webhook_messages (id, event, at, body) VALUES ($1, $2, $3, $4)");
        add.bind(id).bind(new.event.key()).bind(at).bind(new.body).run().await?;
        let add = self
            .query("INSERT INTO webhook_deliveries (webhook_id, message_id, made_at, due_at) VALUES ($1, $2, $3, $3)");
        add.bind(webhook).bind(id).bind(at).run().await.map(|_| ())
    }

    /// Whether there is such a delivery, and whether it is under way.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn is_delivery_waiting(&mut self, webhook: WebhookId, id: i64) -> sqlx::Result<Option<bool>> {
        let find = self.query("SELECT due_at FROM webhook_deliveries WHERE id = $1 AND webhook_id = $2");
        let row: Option<(Option<Moment>,)> = find.bind(id).bind(webhook).maybe().await?;
        Ok(row.map(|(due_at,)| due_at.is_some()))
    }

    /// Sends one again, as if it had never been tried. `false` when it is under way.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn send_again(&mut self, webhook: WebhookId, id: i64, at: Moment) -> sqlx::Result<bool> {
        let again = self.query(
            "UPDATE webhook_deliveries SET due_at = $3, sent_at = NULL, failed_at = NULL, attempts_before = attempts
             WHERE id = $1 AND webhook_id = $2 AND due_at IS NULL",
        );
        Ok(again.bind(id).bind(webhook).bind(at).run().await? == 1)
    }

    /// Sends everything again that has failed and happened since then. Answers how many that are.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn send_failed_again(&mut self, webhook: WebhookId, since: Moment, at: Moment) -> sqlx::Result<u64> {
        let again = self.query(
            "UPDATE webhook_deliveries SET due_at = $3, failed_at = NULL, attempts_before = attempts
             WHERE webhook_id = $1 AND failed_at IS NOT NULL AND made_at >= $2",
        );
        again.bind(webhook).bind(since).bind(at).run().await
    }
}
