//! Accounts that nobody uses and that hold nothing (E82): when their people were last seen, and when they were told.

use super::db::{Db, Tx};
use crate::rules::{id::UserId, moment::Moment};

/// An account that holds nothing.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Abandoned {
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub confirmed_at: Option<Moment>,
    /// When the person last signed in or sent a request.
    pub seen_at: Moment,
    /// When they were told; what was told before they were last seen counts no more.
    #[sqlx(rename = "abandoned_told_at")]
    told_at: Option<Moment>,
}

impl Abandoned {
    /// When the person was told that the account will be closed, if they have not come back since.
    pub fn told_at(&self) -> Option<Moment> {
        self.told_at.filter(|told_at| *told_at > self.seen_at)
    }
}

// No Company, no App, no invitation or payment request to or from the person, and none of the operator's.
macro_rules! holds_nothing {
    () => {
        "u.erased_at IS NULL AND NOT u.operator
         AND NOT EXISTS (SELECT 1 FROM members m WHERE m.user_id = u.id)
         AND NOT EXISTS (SELECT 1 FROM apps a
                         WHERE a.creator_id = u.id AND a.company_id IS NULL AND a.state <> 'deleted')
         AND NOT EXISTS (SELECT 1 FROM invitations i WHERE i.email_key = u.email_key AND i.state = 'pending')
         AND NOT EXISTS (SELECT 1 FROM requests r
                         WHERE r.email_key = u.email_key AND r.state IN ('pending', 'claimed', 'billing'))
         AND NOT EXISTS (SELECT 1 FROM requests r
                         WHERE r.sender_id = u.id AND r.state IN ('proposed', 'pending', 'claimed', 'billing'))
         AND NOT EXISTS (SELECT 1 FROM requests r
                         WHERE r.client_id = u.id AND r.state IN ('claimed', 'billing'))"
    };
}

macro_rules! abandoned {
    ($tail:literal) => {
        concat!(
            "SELECT u.email, u.first_name, u.last_name, u.confirmed_at, u.seen_at, u.abandoned_told_at FROM users u
             WHERE u.id = $1 AND ",
            holds_nothing!(),
            $tail
        )
    };
}

impl Db {
    /// Notes that a person has sent a request.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn see(&self, user: UserId, at: Moment) -> sqlx::Result<u64> {
        self.tend("UPDATE users SET seen_at = $2 WHERE id = $1 AND seen_at < $2").bind(user).bind(at).run().await
    }

    /// Up to 100 accounts that hold nothing and were last seen before `quiet_since` without being told, or before
    /// `over_since` and told before `told_before`.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn abandoned(
        &self,
        quiet_since: Moment,
        over_since: Moment,
        told_before: Moment,
    ) -> sqlx::Result<Vec<UserId>> {
        let rows: Vec<(UserId,)> = self
            .read(concat!(
                "SELECT u.id FROM users u WHERE u.seen_at <= $1
                 AND (u.abandoned_told_at IS NULL OR u.abandoned_told_at <= u.seen_at
                      OR (u.seen_at <= $2 AND u.abandoned_told_at <= $3)) AND ",
                holds_nothing!(),
                " ORDER BY u.seen_at LIMIT 100"
            ))
            .bind(quiet_since)
            .bind(over_since)
            .bind(told_before)
            .all()
            .await?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }
}

impl Tx {
    /// Notes that a person has signed in, and the time zone of their browser, unless they have chosen one. `false` when
    /// they have closed their account.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn see(&mut self, user: UserId, zone: Option<String>, at: Moment) -> sqlx::Result<bool> {
        let seen = self.query(
            "UPDATE users SET seen_at = $2, time_zone = CASE WHEN zone_chosen THEN time_zone ELSE COALESCE($3, time_zone) END
             WHERE id = $1 AND erased_at IS NULL",
        );
        Ok(seen.bind(user).bind(at).bind(zone).run().await? == 1)
    }

    /// An account, if it holds nothing. Locks it, so that whoever signs in meanwhile waits and finds what became of it.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn abandoned(&mut self, user: UserId) -> sqlx::Result<Option<Abandoned>> {
        self.pick(abandoned!(""), abandoned!(" FOR UPDATE OF u")).bind(user).maybe().await
    }

    /// Notes that the person was told.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn note_abandoned(&mut self, user: UserId, at: Moment) -> sqlx::Result<u64> {
        self.query("UPDATE users SET abandoned_told_at = $2 WHERE id = $1").bind(user).bind(at).run().await
    }
}
