//! How an open invitation ends: answered, withdrawn with its sender, or overdue.

use super::db::Tx;
use crate::rules::{
    id::{CompanyId, InvitationId, UserId},
    invitation::InvitationState,
    moment::Moment,
};

/// An invitation that ended because its sender did.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Withdrawn {
    pub id: InvitationId,
    pub email: String,
    /// When the first mail about it arrived.
    pub told_at: Option<Moment>,
    /// The full name of who sent it.
    pub inviter: String,
}

/// An invitation whose deadline passed.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Overdue {
    pub id: InvitationId,
    pub company_id: CompanyId,
    pub email: String,
    pub company: String,
    pub slug: String,
    pub inviter_email: String,
}

macro_rules! overdue {
    () => {
        "SELECT i.id, i.company_id, i.email, c.name AS company, c.slug, u.email AS inviter_email
         FROM invitations i JOIN companies c ON c.id = i.company_id JOIN users u ON u.id = i.inviter_id
         WHERE i.state = 'pending' AND i.expires_at <= $1 ORDER BY i.expires_at"
    };
}

impl Tx {
    /// Ends an open invitation. `false` when it has ended already: each is answered once (I9).
    ///
    /// # Errors
    /// What the engine says.
    pub async fn end_invitation(&mut self, id: InvitationId, state: InvitationState, at: Moment) -> sqlx::Result<bool> {
        let ended = self.query(
            "UPDATE invitations SET state = $2, answered_at = $3 WHERE id = $1 AND state IN ('pending', 'expired')",
        );
        Ok(ended.bind(id).bind(state).bind(at).run().await? == 1)
    }

    /// Withdraws every open invitation of a sender in a Company, and those to their own address (S29, I14).
    ///
    /// # Errors
    /// What the engine says.
    pub async fn withdraw_invitations(
        &mut self,
        company: CompanyId,
        inviter: UserId,
        own_email_key: String,
        at: Moment,
    ) -> sqlx::Result<Vec<Withdrawn>> {
        self.query(
            "UPDATE invitations SET state = 'cancelled', answered_at = $4
             WHERE company_id = $1 AND state IN ('pending', 'expired') AND (inviter_id = $2 OR email_key = $3)
             RETURNING id, email, told_at, (SELECT TRIM(u.first_name || ' ' || u.last_name) FROM users u
                 WHERE u.id = invitations.inviter_id) AS inviter",
        )
        .bind(company)
        .bind(inviter)
        .bind(own_email_key)
        .bind(at)
        .all()
        .await
    }

    /// Cancels every open invitation of a Company that ends; answers whose.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn withdraw_all(&mut self, company: CompanyId, at: Moment) -> sqlx::Result<Vec<Withdrawn>> {
        self.query(
            "UPDATE invitations SET state = 'cancelled', answered_at = $2
             WHERE company_id = $1 AND state IN ('pending', 'expired')
             RETURNING id, email, told_at, (SELECT TRIM(u.first_name || ' ' || u.last_name) FROM users u
                 WHERE u.id = invitations.inviter_id) AS inviter",
        )
        .bind(company)
        .bind(at)
        .all()
        .await
    }

    /// Withdraws the open invitations of a sender that their new role could not have sent (I12).
    ///
    /// # Errors
    /// What the engine says.
    pub async fn withdraw_beyond(
        &mut self,
        company: CompanyId,
        inviter: UserId,
        keeps_team: bool,
        at: Moment,
    ) -> sqlx::Result<Vec<Withdrawn>> {
        self.query(
            "UPDATE invitations SET state = 'cancelled', answered_at = $4
             WHERE company_id = $1 AND inviter_id = $2 AND state IN ('pending', 'expired')
               AND NOT ($3 AND role IN ('admin', 'developer'))
             RETURNING id, email, told_at, (SELECT TRIM(u.first_name || ' ' || u.last_name) FROM users u
                 WHERE u.id = invitations.inviter_id) AS inviter",
        )
        .bind(company)
        .bind(inviter)
        .bind(keeps_team)
        .bind(at)
        .all()
        .await
    }

    /// Marks up to 100 invitations whose deadline has passed as expired.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn expire_invitations(&mut self, now: Moment) -> sqlx::Result<Vec<Overdue>> {
        let overdue: Vec<Overdue> = self
            .pick(concat!(overdue!(), " LIMIT 100"), concat!(overdue!(), " LIMIT 100 FOR UPDATE OF i SKIP LOCKED"))
            .bind(now)
            .all()
            .await?;
        for one in &overdue {
            self.query("UPDATE invitations SET state = 'expired' WHERE id = $1 AND state = 'pending'")
                .bind(one.id)
                .run()
                .await?;
        }
        Ok(overdue)
    }
}
