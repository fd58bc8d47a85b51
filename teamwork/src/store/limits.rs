//! How often something was tried. In the database, so that restarts and further servers forgive nothing (I47).

use super::db::{Db, Tx};
use crate::rules::{limit::Limit, moment::Moment};

#[derive(sqlx::FromRow)]
struct Row {
    hits: i64,
    ends_at: Moment,
}

const HIT: &str = "INSERT INTO limits (key, hits, ends_at) VALUES ($1, $4, $2)
     ON CONFLICT (key) DO UPDATE SET
         hits = CASE WHEN limits.ends_at <= $3 THEN $4 ELSE limits.hits + $4 END,
         ends_at = CASE WHEN limits.ends_at <= $3 THEN excluded.ends_at ELSE limits.ends_at END
     RETURNING hits, ends_at";

impl Db {
    /// Counts `times` tries and answers how many there were in this window, and when it ends.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn hit(&self, limit: Limit, key: &str, times: i64, now: Moment) -> sqlx::Result<(i64, Moment)> {
        let row: Row = self
            .tend(HIT)
            .bind(format!("{}/{key}", limit.key()))
            .bind(now.plus(limit.window()))
            .bind(now)
            .bind(times)
            .one()
            .await?;
        Ok((row.hits, row.ends_at))
    }

    /// Forgives what was counted, after a success.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn forgive(&self, limit: Limit, key: &str) -> sqlx::Result<u64> {
        self.tend("DELETE FROM limits WHERE key = $1").bind(format!("{}/{key}", limit.key())).run().await
    }
}

impl Tx {
    /// Counts like [`Db::hit`], but only when this transaction commits.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn hit(&mut self, limit: Limit, key: &str, times: i64, now: Moment) -> sqlx::Result<(i64, Moment)> {
        let row: Row = self
            .query(HIT)
            .bind(format!("{}/{key}", limit.key()))
            .bind(now.plus(limit.window()))
            .bind(now)
            .bind(times)
            .one()
            .await?;
        Ok((row.hits, row.ends_at))
    }
}
