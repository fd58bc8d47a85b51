//! Memberships with an end date, as the clock looks at them.

use super::{
    companies::full_name,
    db::{Db, Tx},
};
use crate::rules::{
    id::{CompanyId, UserId},
    moment::{DAY, Moment},
    role::Role,
};

/// A membership that will end by itself.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Ending {
    pub company_id: CompanyId,
    pub company: String,
    pub slug: String,
    pub user_id: UserId,
    pub role: Role,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub ends_at: Moment,
    pub end_notices: i64,
    pub granted_by: Option<UserId>,
    /// Whether who granted it is still an Owner or an Admin.
    pub granter_decides: bool,
}

impl Ending {
    /// "Kevin Flynn".
    pub fn full_name(&self) -> String {
        full_name(&self.first_name, &self.last_name)
    }
}

macro_rules! ending {
    ($tail:literal) => {
        concat!(
            "SELECT c.id AS company_id, c.name AS company, c.slug, m.user_id, m.role, u.email, u.first_name, u.last_name,
                    m.ends_at, m.end_notices, m.granted_by,
                    EXISTS (SELECT 1 FROM members g WHERE g.company_id = c.id AND g.user_id = m.granted_by
                            AND g.role IN ('owner', 'admin')) AS granter_decides
             FROM companies c
             JOIN members m ON m.company_id = c.id AND m.user_id = $2 AND m.ends_at IS NOT NULL
             JOIN users u ON u.id = m.user_id
             WHERE c.id = $1",
            $tail
        )
    };
}

impl Db {
    /// Up to 100 memberships of which a notice is due, or that are over. The first notice is due 7 days before the end,
    /// the second 1 day before.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn endings_due(&self, now: Moment) -> sqlx::Result<Vec<(CompanyId, UserId)>> {
        self.read(
            "SELECT company_id, user_id FROM members
             WHERE ends_at IS NOT NULL AND ends_at <= $3
               AND (ends_at <= $1 OR (end_notices < 2 AND ends_at <= $2) OR end_notices < 1)
             ORDER BY ends_at LIMIT 100",
        )
        .bind(now)
        .bind(now.plus(DAY))
        .bind(now.plus(7 * DAY))
        .all()
        .await
    }

    /// The memberships of a person that are over.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn memberships_over(&self, user: UserId, now: Moment) -> sqlx::Result<Vec<(CompanyId, UserId)>> {
        let over = self.read("SELECT company_id, user_id FROM members WHERE user_id = $1 AND ends_at <= $2");
        over.bind(user).bind(now).all().await
    }
}

impl Tx {
    /// A membership with an end, behind the lock of its Company and its own.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn ending(&mut self, company: CompanyId, user: UserId) -> sqlx::Result<Option<Ending>> {
        self.pick(ending!(""), ending!(" FOR UPDATE OF c, m")).bind(company).bind(user).maybe().await
    }

    /// Notes how many notices were sent.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn note_end_notice(&mut self, company: CompanyId, user: UserId, notices: i64) -> sqlx::Result<u64> {
        self.query("UPDATE members SET end_notices = $3 WHERE company_id = $1 AND user_id = $2")
            .bind(company)
            .bind(user)
            .bind(notices)
            .run()
            .await
    }
}
