//! How often something was tried. In the database, so that restarts and further servers forgive nothing (I47).

use super::db::{Db, Query, Tx};
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

/// Counts `times` tries; answers how many there were in this window, and when it ends.
async fn hit(counting: Query<'_>, limit: Limit, key: &str, times: i64, now: Moment) -> sqlx::Result<(i64, Moment)> {
    let key = format!("{}/{key}", limit.key());
    let row: Row = counting.bind(key).bind(now.plus(limit.window())).bind(now).bind(times).one().await?;
    Ok((row.hits, row.ends_at))
}

impl Db {
    /// Counts one try; answers how many there were in this window, and when it ends.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn hit(&self, limit: Limit, key: &str, now: Moment) -> sqlx::Result<(i64, Moment)> {
        hit(self.tend(HIT), limit, key, 1, now).await
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
    /// Counts several tries at once, but only when this transaction commits.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn hit(&mut self, limit: Limit, key: &str, times: i64, now: Moment) -> sqlx::Result<(i64, Moment)> {
        hit(self.query(HIT), limit, key, times, now).await
    }
}
