//! Members.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use teamwork::rules::{id::AppId, role::Role};

use crate::http::rest::ask::Example;

/// An App of the examples.
pub(super) const SOME_APP: &str = "01938f3e-5c00-7000-8000-000000000005";

/// The new role of a member.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRole {
    pub role: Role,
    /// On which Apps, when the role is Developer.
    #[serde(default)]
    pub apps: Vec<AppId>,
}

impl Example for NewRole {
    fn example() -> Self {
        Self { role: Role::Developer, apps: SOME_APP.parse().into_iter().collect() }
    }
}

/// On which Apps a Developer works.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewApps {
    pub apps: Vec<AppId>,
}

impl Example for NewApps {
    fn example() -> Self {
        Self { apps: SOME_APP.parse().into_iter().collect() }
    }
}

/// When access ends by itself.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEnd {
    /// The last day, UTC; empty when it does not end by itself.
    pub ends_on: String,
}

impl Example for NewEnd {
    fn example() -> Self {
        Self { ends_on: "2027-01-31".into() }
    }
}
