//! What a handover moves: the App with who comes along, to a Company and a Billing Contact of the client; or nothing, and
//! the App is let go.

use super::db::{Db, Tx};
use crate::rules::{
    dunning::Arrears,
    id::{AppId, BillingContactId, CompanyId, PaymentRequestId, UserId},
    key::MAX_KEYS,
    moment::Moment,
    request::{Along, REPRIEVES},
};

#[derive(sqlx::FromRow)]
struct AlongRow {
    app_id: AppId,
    user_id: UserId,
}

/// A Billing Contact of a Company that a person owns.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OwnPayer {
    pub company_id: CompanyId,
    pub slug: String,
    pub name: String,
    /// Whether the operator has suspended the Company.
    pub suspended: bool,
    pub currency: String,
    pub arrears: Arrears,
    /// Where it is, and whether it has a VAT number.
    pub country: String,
    pub has_vat_number: bool,
}

/// A Company that a person owns.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OwnCompany {
    pub company_id: CompanyId,
    pub slug: String,
    pub name: String,
    /// Whether the operator has suspended it.
    pub suspended: bool,
}

/// A Company that a person owns, with one of its live Billing Contacts.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ClientRow {
    pub slug: String,
    pub name: String,
    pub suspended: bool,
    pub payer_id: Option<BillingContactId>,
    pub payer: Option<String>,
    pub currency: Option<String>,
    pub blocked: bool,
    pub country: Option<String>,
    pub has_vat_number: bool,
}

macro_rules! own_company {
    ($tail:literal) => {
        concat!(
            "SELECT c.id AS company_id, c.slug, c.name, c.suspended_at IS NOT NULL AS suspended FROM companies c
             JOIN members m ON m.company_id = c.id AND m.user_id = $2 AND m.role = 'owner'
             WHERE c.slug = $1",
            $tail
        )
    };
}

macro_rules! own_payer {
    ($tail:literal) => {
        concat!(
            "SELECT c.id AS company_id, c.slug, c.name, c.suspended_at IS NOT NULL AS suspended, b.currency,
                    b.arrears, b.country, b.vat_number IS NOT NULL AS has_vat_number
             FROM billing_contacts b JOIN companies c ON c.id = b.company_id
             JOIN members m ON m.company_id = c.id AND m.user_id = $2 AND m.role = 'owner'
             WHERE b.id = $1 AND b.state = 'active'",
            $tail
        )
    };
}

impl Db {
    /// The Companies a person owns, each with its live Billing Contacts, by name. All of them: what is not read here could
    /// not be chosen.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn companies_of_client(&self, owner: UserId) -> sqlx::Result<Vec<ClientRow>> {
        self.read(
            "SELECT c.slug, c.name, c.suspended_at IS NOT NULL AS suspended, b.id AS payer_id, b.name AS payer, b.currency,
                    COALESCE(b.arrears = 'blocked', FALSE) AS blocked, b.country,
                    b.vat_number IS NOT NULL AS has_vat_number
             FROM members m
             JOIN companies c ON c.id = m.company_id
             LEFT JOIN billing_contacts b ON b.company_id = c.id AND b.state = 'active'
             WHERE m.user_id = $1 AND m.role = 'owner'
             ORDER BY LOWER(c.name), c.id, b.created_at, b.id",
        )
        .bind(owner)
        .all()
        .await
    }
}

impl Tx {
    /// A Company that a person owns, locked with their membership (S22).
    ///
    /// # Errors
    /// What the engine says.
    pub async fn own_company(&mut self, slug: &str, owner: UserId) -> sqlx::Result<Option<OwnCompany>> {
        self.pick(own_company!(""), own_company!(" FOR UPDATE OF c, m")).bind(slug.to_owned()).bind(owner).maybe().await
    }

    /// A live Billing Contact of a Company that a person owns, both locked (S22).
    ///
    /// # Errors
    /// What the engine says.
    pub async fn own_payer(&mut self, payer: BillingContactId, owner: UserId) -> sqlx::Result<Option<OwnPayer>> {
        self.pick(own_payer!(""), own_payer!(" FOR UPDATE OF c, m, b")).bind(payer).bind(owner).maybe().await
    }

    /// When the membership of a person ends by itself, and who granted that.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn end_of(&mut self, company: CompanyId, user: UserId) -> sqlx::Result<Option<(Moment, UserId)>> {
        let row: Option<(Option<Moment>, Option<UserId>)> = self
            .query("SELECT ends_at, granted_by FROM members WHERE company_id = $1 AND user_id = $2")
            .bind(company)
            .bind(user)
            .maybe()
            .await?;
        Ok(row.and_then(|(ends_at, granted_by)| ends_at.zip(granted_by)))
    }

    /// Who comes along on which App.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn along(&mut self, id: PaymentRequestId) -> sqlx::Result<Vec<Along>> {
        let rows: Vec<AlongRow> = self
            .query("SELECT app_id, user_id FROM request_people WHERE request_id = $1 ORDER BY user_id, app_id")
            .bind(id)
            .all()
            .await?;
        Ok(rows.into_iter().map(|row| Along { app: row.app_id, user: row.user_id }).collect())
    }

    /// Lets the Apps of an ended request go. A trial runs for `until` at least, and one that has ended is kept as long,
    /// so its suspension counts from `kept_from`; so often as the house grants that (S19).
    ///
    /// # Errors
    /// What the engine says.
    pub async fn release(&mut self, id: PaymentRequestId, until: Moment, kept_from: Moment) -> sqlx::Result<u64> {
        self.query(
            "UPDATE apps SET request_id = NULL,
                    reprieves = CASE WHEN reprieves < $4 AND (state = 'trial' AND trial_ends_at < $2
                        OR suspended_by = 'trial_ended' AND suspended_at < $3) THEN reprieves + 1 ELSE reprieves END,
                    trial_notices = CASE WHEN reprieves < $4 AND state = 'trial' AND trial_ends_at < $2
                        THEN 0 ELSE trial_notices END,
                    trial_ends_at = CASE WHEN reprieves < $4 AND state = 'trial' AND trial_ends_at < $2
                        THEN $2 ELSE trial_ends_at END,
                    suspended_at = CASE WHEN reprieves < $4 AND suspended_by = 'trial_ended' AND suspended_at < $3
                        THEN $3 ELSE suspended_at END
             WHERE request_id = $1",
        )
        .bind(id)
        .bind(until)
        .bind(kept_from)
        .bind(REPRIEVES)
        .run()
        .await
    }

    /// Counts that a request which waits was given more time, for the trials among its Apps whose own time is over: their
    /// clock does not stand for ever (S19).
    ///
    /// # Errors
    /// What the engine says.
    pub async fn count_renewal(&mut self, id: PaymentRequestId, now: Moment) -> sqlx::Result<u64> {
        self.query(
            "UPDATE apps SET reprieves = reprieves + 1
             WHERE request_id = $1 AND reprieves < $3
               AND (state = 'trial' AND trial_ends_at <= $2 OR suspended_by = 'trial_ended')",
        )
        .bind(id)
        .bind(now)
        .bind(REPRIEVES)
        .run()
        .await
    }

    /// Gives an App to the client's Company, which pays for it: without the people assigned to it, who come along by
    /// [`Tx::along`]. Of its deploy keys see [`Tx::end_keys_of_others`].
    ///
    /// # Errors
    /// What the engine says.
    pub async fn hand_over(
        &mut self,
        app: AppId,
        to: CompanyId,
        payer: BillingContactId,
        plan: &str,
    ) -> sqlx::Result<u64> {
        self.query("DELETE FROM app_members WHERE app_id = $1").bind(app).run().await?;
        self.query(
            "UPDATE apps SET company_id = $2, billing_contact_id = $3, plan = $4, state = 'active', trial_ends_at = NULL,
                    suspended_by = NULL, suspended_at = NULL, request_id = NULL, version = version + 1
             WHERE id = $1",
        )
        .bind(app)
        .bind(to)
        .bind(payer)
        .bind(plan.to_owned())
        .run()
        .await
    }

    /// Removes the deploy keys of an App that was handed over, whose creators do not reach its code any more: who loses
    /// access keeps none by a machine either. Answers their fingerprints.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn end_keys_of_others(&mut self, app: AppId) -> sqlx::Result<Vec<String>> {
        let rows: Vec<(String,)> = self
            .query(
                "DELETE FROM ssh_keys WHERE app_id = $1
                    AND NOT EXISTS (SELECT 1 FROM apps a JOIN members m ON m.company_id = a.company_id
                        WHERE a.id = $1 AND m.user_id = ssh_keys.creator_id AND m.role IN ('owner', 'admin'))
                    AND NOT EXISTS (SELECT 1 FROM app_members d WHERE d.app_id = $1 AND d.user_id = ssh_keys.creator_id)
                 RETURNING fingerprint",
            )
            .bind(app)
            .all()
            .await?;
        Ok(rows.into_iter().map(|(fingerprint,)| fingerprint).collect())
    }

    /// The names of the deploy keys of an App, oldest first.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn deploy_key_names(&mut self, app: AppId) -> sqlx::Result<Vec<String>> {
        let rows: Vec<(String,)> = self
            .query("SELECT name FROM ssh_keys WHERE app_id = $1 ORDER BY added_at, id LIMIT $2")
            .bind(app)
            .bind(MAX_KEYS)
            .all()
            .await?;
        Ok(rows.into_iter().map(|(name,)| name).collect())
    }
}
