//! Recoveries of ownership: at most one waits for a Company, which the database itself sees to.

use super::{
    companies::full_name,
    cut::at_most,
    db::{Db, Tx},
};
use crate::rules::{
    id::{CompanyId, RecoveryId, UserId},
    moment::Moment,
    recovery::{RECOVERIES_MAX, RecoveryCard, RecoveryState},
    role::Role,
};

/// A recovery to be written.
pub struct NewRecovery {
    pub id: RecoveryId,
    pub company: CompanyId,
    pub heir: UserId,
    pub departed: Option<UserId>,
    pub reason: String,
    /// `None` for the command line.
    pub by: Option<UserId>,
    pub at: Moment,
    pub due_at: Moment,
}

/// A recovery that an act decides about, with its Company; both are locked.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Recovery {
    pub id: RecoveryId,
    pub company_id: CompanyId,
    pub slug: String,
    pub company: String,
    pub heir_id: UserId,
    pub departed_id: Option<UserId>,
    pub state: RecoveryState,
    pub due_at: Moment,
}

#[derive(sqlx::FromRow)]
struct CardRow {
    id: RecoveryId,
    company: String,
    slug: String,
    first_name: String,
    last_name: String,
    email: String,
    departed_first: Option<String>,
    departed_last: Option<String>,
    reason: String,
    state: RecoveryState,
    requested_at: Moment,
    due_at: Moment,
    ended_at: Option<Moment>,
}

impl From<CardRow> for RecoveryCard {
    fn from(row: CardRow) -> Self {
        Self {
            id: row.id,
            company: row.company,
            slug: row.slug,
            heir: full_name(&row.first_name, &row.last_name),
            heir_email: row.email,
            departed: row.departed_first.zip(row.departed_last).map(|(first, last)| full_name(&first, &last)),
            reason: row.reason,
            state: row.state,
            requested_at: row.requested_at,
            due_at: row.due_at,
            ended_at: row.ended_at,
        }
    }
}

macro_rules! cards {
    ($tail:literal) => {
        concat!(
            "SELECT r.id, c.name AS company, c.slug, h.first_name, h.last_name, h.email,
                    d.first_name AS departed_first, d.last_name AS departed_last,
                    r.reason, r.state, r.requested_at, r.due_at, r.ended_at
             FROM recoveries r JOIN companies c ON c.id = r.company_id JOIN users h ON h.id = r.heir_id
             LEFT JOIN users d ON d.id = r.departed_id ",
            $tail
        )
    };
}

// The Company first: who stops a recovery has locked it before they come to the recovery.
macro_rules! recovery {
    ($tail:literal) => {
        concat!(
            "SELECT r.id, r.company_id, c.slug, c.name AS company, r.heir_id, r.departed_id, r.state, r.due_at
             FROM companies c JOIN recoveries r ON r.company_id = c.id WHERE r.id = $1",
            $tail
        )
    };
}

impl Db {
    /// Recoveries in one state: of those that wait the oldest first, of those that have ended the newest; at most
    /// [`RECOVERIES_MAX`].
    ///
    /// # Errors
    /// What the engine says.
    pub async fn recoveries(&self, state: RecoveryState) -> sqlx::Result<Vec<RecoveryCard>> {
        let text = match state {
            RecoveryState::Waiting => cards!("WHERE r.state = $1 ORDER BY r.requested_at LIMIT $2"),
            RecoveryState::Stopped | RecoveryState::Done => {
                cards!("WHERE r.state = $1 ORDER BY r.requested_at DESC LIMIT $2")
            }
        };
        let rows: Vec<CardRow> = self.read(text).bind(state).bind(at_most(RECOVERIES_MAX)).all().await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// The recovery that waits for a Company.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn waiting_recovery(&self, company: CompanyId) -> sqlx::Result<Option<RecoveryCard>> {
        let row: Option<CardRow> =
            self.read(cards!("WHERE r.company_id = $1 AND r.state = 'waiting'")).bind(company).maybe().await?;
        Ok(row.map(Into::into))
    }
}

impl Tx {
    /// Begins a recovery.
    ///
    /// # Errors
    /// What the engine says; a unique violation when one waits already.
    pub async fn add_recovery(&mut self, new: NewRecovery) -> sqlx::Result<u64> {
        self.query(
            "INSERT INTO recoveries (id, company_id, heir_id, departed_id, reason, state, requested_by, requested_at, due_at)
             VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $7, $8)",
        )
        .bind(new.id)
        .bind(new.company)
        .bind(new.heir)
        .bind(new.departed)
        .bind(new.reason)
        .bind(new.by)
        .bind(new.at)
        .bind(new.due_at)
        .run()
        .await
    }

    /// A recovery with its Company; both locked until the end of the transaction.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn recovery(&mut self, id: RecoveryId) -> sqlx::Result<Option<Recovery>> {
        self.pick(recovery!(""), recovery!(" FOR UPDATE OF c, r")).bind(id).maybe().await
    }

    /// The recovery that waits for a Company, which is locked already.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn recovery_of(&mut self, company: CompanyId) -> sqlx::Result<Option<RecoveryId>> {
        let row: Option<(RecoveryId,)> = self
            .query("SELECT id FROM recoveries WHERE company_id = $1 AND state = 'waiting'")
            .bind(company)
            .maybe()
            .await?;
        Ok(row.map(|(id,)| id))
    }

    /// Ends a waiting recovery. `false` when it has ended already.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn end_recovery(&mut self, id: RecoveryId, state: RecoveryState, at: Moment) -> sqlx::Result<bool> {
        let ended = self.query("UPDATE recoveries SET state = $2, ended_at = $3 WHERE id = $1 AND state = 'waiting'");
        Ok(ended.bind(id).bind(state).bind(at).run().await? == 1)
    }

    /// What a person is in a Company that is locked already.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn role_in(&mut self, company: CompanyId, user: UserId) -> sqlx::Result<Option<Role>> {
        let row: Option<(Role,)> = self
            .query("SELECT role FROM members WHERE company_id = $1 AND user_id = $2")
            .bind(company)
            .bind(user)
            .maybe()
            .await?;
        Ok(row.map(|(role,)| role))
    }
}
