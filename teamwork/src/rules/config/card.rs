//! The configuration as people see it: secrets are only known to be there.

use serde::{Deserialize, Serialize};

use super::{DomainState, Header, Redirect, Runtime};
use crate::rules::{app::AppState, moment::Moment};

/// The present configuration of an App.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct ConfigCard {
    pub app: String,
    /// The Company that holds it, by its name in URLs; `None` for a trial of one's own.
    pub company: Option<String>,
    pub state: AppState,
    /// 0 as long as nobody has changed anything. Every edit takes it.
    pub version: i64,
    /// The App's own name, to which domains point.
    pub host: String,
    pub variables: Vec<VariableCard>,
    pub domains: Vec<DomainCard>,
    /// How many domains the plan has room for.
    pub domains_allowed: i64,
    pub redirects: Vec<Redirect>,
    pub headers: Vec<Header>,
    pub runtime: Runtime,
}

/// A variable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct VariableCard {
    pub name: String,
    /// `None` for a secret.
    pub value: Option<String>,
    pub changed_at: Moment,
}

/// A domain, and what its last check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "store", derive(sqlx::FromRow))]
pub struct DomainCard {
    pub host: String,
    pub state: DomainState,
    pub checked_at: Option<Moment>,
}

/// One version in the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct ChangeCard {
    pub version: i64,
    pub at: Moment,
    /// Their name of today.
    pub by: String,
    /// What it changed, in words without values.
    pub change: String,
}

/// One page of the history, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionPage {
    pub versions: Vec<ChangeCard>,
    /// Where the next page begins.
    pub next: Option<String>,
}
