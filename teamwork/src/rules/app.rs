//! Apps (4.3): trial, active, suspended, deleted; held by a Company, or by who began the trial.

use serde::{Deserialize, Serialize};

use super::problem::{Field, Flaw, Why};

/// Where an App is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum AppState {
    /// Free, with a deadline, without Billing Contact (R44).
    Trial,
    /// Paid.
    Active,
    /// The site is paused, the data is kept.
    Suspended,
    /// Gone; its name is blocked for a while.
    Deleted,
}

impl AppState {
    /// The word on the page.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Trial => "Trial",
            Self::Active => "Active",
            Self::Suspended => "Suspended",
            Self::Deleted => "Deleted",
        }
    }

    /// The word in the log.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Trial => "trial",
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Deleted => "deleted",
        }
    }
}

/// Why an App is suspended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum SuspendedBy {
    /// Its trial is over and nobody pays.
    TrialEnded,
    Operator,
    /// Its Billing Contact does not pay.
    Dunning,
}

impl SuspendedBy {
    /// The sentence on the page.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::TrialEnded => "The trial is over. Attach a Billing Contact, and it runs again.",
            Self::Operator => "The operator has paused it. Ask the operator.",
            Self::Dunning => "Its invoices are not paid.",
        }
    }
}

/// The name of an App: URL-safe, once on this server, never changed, on every invoice (E51).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(transparent))]
#[serde(transparent)]
pub struct AppName(String);

/// Names that are pages of ours.
const RESERVED: [&str; 5] = ["new", "api", "www", "admin", "warren"];

impl AppName {
    /// Reads a name: 3–40 letters a–z, digits and hyphens, beginning with a letter, so that it is a label of a host name
    /// (RFC 1123) too.
    ///
    /// # Errors
    /// When it is empty, has other characters, or is one of ours.
    pub fn parse(text: &str) -> Result<Self, Flaw> {
        let flaw = |why| Flaw { field: Field::AppName, why };
        let text = text.trim().to_ascii_lowercase();
        let fits = (3..=40).contains(&text.len())
            && text.starts_with(|c: char| c.is_ascii_lowercase())
            && !text.ends_with('-')
            && !text.contains("--")
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        match text.as_str() {
            "" => Err(flaw(Why::Missing)),
            name if RESERVED.contains(&name) => Err(flaw(Why::Reserved)),
            _ if fits => Ok(Self(text)),
            _ => Err(flaw(Why::NotAnAppName)),
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for AppName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_label_of_a_host() {
        for good in ["shop", "app-x", "a2c", " Shop "] {
            assert!(AppName::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "ab", "new", "2shop", "shop-", "a--b", "sh_op", "shöp", &"a".repeat(41)] {
            assert!(AppName::parse(bad).is_err(), "{bad}");
        }
    }
}
