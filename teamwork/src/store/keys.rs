//! Public SSH keys of people and of Apps. A fingerprint is here once, whoever it belongs to (I39).

use std::collections::HashSet;

use super::{
    companies::full_name,
    db::{Db, Tx},
};
use crate::rules::{
    id::{AppId, KeyId, UserId},
    key::{DeployKeyCard, KeyCard, KeyLook, MAX_KEYS},
    moment::Moment,
};

/// Whose a key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyOwner {
    Person,
    App { app: AppId, writes: bool },
}

/// A key to be added.
#[derive(Clone, Debug)]
pub struct NewKey {
    pub id: KeyId,
    pub owner: KeyOwner,
    pub creator: UserId,
    pub name: String,
    pub look: KeyLook,
    pub at: Moment,
}

/// A key that an act is about.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Key {
    pub id: KeyId,
    pub creator_id: UserId,
    pub name: String,
    pub line: String,
    pub fingerprint: String,
}

#[derive(sqlx::FromRow)]
struct CardRow {
    id: KeyId,
    name: String,
    algorithm: String,
    fingerprint: String,
    added_at: Moment,
    proven_at: Option<Moment>,
    last_used_at: Option<Moment>,
    last_used_app: Option<String>,
}

#[derive(sqlx::FromRow)]
struct DeployRow {
    id: KeyId,
    name: String,
    algorithm: String,
    fingerprint: String,
    writes: bool,
    creator_id: UserId,
    first_name: String,
    last_name: String,
    added_at: Moment,
    last_used_at: Option<Moment>,
}

const KEY_OF: &str = "SELECT id, creator_id, name, line, fingerprint FROM ssh_keys WHERE id = $1 AND user_id = $2";

impl Db {
    /// The keys of a person, oldest first.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn keys_of(&self, user: UserId) -> sqlx::Result<Vec<KeyCard>> {
        let rows: Vec<CardRow> = self
            .read(
                "SELECT k.id, k.name, k.algorithm, k.fingerprint, k.added_at, k.proven_at, k.last_used_at,
                        a.name AS last_used_app
                 FROM ssh_keys k LEFT JOIN apps a ON a.id = k.last_used_app
                 WHERE k.user_id = $1 ORDER BY k.added_at, k.id LIMIT $2",
            )
            .bind(user)
            .bind(MAX_KEYS)
            .all()
            .await?;
        let card = |row: CardRow| KeyCard {
            id: row.id,
            name: row.name,
            kind: row.algorithm,
            fingerprint: row.fingerprint,
            added_at: row.added_at,
            proven_at: row.proven_at,
            last_used_at: row.last_used_at,
            last_used_app: row.last_used_app,
        };
        Ok(rows.into_iter().map(card).collect())
    }

    /// One key of a person.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn key_of(&self, id: KeyId, user: UserId) -> sqlx::Result<Option<Key>> {
        self.read(KEY_OF).bind(id).bind(user).maybe().await
    }

    /// The keys of an App, oldest first. `is_removable` says of which creators the reader may remove them.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn deploy_keys(
        &self,
        app: AppId,
        is_removable: impl Fn(UserId) -> bool,
    ) -> sqlx::Result<Vec<DeployKeyCard>> {
        let rows: Vec<DeployRow> = self
            .read(
                "SELECT k.id, k.name, k.algorithm, k.fingerprint, k.writes, k.creator_id, u.first_name, u.last_name,
                        k.added_at, k.last_used_at
                 FROM ssh_keys k JOIN users u ON u.id = k.creator_id
                 WHERE k.app_id = $1 ORDER BY k.added_at, k.id LIMIT $2",
            )
            .bind(app)
            .bind(MAX_KEYS)
            .all()
            .await?;
        let card = |row: DeployRow| DeployKeyCard {
            id: row.id,
            name: row.name,
            kind: row.algorithm,
            fingerprint: row.fingerprint,
            writes: row.writes,
            creator: full_name(&row.first_name, &row.last_name),
            is_removable: is_removable(row.creator_id),
            added_at: row.added_at,
            last_used_at: row.last_used_at,
        };
        Ok(rows.into_iter().map(card).collect())
    }
}

impl Tx {
    /// Adds a key, unless its fingerprint is here already or its owner has as many as there may be: then `false`. The
    /// owner's row is locked already, so that two at once do not both find room.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn add_key(&mut self, new: NewKey) -> sqlx::Result<bool> {
        let (user, app, writes) = match new.owner {
            KeyOwner::Person => (Some(new.creator), None, false),
            KeyOwner::App { app, writes } => (None, Some(app), writes),
        };
        let added = self.query(
            "INSERT INTO ssh_keys (id, user_id, app_id, creator_id, name, algorithm, line, fingerprint, writes, added_at)
             SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10
             FROM users u
             WHERE u.id = $4 AND (SELECT COUNT(*) FROM ssh_keys k WHERE k.user_id = $2 OR k.app_id = $3) < $11
             ON CONFLICT (fingerprint) DO NOTHING",
        );
        let rows = added
            .bind(new.id)
            .bind(user)
            .bind(app)
            .bind(new.creator)
            .bind(new.name)
            .bind(new.look.kind)
            .bind(new.look.line)
            .bind(new.look.fingerprint)
            .bind(writes)
            .bind(new.at)
            .bind(MAX_KEYS)
            .run()
            .await?;
        Ok(rows == 1)
    }

    /// The fingerprints of a person's keys.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn fingerprints_of(&mut self, user: UserId) -> sqlx::Result<HashSet<String>> {
        let rows: Vec<(String,)> = self
            .query("SELECT fingerprint FROM ssh_keys WHERE user_id = $1 ORDER BY added_at LIMIT $2")
            .bind(user)
            .bind(MAX_KEYS)
            .all()
            .await?;
        Ok(rows.into_iter().map(|(fingerprint,)| fingerprint).collect())
    }

    /// Whether a key with this fingerprint is here.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn has_key(&mut self, fingerprint: &str) -> sqlx::Result<bool> {
        let found: Option<(i64,)> = self
            .query("SELECT CAST(1 AS BIGINT) FROM ssh_keys WHERE fingerprint = $1")
            .bind(fingerprint.to_owned())
            .maybe()
            .await?;
        Ok(found.is_some())
    }

    /// One key of a person.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn key_of(&mut self, id: KeyId, user: UserId) -> sqlx::Result<Option<Key>> {
        self.query(KEY_OF).bind(id).bind(user).maybe().await
    }

    /// Removes a key of a person and answers it.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn remove_key(&mut self, id: KeyId, user: UserId) -> sqlx::Result<Option<Key>> {
        self.query(
            "DELETE FROM ssh_keys WHERE id = $1 AND user_id = $2 RETURNING id, creator_id, name, line, fingerprint",
        )
        .bind(id)
        .bind(user)
        .maybe()
        .await
    }

    /// Notes that a person has the other half of a key.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn key_proven(&mut self, id: KeyId, user: UserId, at: Moment) -> sqlx::Result<bool> {
        let proven = self.query("UPDATE ssh_keys SET proven_at = $3 WHERE id = $1 AND user_id = $2");
        Ok(proven.bind(id).bind(user).bind(at).run().await? == 1)
    }

    /// A key of an App whose row is locked already.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn deploy_key(&mut self, id: KeyId, app: AppId) -> sqlx::Result<Option<Key>> {
        self.query("SELECT id, creator_id, name, line, fingerprint FROM ssh_keys WHERE id = $1 AND app_id = $2")
            .bind(id)
            .bind(app)
            .maybe()
            .await
    }

    /// Removes a key of an App.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn remove_deploy_key(&mut self, id: KeyId, app: AppId) -> sqlx::Result<bool> {
        let removed = self.query("DELETE FROM ssh_keys WHERE id = $1 AND app_id = $2");
        Ok(removed.bind(id).bind(app).run().await? == 1)
    }
}
