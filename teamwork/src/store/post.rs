//! Owing a mail: to an address, to a person, or to all those of a Company whom it concerns and who want it.

use super::db::{Db, Tx};
use crate::{
    letters::Letter,
    rules::{
        id::{CompanyId, UserId},
        moment::Moment,
        notice::Notice,
    },
};

// Whether the person `u` wants mails of a kind. The client's view gets nothing about Apps (R66).
macro_rules! wanted {
    ($notice:literal) => {
        concat!(
            "NOT EXISTS (SELECT 1 FROM muted x WHERE x.user_id = u.id AND x.notice = ",
            $notice,
            ") AND (u.view <> 'client' OR ",
            $notice,
            " <> 'app_events')"
        )
    };
}

impl Db {
    /// Owes a mail that is about mails, and so part of no act.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn post_late(&self, to: &str, letter: &Letter, at: Moment) -> sqlx::Result<u64> {
        self.tend("INSERT INTO outbox (address, letter, created_at, due_at) VALUES ($1, $2, $3, $3)")
            .bind(to.to_owned())
            .bind(to_json(letter)?)
            .bind(at)
            .run()
            .await
    }
}

impl Tx {
    /// Owes a mail.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn post(&mut self, to: &str, letter: &Letter, at: Moment) -> sqlx::Result<()> {
        self.query("INSERT INTO outbox (address, letter, created_at, due_at) VALUES ($1, $2, $3, $3)")
            .bind(to.to_owned())
            .bind(to_json(letter)?)
            .bind(at)
            .run()
            .await
            .map(|_| ())
    }

    /// Owes a mail to a person, unless it is a preference and they have muted it. `address` is the person's.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn post_wanted(&mut self, address: &str, letter: &Letter, at: Moment) -> sqlx::Result<u64> {
        self.query(concat!(
            "INSERT INTO outbox (address, letter, created_at, due_at)
             SELECT u.email, $2, $3, $3 FROM users u
             WHERE u.email_key = $1 AND u.confirmed_at IS NOT NULL AND ",
            wanted!("$4")
        ))
        .bind(address.to_ascii_lowercase())
        .bind(to_json(letter)?)
        .bind(at)
        .bind(muted_by(Some(letter)))
        .run()
        .await
    }

    /// Owes a mail to a person, whatever their address is now.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn post_to(&mut self, person: UserId, letter: &Letter, at: Moment) -> sqlx::Result<()> {
        self.query(
            "INSERT INTO outbox (address, letter, created_at, due_at) SELECT email, $2, $3, $3 FROM users WHERE id = $1",
        )
        .bind(person)
        .bind(to_json(letter)?)
        .bind(at)
        .run()
        .await
        .map(|_| ())
    }

    /// Owes a mail to every operator.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn post_to_operators(&mut self, letter: &Letter, at: Moment) -> sqlx::Result<u64> {
        self.query(
            "INSERT INTO outbox (address, letter, created_at, due_at)
             SELECT email, $1, $2, $2 FROM users
             WHERE operator = TRUE AND confirmed_at IS NOT NULL AND erased_at IS NULL",
        )
        .bind(to_json(letter)?)
        .bind(at)
        .run()
        .await
    }

    /// Owes a mail to every Owner of a Company and, with words of its own, to one more person, who may be one of them.
    /// One statement, however many Owners there are. Who has muted a mail that is a preference does not get it.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn post_to_owners(
        &mut self,
        company: CompanyId,
        letter: &Letter,
        also: Option<(UserId, &Letter)>,
        at: Moment,
    ) -> sqlx::Result<u64> {
        let personal_notice = muted_by(also.map(|(_, letter)| letter));
        let (person, personal) = match also {
            Some((person, letter)) => (Some(person), Some(to_json(letter)?)),
            None => (None, None),
        };
        self.query(concat!(
            "INSERT INTO outbox (address, letter, created_at, due_at)
             SELECT u.email, CASE WHEN u.id = $3 THEN $4 ELSE $2 END, $5, $5
             FROM (SELECT user_id FROM members WHERE company_id = $1 AND role = 'owner'
                   UNION SELECT id FROM users WHERE id = $3) AS told
             JOIN users u ON u.id = told.user_id
             WHERE ",
            wanted!("CASE WHEN u.id = $3 THEN $7 ELSE $6 END")
        ))
        .bind(company)
        .bind(to_json(letter)?)
        .bind(person)
        .bind(personal)
        .bind(at)
        .bind(muted_by(Some(letter)))
        .bind(personal_notice)
        .run()
        .await
    }

    /// Owes a mail about an App to the Owners of a Company and to its Admins: to all of them, or to those who want such
    /// news (M36 is a preference of Admins).
    ///
    /// # Errors
    /// What the engine says.
    pub async fn post_to_keepers(
        &mut self,
        company: CompanyId,
        letter: &Letter,
        is_preference: bool,
        at: Moment,
    ) -> sqlx::Result<u64> {
        self.query(
            "INSERT INTO outbox (address, letter, created_at, due_at)
             SELECT u.email, $2, $3, $3 FROM members m JOIN users u ON u.id = m.user_id
             WHERE m.company_id = $1 AND m.role IN ('owner', 'admin') AND (m.role = 'owner' OR NOT ($4 AND EXISTS
                   (SELECT 1 FROM muted x WHERE x.user_id = m.user_id AND x.notice = 'app_events')))
               AND NOT ($4 AND u.view = 'client')",
        )
        .bind(company)
        .bind(to_json(letter)?)
        .bind(at)
        .bind(is_preference)
        .run()
        .await
    }

    /// Owes a mail to the Owners of a Company and, with words of its own, to its Admins; not to those who get it at one of
    /// these addresses anyway.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn post_to_keepers_beside(
        &mut self,
        company: CompanyId,
        owners: &Letter,
        admins: Option<&Letter>,
        beside: &[String],
        at: Moment,
    ) -> sqlx::Result<u64> {
        let beside: String = beside.iter().map(|address| format!(" {} ", address.to_lowercase())).collect();
        self.query(
            "INSERT INTO outbox (address, letter, created_at, due_at)
             SELECT u.email, CASE WHEN m.role = 'owner' THEN $2 ELSE $3 END, $5, $5
             FROM members m JOIN users u ON u.id = m.user_id
             WHERE m.company_id = $1 AND m.role IN ('owner', 'admin') AND (m.role = 'owner' OR $3 IS NOT NULL)
               AND REPLACE($4, ' ' || LOWER(u.email) || ' ', '') = $4",
        )
        .bind(company)
        .bind(to_json(owners)?)
        .bind(admins.map(to_json).transpose()?)
        .bind(beside)
        .bind(at)
        .run()
        .await
    }

    /// The same about a move between two Companies, which is a preference: the first letter, or the second to who belongs
    /// to `other` too.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn post_to_movers(
        &mut self,
        company: CompanyId,
        other: CompanyId,
        [plain, named]: [&Letter; 2],
        at: Moment,
    ) -> sqlx::Result<u64> {
        self.query(
            "INSERT INTO outbox (address, letter, created_at, due_at)
             SELECT u.email, CASE WHEN EXISTS
                   (SELECT 1 FROM members b WHERE b.company_id = $2 AND b.user_id = m.user_id) THEN $4 ELSE $3 END, $5, $5
             FROM members m JOIN users u ON u.id = m.user_id
             WHERE m.company_id = $1 AND m.role IN ('owner', 'admin') AND u.view <> 'client' AND (m.role = 'owner' OR NOT EXISTS
                   (SELECT 1 FROM muted x WHERE x.user_id = m.user_id AND x.notice = 'app_events'))",
        )
        .bind(company)
        .bind(other)
        .bind(to_json(plain)?)
        .bind(to_json(named)?)
        .bind(at)
        .run()
        .await
    }

    /// Owes a mail to every Owner of a Company and, with words of its own, to two invoice addresses, once to each address:
    /// an Owner who gets the invoices too reads it as an Owner.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn post_to_payers(
        &mut self,
        company: CompanyId,
        [owners, addresses]: [&Letter; 2],
        [old, new]: [&str; 2],
        at: Moment,
    ) -> sqlx::Result<u64> {
        self.query(
            "INSERT INTO outbox (address, letter, created_at, due_at)
             SELECT MIN(a.address), CASE WHEN MAX(a.owner) = 1 THEN $2 ELSE $6 END, $5, $5 FROM (
                SELECT u.email AS address, 1 AS owner FROM members m JOIN users u ON u.id = m.user_id
                WHERE m.company_id = $1 AND m.role = 'owner'
                UNION ALL SELECT $3, 0 UNION ALL SELECT $4, 0
             ) AS a GROUP BY LOWER(a.address)",
        )
        .bind(company)
        .bind(to_json(owners)?)
        .bind(old.to_owned())
        .bind(new.to_owned())
        .bind(at)
        .bind(to_json(addresses)?)
        .run()
        .await
    }

    /// Owes a mail to an invoice address; when it is the one of an Owner of the Company, with the words for Owners.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn post_to_payer(
        &mut self,
        company: CompanyId,
        [owners, addresses]: [&Letter; 2],
        address: &str,
        at: Moment,
    ) -> sqlx::Result<u64> {
        self.query(
            "INSERT INTO outbox (address, letter, created_at, due_at)
             SELECT $2, CASE WHEN EXISTS (SELECT 1 FROM members m JOIN users u ON u.id = m.user_id
                                          WHERE m.company_id = $1 AND m.role = 'owner' AND LOWER(u.email) = LOWER($2))
                             THEN $3 ELSE $4 END, $5, $5",
        )
        .bind(company)
        .bind(address.to_owned())
        .bind(to_json(owners)?)
        .bind(to_json(addresses)?)
        .bind(at)
        .run()
        .await
    }

    /// Owes a mail to every member of a Company and to the invoice addresses of its live Billing Contacts, once to each
    /// address.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn post_to_everybody(&mut self, company: CompanyId, letter: &Letter, at: Moment) -> sqlx::Result<u64> {
        self.query(
            "INSERT INTO outbox (address, letter, created_at, due_at)
             SELECT MIN(a.address), $2, $3, $3 FROM (
                SELECT u.email AS address FROM members m JOIN users u ON u.id = m.user_id WHERE m.company_id = $1
                UNION ALL
                SELECT b.email FROM billing_contacts b WHERE b.company_id = $1 AND b.state = 'active'
             ) AS a GROUP BY LOWER(a.address)",
        )
        .bind(company)
        .bind(to_json(letter)?)
        .bind(at)
        .run()
        .await
    }
}

/// The word by which a mail is muted; empty for one that cannot be.
fn muted_by(letter: Option<&Letter>) -> &'static str {
    letter.and_then(Letter::notice).map_or("", Notice::key)
}

pub(super) fn to_json(letter: &Letter) -> sqlx::Result<String> {
    serde_json::to_string(letter).map_err(|error| sqlx::Error::Encode(error.into()))
}
