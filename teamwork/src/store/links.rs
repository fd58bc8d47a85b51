//! Mailed links, found by the hash of their secret.

use super::db::{Db, Tx};
use crate::rules::{
    account::LinkPurpose,
    id::{LinkId, UserId},
    moment::Moment,
    problem::Gone,
};

/// A mailed link.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Link {
    pub id: LinkId,
    pub purpose: LinkPurpose,
    pub user_id: UserId,
    /// The address it proves.
    pub email: String,
    pub expires_at: Moment,
    pub used_at: Option<Moment>,
    /// The page of this house to which it leads on, sealed: it may hold the secret of another link.
    pub next: Option<String>,
}

impl Link {
    /// Does it still open anything at `now`?
    ///
    /// # Errors
    /// Why not.
    pub fn usable(&self, now: Moment) -> Result<(), Gone> {
        match self.used_at {
            Some(_) => Err(Gone::LinkUsed),
            None if now >= self.expires_at => Err(Gone::LinkExpired),
            None => Ok(()),
        }
    }
}

const BY_SECRET: &str =
    "SELECT id, purpose, user_id, email, expires_at, used_at, next FROM links WHERE secret_hash = $1";

impl Db {
    /// The link with this secret.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn link(&self, secret_hash: Vec<u8>) -> sqlx::Result<Option<Link>> {
        self.read(BY_SECRET).bind(secret_hash).maybe().await
    }
}

impl Tx {
    /// The link with this secret.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn link(&mut self, secret_hash: Vec<u8>) -> sqlx::Result<Option<Link>> {
        self.query(BY_SECRET).bind(secret_hash).maybe().await
    }

    /// Remembers a new link, and ends the earlier ones of the same purpose.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn add_link(&mut self, link: &Link, secret_hash: Vec<u8>, at: Moment) -> sqlx::Result<()> {
        self.query("UPDATE links SET expires_at = $3 WHERE user_id = $1 AND purpose = $2 AND expires_at > $3")
            .bind(link.user_id)
            .bind(link.purpose)
            .bind(at)
            .run()
            .await?;
        self.query(
            "INSERT INTO links (id, secret_hash, purpose, user_id, email, expires_at, next)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(link.id)
        .bind(secret_hash)
        .bind(link.purpose)
        .bind(link.user_id)
        .bind(link.email.clone())
        .bind(link.expires_at)
        .bind(link.next.clone())
        .run()
        .await
        .map(|_| ())
    }

    /// Uses a link up. Two people who press at the same time: one of them gets `false`.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn use_link(&mut self, id: LinkId, at: Moment) -> sqlx::Result<bool> {
        let used = self.query("UPDATE links SET used_at = $2 WHERE id = $1 AND used_at IS NULL");
        Ok(used.bind(id).bind(at).run().await? == 1)
    }

    /// Voids every unused link of a person (I36).
    ///
    /// # Errors
    /// What the engine says.
    pub async fn void_links(&mut self, user: UserId) -> sqlx::Result<u64> {
        self.query("DELETE FROM links WHERE user_id = $1 AND used_at IS NULL").bind(user).run().await
    }
}
