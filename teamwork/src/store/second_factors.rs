//! Second factors: the seed of the secret, the last step used, and recovery codes by their hashes.

use super::db::{Db, Tx};
use crate::rules::{id::UserId, moment::Moment};

/// What is remembered of a person's second factor.
#[derive(Clone, Debug, Default, sqlx::FromRow)]
pub struct Factor {
    pub factor_seed: Option<Vec<u8>>,
    pub factor_on_at: Option<Moment>,
    pub codes_left: i64,
}

const FACTOR: &str = "SELECT factor_seed, factor_on_at,
    (SELECT COUNT(*) FROM recovery_codes r WHERE r.user_id = u.id) AS codes_left FROM users u WHERE u.id = $1";

impl Db {
    /// The second factor of a person.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn factor(&self, user: UserId) -> sqlx::Result<Factor> {
        Ok(self.read(FACTOR).bind(user).maybe().await?.unwrap_or_default())
    }
}

impl Tx {
    /// The second factor of a person.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn factor(&mut self, user: UserId) -> sqlx::Result<Factor> {
        Ok(self.query(FACTOR).bind(user).maybe().await?.unwrap_or_default())
    }

    /// Begins anew with another seed. `false` while a second factor is on.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn begin_factor(&mut self, user: UserId, seed: Vec<u8>) -> sqlx::Result<bool> {
        let begun = self.query("UPDATE users SET factor_seed = $2 WHERE id = $1 AND factor_on_at IS NULL");
        Ok(begun.bind(user).bind(seed).run().await? == 1)
    }

    /// From now on the code is asked for. `false` when it is already.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn turn_factor_on(&mut self, user: UserId, at: Moment) -> sqlx::Result<bool> {
        let on = self.query("UPDATE users SET factor_on_at = $2 WHERE id = $1 AND factor_on_at IS NULL");
        Ok(on.bind(user).bind(at).run().await? == 1)
    }

    /// Forgets the second factor and its recovery codes. `false` when there is none.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn turn_factor_off(&mut self, user: UserId) -> sqlx::Result<bool> {
        self.query("DELETE FROM recovery_codes WHERE user_id = $1").bind(user).run().await?;
        let off = self.query(
            "UPDATE users SET factor_seed = NULL, factor_on_at = NULL WHERE id = $1 AND factor_on_at IS NOT NULL",
        );
        Ok(off.bind(user).run().await? == 1)
    }

    /// Uses up the code of a step. `false` when that step or a later one was used before.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn use_step(&mut self, user: UserId, step: i64) -> sqlx::Result<bool> {
        let used = self.query("UPDATE users SET factor_step = $2 WHERE id = $1 AND factor_step < $2");
        Ok(used.bind(user).bind(step).run().await? == 1)
    }

    /// Uses up a recovery code. `false` when there is none like it.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn use_recovery_code(&mut self, user: UserId, hash: Vec<u8>) -> sqlx::Result<bool> {
        let used = self.query("DELETE FROM recovery_codes WHERE user_id = $1 AND code_hash = $2");
        Ok(used.bind(user).bind(hash).run().await? == 1)
    }

    /// Replaces all recovery codes.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn set_recovery_codes(&mut self, user: UserId, hashes: Vec<Vec<u8>>) -> sqlx::Result<()> {
        self.query("DELETE FROM recovery_codes WHERE user_id = $1").bind(user).run().await?;
        for hash in hashes {
            self.query("INSERT INTO recovery_codes (user_id, code_hash) VALUES ($1, $2)")
                .bind(user)
                .bind(hash)
                .run()
                .await?;
        }
        Ok(())
    }

    /// The session has given its code: it opens everything, under a new secret (I36).
    ///
    /// # Errors
    /// What the engine says.
    pub async fn finish_session(
        &mut self,
        id: crate::rules::id::SessionId,
        secret_hash: Vec<u8>,
        at: Moment,
    ) -> sqlx::Result<bool> {
        let finished = self.query(
            "UPDATE sessions SET waits = $4, secret_hash = $2, proven_at = $3, seen_at = $3 WHERE id = $1 AND waits = $5",
        );
        Ok(finished.bind(id).bind(secret_hash).bind(at).bind(false).bind(true).run().await? == 1)
    }
}
