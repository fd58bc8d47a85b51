//! Members come, change and go. Whoever writes here holds the row of the Company.

use super::db::Tx;
use crate::rules::{
    id::{CompanyId, UserId},
    member::notices_due,
    moment::Moment,
    role::Role,
};

impl Tx {
    /// Makes a person a member, for good or until an end that somebody granted.
    ///
    /// # Errors
    /// What the engine says; a unique violation when they are one already (I3).
    pub async fn add_member(
        &mut self,
        company: CompanyId,
        user: UserId,
        role: Role,
        end: Option<(Moment, UserId)>,
        at: Moment,
    ) -> sqlx::Result<()> {
        let (ends_at, granted_by) = end.unzip();
        self.query(
            "INSERT INTO members (company_id, user_id, role, joined_at, ends_at, granted_by, end_notices)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(company)
        .bind(user)
        .bind(role)
        .bind(at)
        .bind(ends_at)
        .bind(granted_by)
        .bind(ends_at.map_or(0, |ends_at| notices_due(ends_at, at)))
        .run()
        .await
        .map(|_| ())
    }

    /// Gives a member another role. An Owner has no end.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn set_role(&mut self, company: CompanyId, user: UserId, role: Role) -> sqlx::Result<u64> {
        self.query(
            "UPDATE members SET role = $3, version = version + 1,
                    ends_at = CASE WHEN $4 THEN ends_at END, granted_by = CASE WHEN $4 THEN granted_by END,
                    end_notices = CASE WHEN $4 THEN end_notices ELSE 0 END
             WHERE company_id = $1 AND user_id = $2",
        )
        .bind(company)
        .bind(user)
        .bind(role)
        .bind(role != Role::Owner)
        .run()
        .await
    }

    /// Notes that a membership changed otherwise.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn touch_member(&mut self, company: CompanyId, user: UserId) -> sqlx::Result<u64> {
        let touched = self.query("UPDATE members SET version = version + 1 WHERE company_id = $1 AND user_id = $2");
        touched.bind(company).bind(user).run().await
    }

    /// Sets, moves or takes away the end of a membership. Notices that would have been due already are not sent.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn set_end(
        &mut self,
        company: CompanyId,
        user: UserId,
        end: Option<(Moment, UserId)>,
        at: Moment,
    ) -> sqlx::Result<u64> {
        let (ends_at, granted_by) = end.unzip();
        self.query(
            "UPDATE members SET ends_at = $3, granted_by = $4, end_notices = $5, version = version + 1
             WHERE company_id = $1 AND user_id = $2",
        )
        .bind(company)
        .bind(user)
        .bind(ends_at)
        .bind(granted_by)
        .bind(ends_at.map_or(0, |ends_at| notices_due(ends_at, at)))
        .run()
        .await
    }

    /// Ends a membership.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn remove_member(&mut self, company: CompanyId, user: UserId) -> sqlx::Result<bool> {
        let removed = self.query("DELETE FROM members WHERE company_id = $1 AND user_id = $2");
        Ok(removed.bind(company).bind(user).run().await? == 1)
    }
}
