//! The end of an account: what there is to end, and erasing it. The row stays, empty, because the log names its id.

use super::{
    cut::{one_more_than, say_that_there_are_more},
    db::{Db, Tx},
};
use crate::rules::{
    account::{Closing, LeftCompany},
    company::END_MAX,
    id::{AppId, UserId},
    moment::Moment,
    role::Role,
};

/// What stands instead of the name of somebody who is gone.
const NOBODY: &str = "a former user";

#[derive(sqlx::FromRow)]
struct CompanyRow {
    name: String,
    slug: String,
    role: Role,
    owner_count: i64,
}

#[derive(sqlx::FromRow)]
struct TextRow {
    text: String,
}

#[derive(sqlx::FromRow)]
struct CountRow {
    keys: i64,
    tokens: i64,
    sessions: i64,
}

/// A trial that ended with its holder.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct EndedTrial {
    pub id: AppId,
    pub name: String,
}

macro_rules! trials {
    ($tail:literal) => {
        concat!(
            "SELECT id, name FROM apps WHERE creator_id = $1 AND company_id IS NULL AND state <> 'deleted' ORDER BY id",
            $tail
        )
    };
}

impl Db {
    /// What ends with an account; the Companies that hold it back first.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn closing(&self, user: UserId, now: Moment) -> sqlx::Result<Closing> {
        let companies: Vec<CompanyRow> = self
            .read(
                "SELECT c.name, c.slug, m.role, c.owner_count FROM members m JOIN companies c ON c.id = m.company_id
                 WHERE m.user_id = $1
                 ORDER BY CASE WHEN m.role = 'owner' AND c.owner_count < 2 THEN 0 ELSE 1 END, c.name, c.id LIMIT $2",
            )
            .bind(user)
            .bind(one_more_than(END_MAX))
            .all()
            .await?;
        let texts: Vec<TextRow> = self
            .read(
                "SELECT name AS text FROM apps WHERE creator_id = $1 AND company_id IS NULL AND state <> 'deleted'
                 ORDER BY name LIMIT $2",
            )
            .bind(user)
            .bind(one_more_than(END_MAX))
            .all()
            .await?;
        let mut trials = texts.into_iter().map(|row| row.text).collect();
        say_that_there_are_more(&mut trials, END_MAX);
        let texts: Vec<TextRow> = self
            .read(
                "SELECT email AS text FROM invitations WHERE inviter_id = $1 AND state IN ('pending', 'expired')
                 UNION SELECT email FROM requests
                 WHERE sender_id = $1 AND state IN ('proposed', 'pending', 'claimed', 'billing')
                 ORDER BY 1 LIMIT $2",
            )
            .bind(user)
            .bind(one_more_than(END_MAX))
            .all()
            .await?;
        let mut invitations = texts.into_iter().map(|row| row.text).collect();
        say_that_there_are_more(&mut invitations, END_MAX);
        let counts: CountRow = self
            .read(
                "SELECT (SELECT COUNT(*) FROM ssh_keys WHERE user_id = $1) AS keys,
                        (SELECT COUNT(*) FROM tokens WHERE user_id = $1) AS tokens,
                        (SELECT COUNT(*) FROM sessions WHERE user_id = $1 AND ends_at > $2) AS sessions",
            )
            .bind(user)
            .bind(now)
            .one()
            .await?;
        let left = |row: CompanyRow| LeftCompany {
            is_last_owner: row.role == Role::Owner && row.owner_count < 2,
            name: row.name,
            slug: row.slug,
            role: row.role,
        };
        let CountRow { keys, tokens, sessions } = counts;
        Ok(Closing {
            more_companies: companies.len() > END_MAX,
            companies: companies.into_iter().take(END_MAX).map(left).collect(),
            trials,
            invitations,
            keys,
            tokens,
            sessions,
        })
    }
}

impl Tx {
    /// The names in URLs of the Companies of a person, in the order in which they are locked.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn companies_of(&mut self, user: UserId) -> sqlx::Result<Vec<String>> {
        let rows: Vec<TextRow> = self
            .query(
                "SELECT c.slug AS text FROM members m JOIN companies c ON c.id = m.company_id
                 WHERE m.user_id = $1 ORDER BY c.id",
            )
            .bind(user)
            .all()
            .await?;
        Ok(rows.into_iter().map(|row| row.text).collect())
    }

    /// The trials that only this person holds, locked until the end of the transaction.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn trials_of(&mut self, user: UserId) -> sqlx::Result<Vec<EndedTrial>> {
        self.pick(trials!(""), trials!(" FOR UPDATE")).bind(user).all().await
    }

    /// Forgets the mails to an address, sent or given up; what is still owed to it by others goes out.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn forget_mails(&mut self, email_key: String) -> sqlx::Result<u64> {
        let forgotten = self.query("DELETE FROM outbox WHERE LOWER(address) = $1 AND due_at IS NULL");
        forgotten.bind(email_key).run().await
    }

    /// Takes everything from an account that tells whose it was, or opens anything. `email_key` is the address, if the
    /// person has proven that it is theirs: then it also goes out of invitations and payment requests that were answered.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn erase(&mut self, user: UserId, email_key: Option<String>, at: Moment) -> sqlx::Result<()> {
        for sql in [
            "DELETE FROM ssh_keys WHERE user_id = $1",
            "DELETE FROM tokens WHERE user_id = $1",
            "DELETE FROM idempotency WHERE user_id = $1",
            "DELETE FROM muted WHERE user_id = $1",
            "DELETE FROM links WHERE user_id = $1",
            "DELETE FROM recovery_codes WHERE user_id = $1",
            "DELETE FROM passkeys WHERE user_id = $1",
            "DELETE FROM passkey_ceremonies WHERE user_id = $1",
            "DELETE FROM devices WHERE user_id = $1",
            "DELETE FROM newsletter_links WHERE user_id = $1",
            "UPDATE payment_setups SET form = NULL WHERE user_id = $1 AND state = 'failed'",
        ] {
            self.query(sql).bind(user).run().await?;
        }
        if let Some(email_key) = email_key {
            let forget = self.query(
                "UPDATE invitations SET email = '', email_key = '', note = NULL
                 WHERE email_key = $1 AND state NOT IN ('pending', 'expired')",
            );
            forget.bind(email_key.clone()).run().await?;
            let forget = self.query(
                "UPDATE requests SET email = '', email_key = '', note = NULL, client_company = NULL, reason = NULL
                 WHERE email_key = $1 AND state NOT IN ('proposed', 'pending', 'claimed', 'billing')",
            );
            forget.bind(email_key.clone()).run().await?;
            self.forget_mails(email_key).await?;
        }
        let erase = self.query(
            "UPDATE users SET email = '', email_key = '', first_name = $2, last_name = '', password_hash = NULL,
                    confirmed_at = NULL, operator = FALSE, view = 'developer', newsletter = FALSE, factor_seed = NULL,
                    factor_on_at = NULL, factor_step = 0, abandoned_told_at = NULL, time_zone = NULL, zone_chosen = FALSE,
                    erased_at = $3
             WHERE id = $1",
        );
        erase.bind(user).bind(NOBODY).bind(at).run().await.map(|_| ())
    }
}
