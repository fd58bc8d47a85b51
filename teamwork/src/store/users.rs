//! People, their addresses and password hashes.

use super::db::{Db, Tx};
use crate::rules::{
    id::UserId,
    moment::Moment,
    text::{Email, PersonName},
};

/// An account. The hash never leaves the acts.
#[derive(Clone, sqlx::FromRow)]
pub struct User {
    pub id: UserId,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub password_hash: Option<String>,
    pub confirmed_at: Option<Moment>,
    pub factor_on_at: Option<Moment>,
}

impl User {
    /// The person's name.
    pub fn name(&self) -> PersonName {
        PersonName { first: self.first_name.clone(), last: self.last_name.clone() }
    }
}

const BY_EMAIL: &str = "SELECT id, email, first_name, last_name, password_hash, confirmed_at, factor_on_at FROM users
    WHERE email_key = $1 ORDER BY CASE WHEN confirmed_at IS NULL THEN 1 ELSE 0 END, created_at DESC LIMIT 1";
const BY_ID: &str =
    "SELECT id, email, first_name, last_name, password_hash, confirmed_at, factor_on_at FROM users WHERE id = $1";

impl Db {
    /// Whom this address belongs to: the confirmed account, else the newest that claims it.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn user_by_email(&self, email_key: String) -> sqlx::Result<Option<User>> {
        self.read(BY_EMAIL).bind(email_key).maybe().await
    }

    /// Who may sign in with this address by password: the account that has proven it, and the newest that claims it.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn users_by_email(&self, email_key: String) -> sqlx::Result<(Option<User>, Option<User>)> {
        let found: Vec<User> = self
            .read(
                "SELECT id, email, first_name, last_name, password_hash, confirmed_at, factor_on_at FROM users WHERE email_key = $1
                 ORDER BY CASE WHEN confirmed_at IS NULL THEN 1 ELSE 0 END, created_at DESC LIMIT 2",
            )
            .bind(email_key)
            .all()
            .await?;
        let (proven, claimed): (Vec<_>, Vec<_>) = found.into_iter().partition(|user| user.confirmed_at.is_some());
        Ok((proven.into_iter().next(), claimed.into_iter().next()))
    }

    /// The account with this id.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn user(&self, id: UserId) -> sqlx::Result<Option<User>> {
        self.read(BY_ID).bind(id).maybe().await
    }
}

impl Tx {
    /// Whom this address belongs to: the confirmed account, else the newest that claims it.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn user_by_email(&mut self, email_key: String) -> sqlx::Result<Option<User>> {
        self.query(BY_EMAIL).bind(email_key).maybe().await
    }

    /// The account with this id.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn user(&mut self, id: UserId) -> sqlx::Result<Option<User>> {
        self.query(BY_ID).bind(id).maybe().await
    }

    /// Locks the row of a person until the end of the transaction, so that what they may have only so often is counted
    /// by one at a time. `false` when they have closed their account.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn lock_person(&mut self, id: UserId) -> sqlx::Result<bool> {
        let found: Option<(UserId,)> = self
            .pick(
                "SELECT id FROM users WHERE id = $1 AND erased_at IS NULL",
                "SELECT id FROM users WHERE id = $1 AND erased_at IS NULL FOR UPDATE",
            )
            .bind(id)
            .maybe()
            .await?;
        Ok(found.is_some())
    }

    /// Adds an account; without a password it signs in by mailed links until one is set.
    ///
    /// # Errors
    /// What the engine says; a unique violation when the address is confirmed twice.
    pub async fn add_user(
        &mut self,
        id: UserId,
        email: &Email,
        name: &PersonName,
        password_hash: Option<String>,
        confirmed_at: Option<Moment>,
        at: Moment,
    ) -> sqlx::Result<()> {
        self.query(
            "INSERT INTO users (id, email, email_key, first_name, last_name, password_hash, confirmed_at, terms_at, created_at, seen_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $8)",
        )
        .bind(id)
        .bind(email.as_str().to_owned())
        .bind(email.key())
        .bind(name.first.clone())
        .bind(name.last.clone())
        .bind(password_hash)
        .bind(confirmed_at)
        .bind(at)
        .run()
        .await
        .map(|_| ())
    }

    /// Makes an account one of the operator's.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn make_operator(&mut self, id: UserId) -> sqlx::Result<u64> {
        self.query("UPDATE users SET operator = TRUE WHERE id = $1 AND erased_at IS NULL").bind(id).run().await
    }

    /// Confirms the address of an account.
    ///
    /// # Errors
    /// What the engine says; a unique violation when another account has confirmed it before.
    pub async fn confirm_email(&mut self, id: UserId, email: &Email, at: Moment) -> sqlx::Result<u64> {
        self.query("UPDATE users SET email = $2, email_key = $3, confirmed_at = $4 WHERE id = $1 AND erased_at IS NULL")
            .bind(id)
            .bind(email.as_str().to_owned())
            .bind(email.key())
            .bind(at)
            .run()
            .await
    }

    /// Sets a new password.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn set_password(&mut self, id: UserId, hash: String) -> sqlx::Result<u64> {
        self.query("UPDATE users SET password_hash = $2 WHERE id = $1 AND erased_at IS NULL")
            .bind(id)
            .bind(hash)
            .run()
            .await
    }

    /// Stores a password anew that was hashed at another cost, unless it has been changed meanwhile.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn rehash_password(&mut self, id: UserId, old: String, new: String) -> sqlx::Result<u64> {
        let rehash = self.query("UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2");
        rehash.bind(id).bind(old).bind(new).run().await
    }

    /// Forgets the password; a mailed link signs in, and sets a new one.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn forget_password(&mut self, id: UserId) -> sqlx::Result<u64> {
        self.query("UPDATE users SET password_hash = NULL WHERE id = $1").bind(id).run().await
    }

    /// Sets the time zone that a person has chosen; `None` is the one of the house.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn choose_zone(&mut self, id: UserId, zone: Option<String>) -> sqlx::Result<u64> {
        self.query("UPDATE users SET time_zone = $2, zone_chosen = TRUE WHERE id = $1 AND erased_at IS NULL")
            .bind(id)
            .bind(zone)
            .run()
            .await
    }

    /// Sets a new name.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn set_name(&mut self, id: UserId, name: &PersonName) -> sqlx::Result<u64> {
        self.query("UPDATE users SET first_name = $2, last_name = $3 WHERE id = $1 AND erased_at IS NULL")
            .bind(id)
            .bind(name.first.clone())
            .bind(name.last.clone())
            .run()
            .await
    }
}
