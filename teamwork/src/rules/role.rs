//! What a person is in a Company (R16): exactly one of four.

use serde::{Deserialize, Serialize};

/// The role of one User in one Company. Billing is an extension of the brief (S13).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "lowercase"))]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub enum Role {
    Owner,
    Admin,
    Developer,
    Billing,
}

impl Role {
    /// In the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Owner, Self::Admin, Self::Developer, Self::Billing];

    /// The word on the page.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "Owner",
            Self::Admin => "Admin",
            Self::Developer => "Developer",
            Self::Billing => "Billing",
        }
    }

    /// The word in a form, a URL and the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::Developer => "developer",
            Self::Billing => "billing",
        }
    }

    /// "an Owner", "a Developer": for sentences.
    pub const fn with_article(self) -> &'static str {
        match self {
            Self::Owner => "an Owner",
            Self::Admin => "an Admin",
            Self::Developer => "a Developer",
            Self::Billing => "a Billing member",
        }
    }

    /// What the role may do, in one sentence for a person who has to choose.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Owner => "Everything, including billing, all roles and deleting the Company.",
            Self::Admin => "Creates, configures, scales and deletes Apps; invites Admins and Developers.",
            Self::Developer => "Configures and deploys the Apps assigned to them.",
            Self::Billing => "Sees costs and invoices and changes payment data. No code, no team.",
        }
    }
}

impl std::fmt::Display for Role {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl std::str::FromStr for Role {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|role| role.key() == text).ok_or(())
    }
}
