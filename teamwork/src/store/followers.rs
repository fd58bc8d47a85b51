//! Apps that follow their Billing Contact: suspended with it, resumed with it, deleted for it.

use super::{
    cut::{one_more_than, say_that_there_are_more},
    db::Tx,
};
use crate::rules::{
    billing::PAYS_FOR_MAX,
    id::{AppId, BillingContactId, CompanyId, PaymentRequestId},
    moment::Moment,
};

/// An App that was just suspended with its Billing Contact, or resumed with it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Followed {
    pub id: AppId,
    pub name: String,
    /// The payment request that waits for it.
    pub request_id: Option<PaymentRequestId>,
}

impl Tx {
    /// Suspends the running Apps of a Billing Contact. Those that rest with their Company are so when it is resumed; those
    /// that the operator has suspended stay his.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn suspend_apps_of(&mut self, contact: BillingContactId, at: Moment) -> sqlx::Result<Vec<Followed>> {
        self.query(
            "UPDATE apps SET suspended_by = CASE WHEN state = 'active' THEN 'dunning' ELSE suspended_by END,
                    suspended_at = CASE WHEN state = 'active' THEN $2 ELSE suspended_at END,
                    suspended_before = CASE WHEN suspended_before = 'active' THEN 'dunning' ELSE suspended_before END,
                    state = 'suspended', version = version + 1
             WHERE billing_contact_id = $1 AND (state = 'active' OR suspended_before = 'active')
             RETURNING id, name, request_id",
        )
        .bind(contact)
        .bind(at)
        .all()
        .await
    }

    /// Lets the Apps run again that were suspended with their Billing Contact, and nobody else has suspended.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn resume_apps_of(&mut self, contact: BillingContactId) -> sqlx::Result<Vec<Followed>> {
        self.query(
            "UPDATE apps SET state = CASE WHEN suspended_by = 'dunning' THEN 'active' ELSE state END,
                    suspended_at = CASE WHEN suspended_by = 'dunning' THEN NULL ELSE suspended_at END,
                    suspended_by = CASE WHEN suspended_by = 'dunning' THEN NULL ELSE suspended_by END,
                    suspended_before = CASE WHEN suspended_before = 'dunning' THEN 'active' ELSE suspended_before END,
                    version = version + 1
             WHERE billing_contact_id = $1 AND (suspended_by = 'dunning' OR suspended_before = 'dunning')
             RETURNING id, name, request_id",
        )
        .bind(contact)
        .all()
        .await
    }

    /// The names of the Apps that a Billing Contact pays for, the first of them; the last word says that there are more.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn app_names_of(&mut self, contact: BillingContactId) -> sqlx::Result<Vec<String>> {
        let rows: Vec<(String,)> = self
            .query("SELECT name FROM apps WHERE billing_contact_id = $1 ORDER BY name LIMIT $2")
            .bind(contact)
            .bind(one_more_than(PAYS_FOR_MAX))
            .all()
            .await?;
        let mut names = rows.into_iter().map(|(name,)| name).collect();
        say_that_there_are_more(&mut names, PAYS_FOR_MAX);
        Ok(names)
    }

    /// All Apps that a Billing Contact pays for, locked, because they end.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn apps_of_payer(&mut self, contact: BillingContactId) -> sqlx::Result<Vec<Followed>> {
        self.pick(
            "SELECT id, name, request_id FROM apps WHERE billing_contact_id = $1 ORDER BY name",
            "SELECT id, name, request_id FROM apps WHERE billing_contact_id = $1 ORDER BY name FOR UPDATE",
        )
        .bind(contact)
        .all()
        .await
    }

    /// Locks the Company that holds an App, if one does: whoever resumes the App wants to know how its payer stands.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn lock_holder(&mut self, app: &str) -> sqlx::Result<Option<CompanyId>> {
        let found: Option<(CompanyId,)> = self
            .pick(
                "SELECT c.id FROM companies c
                 WHERE c.id = (SELECT a.company_id FROM apps a WHERE a.name = $1 AND a.state <> 'deleted')",
                "SELECT c.id FROM companies c
                 WHERE c.id = (SELECT a.company_id FROM apps a WHERE a.name = $1 AND a.state <> 'deleted') FOR UPDATE",
            )
            .bind(app.to_owned())
            .maybe()
            .await?;
        Ok(found.map(|(id,)| id))
    }
}
