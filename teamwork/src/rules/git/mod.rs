//! Code access over SSH (R4, R25, R32, R37): how a repository is addressed, and what people see of it.

#[cfg(feature = "store")]
mod command;
#[cfg(feature = "store")]
mod refs;

use serde::{Deserialize, Serialize};

#[cfg(feature = "store")]
pub use command::{GitCommand, NotACommand, RepositoryName};
#[cfg(feature = "store")]
pub use refs::{MAX_REFS, RefChange, StrangePush, in_words};

use super::{app::AppPerson, key::DeployKeyCard, moment::Moment};

/// How many pushes of an App are remembered.
pub const KEPT_PUSHES: i64 = 100;
/// How many of them a page shows.
pub const SHOWN_PUSHES: i64 = 10;
/// The megabytes of a repository, whatever room the plan has: beyond this, one push or clone would take the server for
/// itself.
pub const LARGEST_REPOSITORY_MB: i64 = 4096;

/// Where people reach the repositories of this house.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gate {
    /// The name of the machine as people type it, with its port unless that is the one of SSH: `git.example:2222`.
    pub host: String,
    /// The fingerprint of the host key, as `ssh` shows it: `SHA256:…`.
    pub fingerprint: String,
}

impl Gate {
    /// The address of a repository. `company` is the name in URLs of who holds the App; a trial of one's own has none.
    pub fn remote(&self, company: Option<&str>, app: &str) -> String {
        match company {
            Some(company) => format!("ssh://git@{}/{company}/{app}.git", self.host),
            None => format!("ssh://git@{}/{app}.git", self.host),
        }
    }
}

/// The code of an App: where it is, what was pushed, and who may push.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct AppCode {
    pub app: String,
    /// The Company that holds it, by its name in URLs; `None` for a trial of one's own.
    pub company: Option<String>,
    /// The address for `git clone`; `None` while this house takes no connections over SSH.
    pub remote: Option<String>,
    /// The fingerprint of the host key, to be compared at the first connection.
    pub host_key: Option<String>,
    /// Whether code can be pushed: not while the App or its Company is suspended (4.3).
    pub is_open: bool,
    /// Whether the reader has a key of their own.
    pub has_key: bool,
    /// How many megabytes the repository may have.
    pub room_mb: i64,
    /// The last ones, newest first.
    pub pushes: Vec<PushCard>,
    /// Everybody who may push with a key of their own, and why.
    pub people: Vec<AppPerson>,
    /// Whether more people may push than are listed.
    pub more_people: bool,
    /// The keys of machines.
    pub keys: Vec<DeployKeyCard>,
}

/// One push.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct PushCard {
    pub at: Moment,
    /// Who pushed: a person, or the deploy key by its name.
    pub by: String,
    /// Whether it was a machine with a deploy key.
    pub machine: bool,
    /// What moved: `main 1a2b3c4 → 5d6e7f8`.
    pub changes: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_the_company_that_holds_the_app() {
        let gate = Gate { host: "git.example:2222".into(), fingerprint: "SHA256:x".into() };
        assert_eq!(gate.remote(Some("acme"), "shop"), "ssh://git@git.example:2222/acme/shop.git");
        assert_eq!(gate.remote(None, "shop"), "ssh://git@git.example:2222/shop.git");
    }
}
