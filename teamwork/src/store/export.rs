//! What a person did and added, for the copy of their own data.

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

/// A deploy key that the person has added, wherever that App is now.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct AddedKeyRow {
    pub app: String,
    pub name: String,
    pub fingerprint: String,
    pub added_at: Moment,
}

#[derive(sqlx::FromRow)]
struct DeviceRow {
    device: String,
}

impl Db {
    /// The deploy keys that a person has added and that are still there.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn added_keys(&self, user: UserId) -> sqlx::Result<Vec<AddedKeyRow>> {
        self.read(
            "SELECT a.name AS app, k.name, k.fingerprint, k.added_at
             FROM ssh_keys k JOIN apps a ON a.id = k.app_id
             WHERE k.creator_id = $1 AND k.app_id IS NOT NULL ORDER BY k.added_at, k.id",
        )
        .bind(user)
        .all()
        .await
    }

    /// From where a person has signed in.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn devices(&self, user: UserId) -> sqlx::Result<Vec<String>> {
        let rows: Vec<DeviceRow> =
            self.read("SELECT device FROM devices WHERE user_id = $1 ORDER BY device").bind(user).all().await?;
        Ok(rows.into_iter().map(|row| row.device).collect())
    }

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
