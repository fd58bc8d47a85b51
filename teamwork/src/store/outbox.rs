//! Mails owed (I30, I31): written with the act (`post.rs`), claimed by a worker for a while, done when the receiving server took it.

use serde::Deserialize;

use super::db::{Db, Tx};
use crate::{
    letters::Letter,
    rules::{
        id::{CompanyId, InvitationId, LinkId},
        invitation::InvitationState,
        moment::Moment,
        outbox::{MailCard, MailState},
        zone::TimeZone,
    },
};

/// A mail that is owed, or was sent.
#[derive(Clone, Debug)]
pub struct Mail {
    pub id: i64,
    pub to: String,
    pub letter: Letter,
    /// How often it was tried, this time included.
    pub attempts: i64,
    pub created_at: Moment,
    pub sent_at: Option<Moment>,
    /// Where its reader is, as far as an account with that address says so.
    pub zone: Option<TimeZone>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    address: String,
    letter: String,
    attempts: i64,
    created_at: Moment,
    sent_at: Option<Moment>,
    time_zone: Option<String>,
}

impl Row {
    fn into_mail(self) -> Option<Mail> {
        let letter = serde_json::from_str(&self.letter)
            .map_err(|error| tracing::error!(mail = self.id, %error, "a letter in the outbox cannot be read"))
            .ok()?;
        Some(Mail {
            id: self.id,
            to: self.address,
            letter,
            attempts: self.attempts,
            created_at: self.created_at,
            sent_at: self.sent_at,
            zone: self.time_zone.as_deref().and_then(TimeZone::named),
        })
    }
}

/// How many mails one page of the operator's list holds.
pub const PAGE: i64 = 50;

/// A mail without what is in it.
#[derive(sqlx::FromRow)]
struct CardRow {
    id: i64,
    address: String,
    letter: String,
    attempts: i64,
    at: Moment,
    last_error: Option<String>,
}

impl From<CardRow> for MailCard {
    fn from(row: CardRow) -> Self {
        let kind = serde_json::from_str::<Kind>(&row.letter).map(|kind| kind.letter.replace('_', " "));
        Self {
            id: row.id,
            to: row.address,
            kind: kind.unwrap_or_else(|_| "unknown".into()),
            attempts: row.attempts,
            at: row.at,
            error: row.last_error,
        }
    }
}

/// Of a letter, only what kind it is.
#[derive(Deserialize)]
struct Kind {
    letter: String,
}

/// The columns of a [`Row`]. The account of an address is the one that has proven it, else the newest that claims it.
macro_rules! mail {
    () => {
        "id, address, letter, attempts, created_at, sent_at,
         (SELECT u.time_zone FROM users u WHERE u.email_key = LOWER(outbox.address)
          ORDER BY CASE WHEN u.confirmed_at IS NULL THEN 1 ELSE 0 END, u.created_at DESC LIMIT 1) AS time_zone"
    };
}

macro_rules! claim {
    ($tail:literal) => {
        concat!(
            "UPDATE outbox SET due_at = $1, attempts = attempts + 1
             WHERE id IN (SELECT id FROM outbox WHERE due_at <= $2 ORDER BY due_at LIMIT $3",
            $tail,
            ") RETURNING ",
            mail!()
        )
    };
}

macro_rules! in_state {
    ($at:literal, $beyond:literal, $order:literal) => {
        concat!(
            "SELECT id, address, letter, attempts, ",
            $at,
            " AS at, last_error FROM outbox WHERE ",
            $at,
            " IS NOT NULL AND (",
            $at,
            ", id) ",
            $beyond,
            " ($1, $2) ORDER BY ",
            $order,
            " LIMIT $3"
        )
    };
}

impl Db {
    /// Takes up to `limit` mails that are due. They come back when the lease ends without an answer.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn claim_mails(&self, limit: i64, lease_until: Moment, now: Moment) -> sqlx::Result<Vec<Mail>> {
        // SKIP LOCKED is for several servers on PostgreSQL; on SQLite there is one writer.
        let (sqlite, postgres) = (claim!(""), claim!(" FOR UPDATE SKIP LOCKED"));
        let claim = if self.postgres().is_some() { postgres } else { sqlite };
        let rows: Vec<Row> = self.tend(claim).bind(lease_until).bind(now).bind(limit).all().await?;
        Ok(rows.into_iter().filter_map(Row::into_mail).collect())
    }

    /// The receiving server took it.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn mail_sent(&self, id: i64, at: Moment) -> sqlx::Result<u64> {
        self.tend("UPDATE outbox SET sent_at = $2, due_at = NULL WHERE id = $1").bind(id).bind(at).run().await
    }

    /// It did not go out; it is tried again at `retry_at`, or never when that is `None`.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn mail_failed(&self, id: i64, why: String, retry_at: Option<Moment>, at: Moment) -> sqlx::Result<u64> {
        self.tend(
            "UPDATE outbox SET due_at = $2, last_error = $3, failed_at = CASE WHEN $2 IS NULL THEN $4 END WHERE id = $1",
        )
        .bind(id)
        .bind(retry_at)
        .bind(why)
        .bind(at)
        .run()
        .await
    }

    /// Notes on an invitation that a mail about it arrived; that it reached them only when no newer one is on its way.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn invitation_mailed(
        &self,
        id: InvitationId,
        link: LinkId,
        at: Moment,
    ) -> sqlx::Result<Option<(CompanyId, InvitationState)>> {
        self.tend(
            "UPDATE invitations SET told_at = COALESCE(told_at, $3),
                    delivered_at = CASE WHEN link_id = $2 THEN $3 ELSE delivered_at END,
                    bounced = bounced AND link_id <> $2
             WHERE id = $1 RETURNING company_id, state",
        )
        .bind(id)
        .bind(link)
        .bind(at)
        .maybe()
        .await
    }

    /// Whether an invitation still waits for an answer to the link that a mail carries.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn awaits_answer(&self, id: InvitationId, link: LinkId) -> sqlx::Result<bool> {
        let row: Option<(InvitationId,)> = self
            .read("SELECT id FROM invitations WHERE id = $1 AND link_id = $2 AND state = 'pending'")
            .bind(id)
            .bind(link)
            .maybe()
            .await?;
        Ok(row.is_some())
    }

    /// Takes a mail back that need not go out any more.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn take_mail_back(&self, id: i64) -> sqlx::Result<u64> {
        self.tend("DELETE FROM outbox WHERE id = $1").bind(id).run().await
    }

    /// The newest mails, for the mailbox of the demo.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn mailbox(&self, before: Option<i64>) -> sqlx::Result<Vec<Mail>> {
        let rows: Vec<Row> = self
            .read(concat!("SELECT ", mail!(), " FROM outbox WHERE id < $1 ORDER BY id DESC LIMIT 50"))
            .bind(before.unwrap_or(i64::MAX))
            .all()
            .await?;
        Ok(rows.into_iter().filter_map(Row::into_mail).collect())
    }

    /// The mails in one state behind a place in the list, for the operator: what is wrong first, what went last last.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn mails_in(&self, state: MailState, after: Option<(Moment, i64)>) -> sqlx::Result<Vec<MailCard>> {
        let (first, sql) = match state {
            MailState::Waiting => (i64::MIN, in_state!("due_at", ">", "due_at, id")),
            MailState::Failed => (i64::MAX, in_state!("failed_at", "<", "failed_at DESC, id DESC")),
            MailState::Sent => (i64::MAX, in_state!("sent_at", "<", "sent_at DESC, id DESC")),
        };
        let (at, id) = after.unwrap_or((Moment::from_millis(first), first));
        let rows: Vec<CardRow> = self.read(sql).bind(at).bind(id).bind(PAGE + 1).all().await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Removes what nobody needs any more, a bounded batch at a time: ended sessions, links and limits, mails that were
    /// sent or given up.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn sweep(&self, now: Moment, long_ago: Moment) -> sqlx::Result<u64> {
        let mut swept = 0;
        for sql in [
            "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE ends_at <= $1 LIMIT 1000)",
            "DELETE FROM limits WHERE key IN (SELECT key FROM limits WHERE ends_at <= $1 LIMIT 1000)",
            "DELETE FROM idempotency WHERE key_hash IN (SELECT key_hash FROM idempotency WHERE forget_at <= $1 LIMIT 1000)",
            "DELETE FROM passkey_ceremonies WHERE id IN (SELECT id FROM passkey_ceremonies WHERE expires_at <= $1 LIMIT 1000)",
        ] {
            swept += self.tend(sql).bind(now).run().await?;
        }
        for sql in [
            // Kept for a while, so that whoever opens an old link reads that it has expired.
            "DELETE FROM links WHERE id IN (SELECT id FROM links WHERE expires_at <= $1 LIMIT 1000)",
            // Also kept for a while, so that whoever wonders sees in the list that the token has expired.
            "DELETE FROM tokens WHERE id IN (SELECT id FROM tokens WHERE expires_at <= $1 LIMIT 1000)",
            "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE sent_at <= $1 LIMIT 1000)",
            "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE failed_at <= $1 LIMIT 1000)",
            // Longer than the provider repeats them.
            "DELETE FROM provider_events WHERE id IN (SELECT id FROM provider_events WHERE at <= $1 LIMIT 1000)",
        ] {
            swept += self.tend(sql).bind(long_ago).run().await?;
        }
        Ok(swept)
    }
}

impl Tx {
    /// Takes a mail up again that was given up: as if it had never been tried. `false` when there is none.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn retry_mail(&mut self, id: i64, at: Moment) -> sqlx::Result<bool> {
        let retried = self.query(
            "UPDATE outbox SET due_at = $2, failed_at = NULL, attempts = 0 WHERE id = $1 AND failed_at IS NOT NULL",
        );
        Ok(retried.bind(id).bind(at).run().await? == 1)
    }
}
