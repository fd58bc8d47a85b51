//! What becomes of an App: begun, paid, scaled, moved, suspended, deleted.

use super::{apps::App, db::Tx, invitation_ends::Withdrawn};
use crate::rules::{
    app::{AppName, AppState, SuspendedBy},
    dunning::Arrears,
    id::{AppId, BillingContactId, CompanyId, UserId},
    moment::Moment,
};

/// An App that begins.
#[derive(Clone, Debug)]
pub struct NewApp {
    pub id: AppId,
    pub name: AppName,
    pub company: Option<CompanyId>,
    pub creator: UserId,
    pub plan: String,
    /// Who pays; a trial has a deadline instead.
    pub payer: Option<BillingContactId>,
    pub trial_ends_at: Option<Moment>,
    /// The tasks that were done before it began, which earn it nothing any more.
    pub earned: i64,
    pub at: Moment,
}

/// A Billing Contact that can pay.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Payer {
    pub id: BillingContactId,
    pub name: String,
    pub currency: String,
    pub arrears: Arrears,
}

impl Tx {
    /// Adds an App. `false` when its name is taken, or its creator has a running trial of their own already.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn add_app(&mut self, new: &NewApp) -> sqlx::Result<bool> {
        let state = if new.payer.is_some() { AppState::Active } else { AppState::Trial };
        let added = self.query(
            "INSERT INTO apps (id, name, company_id, creator_id, state, plan, billing_contact_id, trial_ends_at, earned, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8,
                     CASE WHEN EXISTS (SELECT 1 FROM ssh_keys k WHERE k.user_id = $4) THEN $9 + 4 ELSE $9 END, $10)
             ON CONFLICT DO NOTHING",
        );
        let rows = added
            .bind(new.id)
            .bind(new.name.as_str().to_owned())
            .bind(new.company)
            .bind(new.creator)
            .bind(state)
            .bind(new.plan.clone())
            .bind(new.payer)
            .bind(new.trial_ends_at)
            .bind(new.earned)
            .bind(new.at)
            .run()
            .await?;
        Ok(rows == 1)
    }

    /// Takes a name for an App, unless the one that had it blocks it still (E51).
    ///
    /// # Errors
    /// What the engine says.
    pub async fn take_name(&mut self, name: &AppName, app: AppId, now: Moment) -> sqlx::Result<bool> {
        let taken = self.query(
            "INSERT INTO app_names (name, app_id) VALUES ($1, $2)
             ON CONFLICT (name) DO UPDATE SET app_id = $2, free_at = NULL WHERE app_names.free_at <= $3",
        );
        Ok(taken.bind(name.as_str().to_owned()).bind(app).bind(now).run().await? == 1)
    }

    /// Whether a person has a running trial of their own.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn has_personal_trial(&mut self, user: UserId) -> sqlx::Result<bool> {
        let found: Option<(i64,)> = self
            .query(
                "SELECT CAST(1 AS BIGINT) FROM apps WHERE creator_id = $1 AND company_id IS NULL AND state = 'trial'",
            )
            .bind(user)
            .maybe()
            .await?;
        Ok(found.is_some())
    }

    /// Whether the operator has suspended a Company.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn is_suspended(&mut self, company: CompanyId) -> sqlx::Result<bool> {
        let (suspended,): (bool,) =
            self.query("SELECT suspended_at IS NOT NULL FROM companies WHERE id = $1").bind(company).one().await?;
        Ok(suspended)
    }

    /// A live Billing Contact of a Company, locked so that nobody archives it meanwhile.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn payer(&mut self, company: CompanyId, id: BillingContactId) -> sqlx::Result<Option<Payer>> {
        self.pick(
            "SELECT id, name, currency, arrears FROM billing_contacts WHERE id = $1 AND company_id = $2 AND state = 'active'",
            "SELECT id, name, currency, arrears FROM billing_contacts WHERE id = $1 AND company_id = $2 AND state = 'active'
             FOR UPDATE",
        )
        .bind(id)
        .bind(company)
        .maybe()
        .await
    }

    /// Makes a trial, running or ended, a paid App of a Company.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn pay_app(
        &mut self,
        app: AppId,
        company: CompanyId,
        payer: BillingContactId,
        plan: &str,
    ) -> sqlx::Result<u64> {
        self.query(
            "UPDATE apps SET state = 'active', company_id = $2, billing_contact_id = $3, plan = $4, trial_ends_at = NULL,
                    suspended_by = NULL, suspended_at = NULL, version = version + 1
             WHERE id = $1",
        )
        .bind(app)
        .bind(company)
        .bind(payer)
        .bind(plan.to_owned())
        .run()
        .await
    }

    /// Gives an App another plan.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn set_plan(&mut self, app: AppId, plan: &str) -> sqlx::Result<u64> {
        let set = self.query("UPDATE apps SET plan = $2, version = version + 1 WHERE id = $1");
        set.bind(app).bind(plan.to_owned()).run().await
    }

    /// Gives an App another payer of the same Company.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn set_payer(&mut self, app: AppId, payer: BillingContactId) -> sqlx::Result<u64> {
        let set = self.query("UPDATE apps SET billing_contact_id = $2, version = version + 1 WHERE id = $1");
        set.bind(app).bind(payer).run().await
    }

    /// Takes an App to another Company, without the people assigned to it. Deploy keys stay.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn move_app(&mut self, app: AppId, to: CompanyId, payer: Option<BillingContactId>) -> sqlx::Result<u64> {
        self.query("DELETE FROM app_members WHERE app_id = $1").bind(app).run().await?;
        self.query("UPDATE apps SET company_id = $2, billing_contact_id = $3, version = version + 1 WHERE id = $1")
            .bind(app)
            .bind(to)
            .bind(payer)
            .run()
            .await
    }

    /// Cancels the open invitations of Developers that were for this App alone (4.1), and takes the App off the others.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn forget_in_invitations(&mut self, app: AppId, at: Moment) -> sqlx::Result<Vec<Withdrawn>> {
        let gone = self
            .query(
                "UPDATE invitations SET state = 'cancelled', answered_at = $2
                 WHERE state IN ('pending', 'expired') AND role = 'developer'
                   AND id IN (SELECT i.invitation_id FROM invitation_apps i WHERE i.app_id = $1)
                   AND NOT EXISTS (SELECT 1 FROM invitation_apps o WHERE o.invitation_id = invitations.id AND o.app_id <> $1)
                 RETURNING id, email, told_at, (SELECT TRIM(u.first_name || ' ' || u.last_name) FROM users u
                     WHERE u.id = invitations.inviter_id) AS inviter",
            )
            .bind(app)
            .bind(at)
            .all()
            .await?;
        self.query("DELETE FROM invitation_apps WHERE app_id = $1").bind(app).run().await?;
        Ok(gone)
    }

    /// Deletes an App: everything that hung on it goes, its secrets with it; its name is blocked until `free_at`.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn delete_app(&mut self, app: AppId, at: Moment, free_at: Moment) -> sqlx::Result<()> {
        for sql in [
            "DELETE FROM app_members WHERE app_id = $1",
            "DELETE FROM ssh_keys WHERE app_id = $1",
            "DELETE FROM app_domains WHERE app_id = $1",
            "DELETE FROM app_configs WHERE app_id = $1",
        ] {
            self.query(sql).bind(app).run().await?;
        }
        self.query("UPDATE app_names SET free_at = $2 WHERE name = (SELECT a.name FROM apps a WHERE a.id = $1)")
            .bind(app)
            .bind(free_at)
            .run()
            .await?;
        self.query(
            "UPDATE apps SET state = 'deleted', company_id = NULL, billing_contact_id = NULL, suspended_by = NULL,
                    suspended_at = NULL, deleted_at = $2, version = version + 1
             WHERE id = $1",
        )
        .bind(app)
        .bind(at)
        .run()
        .await
        .map(|_| ())
    }

    /// Pauses an App.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn suspend_app(&mut self, app: AppId, by: SuspendedBy, at: Moment) -> sqlx::Result<u64> {
        self.query(
            "UPDATE apps SET state = 'suspended', suspended_by = $2, suspended_at = $3, version = version + 1
             WHERE id = $1",
        )
        .bind(app)
        .bind(by)
        .bind(at)
        .run()
        .await
    }

    /// Lets a suspended App run again: as a paid one, or as the trial it was. The clock of a trial stood as long as it did,
    /// and what was told of its old end is told anew.
    ///
    /// # Errors
    /// What the engine says; a unique violation when its creator has begun another trial meanwhile.
    pub async fn resume_app(&mut self, app: &App, at: Moment) -> sqlx::Result<u64> {
        let state = if app.billing_contact_id.is_some() { AppState::Active } else { AppState::Trial };
        self.query(
            "UPDATE apps SET state = $2, suspended_by = NULL, suspended_at = NULL,
                    trial_notices = CASE WHEN trial_ends_at > suspended_at THEN 0 ELSE trial_notices END,
                    trial_ends_at = CASE WHEN trial_ends_at > suspended_at THEN trial_ends_at + $3 - suspended_at
                                         ELSE trial_ends_at END,
                    version = version + 1
             WHERE id = $1",
        )
        .bind(app.id)
        .bind(state)
        .bind(at)
        .run()
        .await
    }
}
