//! Members of a Company as the team page shows them.

use serde::{Deserialize, Serialize};

use super::{id::UserId, moment::Moment, role::Role};

/// One row of the team table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct MemberCard {
    pub user: UserId,
    pub name: String,
    /// Only for those who may see all members (matrix row 3).
    pub email: Option<String>,
    pub role: Role,
    pub joined_at: Moment,
    /// Raised by every change of this membership; a change that names an older one is refused as stale.
    pub version: i64,
}

impl MemberCard {
    /// Where the page begins that follows this member.
    pub fn cursor(&self) -> String {
        format!("{}.{}", self.joined_at.millis(), self.user)
    }
}

/// One page of the team table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamPage {
    /// My role, with which the page greys out what I may not do.
    pub role: Role,
    pub me: UserId,
    pub owners: i64,
    pub members: Vec<MemberCard>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

/// What leaving a Company means for the person who reads it (R75).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Departure {
    pub company: String,
    pub slug: String,
    pub role: Role,
    /// Whether another Owner stays. Without one an Owner cannot leave (R29).
    pub another_owner: bool,
    /// The full names of the Owners who stay.
    pub owners: Vec<String>,
    /// The addresses whose invitations are withdrawn because I sent them (S29).
    pub invitations: Vec<String>,
}
