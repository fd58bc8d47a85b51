//! Which Apps a Developer works on (R36, R37): chosen by Owners and Admins, who reach all of them by themselves (E26).

use serde::{Deserialize, Serialize};

use super::id::AppId;

/// How many Apps are listed to choose from, besides those that are chosen already.
pub const CHOICES_MAX: usize = 1_000;

/// An App by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct AppRef {
    pub id: AppId,
    pub name: String,
}

/// An App that can be given to a Developer, and whether it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct AppChoice {
    pub id: AppId,
    pub name: String,
    pub chosen: bool,
}
