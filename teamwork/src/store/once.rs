//! Requests that carry an Idempotency-Key: that they were done, and what was answered.

use super::db::{Db, Tx};
use crate::rules::{id::UserId, moment::Moment};

/// A request that was done.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OnceRow {
    pub request_hash: Vec<u8>,
    pub status: Option<i64>,
    pub answer: Option<String>,
}

/// What a key stands for.
#[derive(Clone, Debug)]
pub struct Claim {
    pub key_hash: Vec<u8>,
    pub user: UserId,
    pub request_hash: Vec<u8>,
    pub forget_at: Moment,
}

impl Db {
    /// What was done under this key and is not forgotten yet.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn done_once(&self, key_hash: Vec<u8>, now: Moment) -> sqlx::Result<Option<OnceRow>> {
        self.read("SELECT request_hash, status, answer FROM idempotency WHERE key_hash = $1 AND forget_at > $2")
            .bind(key_hash)
            .bind(now)
            .maybe()
            .await
    }

    /// Keeps the answer beside what was done. What changed nothing has no row yet.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn keep_answer(&self, claim: &Claim, status: i64, answer: String) -> sqlx::Result<u64> {
        self.tend(
            "INSERT INTO idempotency (key_hash, user_id, request_hash, status, answer, forget_at)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (key_hash) DO UPDATE SET status = excluded.status, answer = excluded.answer
             WHERE idempotency.status IS NULL AND idempotency.request_hash = excluded.request_hash",
        )
        .bind(claim.key_hash.clone())
        .bind(claim.user)
        .bind(claim.request_hash.clone())
        .bind(status)
        .bind(answer)
        .bind(claim.forget_at)
        .run()
        .await
    }
}

impl Tx {
    /// Takes a key for this transaction. A twin waits here until the first one has committed, and then gets `false`.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn claim_key(&mut self, claim: &Claim, now: Moment) -> sqlx::Result<bool> {
        let claimed = self
            .query(
                "INSERT INTO idempotency (key_hash, user_id, request_hash, forget_at) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (key_hash) DO UPDATE SET
                     request_hash = excluded.request_hash, status = NULL, answer = NULL, forget_at = excluded.forget_at
                 WHERE idempotency.forget_at <= $5",
            )
            .bind(claim.key_hash.clone())
            .bind(claim.user)
            .bind(claim.request_hash.clone())
            .bind(claim.forget_at)
            .bind(now)
            .run()
            .await?;
        Ok(claimed == 1)
    }
}
