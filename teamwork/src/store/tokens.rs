//! Personal access tokens, found by the hash of their secret.

use super::{
    db::{Db, Tx},
    sessions::{Person, person},
};
use crate::rules::{
    id::{TokenId, UserId},
    moment::Moment,
    token::{Scopes, TOKENS_MAX, TokenCard},
};

/// A living token with its person: all that a request needs to know, in one statement.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Token {
    pub id: TokenId,
    pub scopes: String,
    pub expires_at: Moment,
    pub last_used_at: Option<Moment>,
    #[sqlx(flatten)]
    pub person: Person,
}

#[derive(sqlx::FromRow)]
struct CardRow {
    id: TokenId,
    name: String,
    scopes: String,
    made_at: Moment,
    expires_at: Moment,
    last_used_at: Option<Moment>,
}

impl Db {
    /// The living token with this secret.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn token(&self, secret_hash: Vec<u8>, now: Moment) -> sqlx::Result<Option<Token>> {
        self.read(concat!(
            "SELECT t.id, t.scopes, t.expires_at, t.last_used_at, ",
            person!(),
            " FROM tokens t JOIN users u ON u.id = t.user_id WHERE t.secret_hash = $1 AND t.expires_at > $2",
        ))
        .bind(secret_hash)
        .bind(now)
        .maybe()
        .await
    }

    /// Notes that a token was used.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn touch_token(&self, id: TokenId, now: Moment) -> sqlx::Result<u64> {
        self.tend("UPDATE tokens SET last_used_at = $2 WHERE id = $1").bind(id).bind(now).run().await
    }

    /// The tokens of a person, newest first; expired ones stay in the list for a while.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn tokens_of(&self, user: UserId, now: Moment) -> sqlx::Result<Vec<TokenCard>> {
        let rows: Vec<CardRow> = self
            .read(
                "SELECT id, name, scopes, made_at, expires_at, last_used_at FROM tokens
                 WHERE user_id = $1 ORDER BY made_at DESC, id DESC LIMIT 100",
            )
            .bind(user)
            .all()
            .await?;
        let card = |row: CardRow| TokenCard {
            id: row.id,
            name: row.name,
            scopes: Scopes::parse(&row.scopes).unwrap_or_default(),
            made_at: row.made_at,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
            expired: row.expires_at <= now,
        };
        Ok(rows.into_iter().map(card).collect())
    }
}

impl Tx {
    /// Adds a token, unless the person has as many as anybody may: then nothing happens and the answer is `false`. The
    /// person's row is locked, so that two at once do not both find room.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn add_token(&mut self, user: UserId, card: &TokenCard, secret_hash: Vec<u8>) -> sqlx::Result<bool> {
        let lock = self.pick("SELECT id FROM users WHERE id = $1", "SELECT id FROM users WHERE id = $1 FOR UPDATE");
        let _: Option<(UserId,)> = lock.bind(user).maybe().await?;
        let added = self
            .query(
                "INSERT INTO tokens (id, secret_hash, user_id, name, scopes, made_at, expires_at)
                 SELECT $1, $2, $3, $4, $5, $6, $7
                 WHERE (SELECT COUNT(*) FROM tokens WHERE user_id = $3 AND expires_at > $6) < $8",
            )
            .bind(card.id)
            .bind(secret_hash)
            .bind(user)
            .bind(card.name.clone())
            .bind(card.scopes.words())
            .bind(card.made_at)
            .bind(card.expires_at)
            .bind(i64::from(TOKENS_MAX))
            .run()
            .await?;
        Ok(added == 1)
    }

    /// Revokes one token of a person.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn revoke_token(&mut self, user: UserId, id: TokenId) -> sqlx::Result<bool> {
        let revoked = self.query("DELETE FROM tokens WHERE id = $1 AND user_id = $2");
        Ok(revoked.bind(id).bind(user).run().await? == 1)
    }

    /// Revokes every token of a person.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn revoke_tokens(&mut self, user: UserId) -> sqlx::Result<u64> {
        self.query("DELETE FROM tokens WHERE user_id = $1").bind(user).run().await
    }
}
