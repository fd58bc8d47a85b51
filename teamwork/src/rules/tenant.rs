//! Companies and Apps as the operator sees them: who they are and whether they run, nothing of what is in them.

use serde::{Deserialize, Serialize};

use super::{
    app::{AppState, SuspendedBy},
    id::{CompanyId, UserId},
    moment::Moment,
    recovery::RecoveryCard,
};

/// A Company in the operator's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "store", derive(sqlx::FromRow))]
pub struct TenantCard {
    pub id: CompanyId,
    pub slug: String,
    pub name: String,
    pub members: i64,
    pub created_at: Moment,
    pub suspended_at: Option<Moment>,
    pub suspended_why: Option<String>,
}

/// One page of them, in the order of their names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenantPage {
    pub companies: Vec<TenantCard>,
    /// Where the next page goes on, if there is one.
    pub next: Option<String>,
}

/// An Owner of a Company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct TenantOwner {
    pub user: UserId,
    pub name: String,
    pub email: String,
    pub joined_at: Moment,
}

/// An App in the operator's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "store", derive(sqlx::FromRow))]
pub struct TenantApp {
    pub name: String,
    /// The Company that holds it; `None` for a personal trial.
    pub company: Option<String>,
    pub slug: Option<String>,
    pub state: AppState,
    pub suspended_by: Option<SuspendedBy>,
    pub plan: String,
    pub trial_ends_at: Option<Moment>,
}

/// One page of Apps, in the order of their names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenantApps {
    pub apps: Vec<TenantApp>,
    /// Where the next page goes on, if there is one.
    pub next: Option<String>,
}

/// A Company with all that the operator needs to decide about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct Tenant {
    pub card: TenantCard,
    pub owners: Vec<TenantOwner>,
    /// The first hundred.
    pub apps: Vec<TenantApp>,
    /// The one that waits, if any.
    pub recovery: Option<RecoveryCard>,
}

/// What waits for the operator. Numbers end at [`ENOUGH`](super::count::ENOUGH): who has that many looks at the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "store", derive(sqlx::FromRow))]
pub struct Waiting {
    pub failed_mails: i64,
    /// Mails that should have gone out a quarter of an hour ago.
    pub late_mails: i64,
    pub recoveries: i64,
    pub overdue_invoices: i64,
    /// Billing Contacts whose Apps wait to be deleted, by their invoices.
    pub doomed: i64,
    /// Trials that end within three days.
    pub trials_ending: i64,
}
