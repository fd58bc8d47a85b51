//! What a person did, for the copy of their own data.

use super::db::Db;
use crate::rules::{
    id::UserId,
    log::{Door, Event},
    moment::Moment,
};

/// How many entries one page of the copy holds.
const PAGE: i64 = 500;

/// One entry of the log by the person.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OwnRow {
    pub id: i64,
    pub at: Moment,
    pub event: Event,
    pub door: Door,
    pub company: Option<String>,
    pub target: Option<String>,
    pub before: Option<String>,
    pub after: Option<String>,
}

impl Db {
    /// What a person did after an entry, oldest first.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn own_log(&self, user: UserId, after: i64) -> sqlx::Result<Vec<OwnRow>> {
        self.read(
            "SELECT l.id, l.at, l.event, l.door, c.name AS company, l.target, l.before, l.after
             FROM log l LEFT JOIN companies c ON c.id = l.company_id
             WHERE l.actor_id = $1 AND l.id > $2 ORDER BY l.id LIMIT $3",
        )
        .bind(user)
        .bind(after)
        .bind(PAGE)
        .all()
        .await
    }
}
