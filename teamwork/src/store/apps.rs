//! Apps, found by their name: one App a name on this server.

use super::{
    db::{Db, Tx},
    members::Standing,
};
use crate::rules::{
    app::{AppState, SuspendedBy},
    id::{AppId, BillingContactId, PaymentRequestId, UserId},
    moment::Moment,
};

/// An App, as an act needs it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct App {
    #[sqlx(rename = "app_id")]
    pub id: AppId,
    #[sqlx(rename = "app_name")]
    pub name: String,
    pub creator_id: UserId,
    pub state: AppState,
    pub suspended_by: Option<SuspendedBy>,
    pub plan: String,
    pub billing_contact_id: Option<BillingContactId>,
    pub trial_ends_at: Option<Moment>,
    pub suspended_at: Option<Moment>,
    /// The payment request that it waits for.
    pub request_id: Option<PaymentRequestId>,
    pub config_version: i64,
    #[sqlx(rename = "app_version")]
    pub version: i64,
    #[sqlx(rename = "app_created_at")]
    pub created_at: Moment,
}

/// Who holds an App, and how the person stands to it.
#[derive(Clone, Debug)]
pub enum Holder {
    /// A Company the person belongs to; `assigned` is whether they are assigned to the App.
    Company { me: Standing, assigned: bool },
    /// The person themself: a trial without a Company (S6).
    Myself,
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    me: Standing,
    #[sqlx(flatten)]
    app: App,
    assigned: bool,
}

macro_rules! of_company {
    ($tail:literal) => {
        concat!(
            "SELECT c.id AS company_id, c.slug, c.name, c.owner_count, me.role,
                    c.suspended_at IS NOT NULL AS suspended,
                    a.id AS app_id, a.name AS app_name, a.creator_id, a.state, a.suspended_by, a.plan,
                    a.billing_contact_id, a.trial_ends_at, a.suspended_at, a.request_id, a.config_version,
                    a.version AS app_version, a.created_at AS app_created_at,
                    EXISTS (SELECT 1 FROM app_members d WHERE d.app_id = a.id AND d.user_id = $2) AS assigned
             FROM apps a
             JOIN companies c ON c.id = a.company_id
             JOIN members me ON me.company_id = c.id AND me.user_id = $2
             WHERE a.name = $1 AND a.state <> 'deleted'",
            $tail
        )
    };
}

macro_rules! of_myself {
    ($tail:literal) => {
        concat!(
            "SELECT a.id AS app_id, a.name AS app_name, a.creator_id, a.state, a.suspended_by, a.plan,
                    a.billing_contact_id, a.trial_ends_at, a.suspended_at, a.request_id, a.config_version,
                    a.version AS app_version, a.created_at AS app_created_at
             FROM apps a WHERE a.name = $1 AND a.state <> 'deleted' AND a.company_id IS NULL AND a.creator_id = $2",
            $tail
        )
    };
}

impl Db {
    /// An App and how a person stands to it; `None` when it is not theirs to know of.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn app_standing(&self, name: &str, user: UserId) -> sqlx::Result<Option<(Holder, App)>> {
        let row: Option<Row> = self.read(of_company!("")).bind(name.to_owned()).bind(user).maybe().await?;
        if let Some(Row { me, app, assigned }) = row {
            return Ok(Some((Holder::Company { me, assigned }, app)));
        }
        let app: Option<App> = self.read(of_myself!("")).bind(name.to_owned()).bind(user).maybe().await?;
        Ok(app.map(|app| (Holder::Myself, app)))
    }
}

impl Tx {
    /// An App and how a person stands to it. Locks the Company, the membership and the App until the end of the
    /// transaction.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn app_standing(&mut self, name: &str, user: UserId) -> sqlx::Result<Option<(Holder, App)>> {
        let row: Option<Row> = self
            .pick(of_company!(""), of_company!(" FOR UPDATE OF c, me, a"))
            .bind(name.to_owned())
            .bind(user)
            .maybe()
            .await?;
        if let Some(Row { me, app, assigned }) = row {
            return Ok(Some((Holder::Company { me, assigned }, app)));
        }
        let app: Option<App> =
            self.pick(of_myself!(""), of_myself!(" FOR UPDATE OF a")).bind(name.to_owned()).bind(user).maybe().await?;
        Ok(app.map(|app| (Holder::Myself, app)))
    }
}
