//! The configuration of an App (R24, R31, R36, R72): variables, domains, redirects, headers and how it runs. Every version is kept
//! whole, so each can be brought back.

mod card;
mod diff;
mod domain;
mod header;
mod redirect;
mod runtime;
mod variable;

use serde::{Deserialize, Serialize};

use super::moment::Moment;

pub use card::{ChangeCard, ConfigCard, DomainCard, VariableCard, VersionPage};
pub use diff::{changes, summary};
pub use domain::{DomainState, Host};
pub use header::{Header, HeaderFlaw, read_headers, write_headers};
pub use redirect::{Redirect, RedirectFlaw, leads_in_a_circle, read_redirects, write_redirects};
pub use runtime::{Runtime, RuntimeForm};
pub use variable::{VariableName, parse_value};

/// How many variables an App can have.
pub const VARIABLES_MAX: usize = 100;
/// How long the value of one variable can be, in bytes.
pub const VALUE_MAX: usize = 8 * 1024;
/// How long all values of an App can be together, in bytes: what a program can be started with is limited too.
pub const VALUES_MAX: usize = 65_535;
/// How many redirects an App can have.
pub const REDIRECTS_MAX: usize = 200;
/// How many headers an App can have.
pub const HEADERS_MAX: usize = 50;
/// After so many flaws in a list nobody reads on.
const FLAWS_MAX: usize = 20;

/// One version of the configuration as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Config {
    /// In the order of their names.
    pub variables: Vec<Variable>,
    /// In the order of the alphabet.
    pub domains: Vec<String>,
    /// In the order in which they were written.
    pub redirects: Vec<Redirect>,
    /// In the order in which they were written; of one name the last line that covers a path counts. Versions that were
    /// kept before there were headers read, and digest, as they did.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<Header>,
    pub runtime: Runtime,
}

/// A variable of the environment, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variable {
    pub name: String,
    /// Encrypted, whether it is a secret or not: what becomes a secret tomorrow must not stand in yesterday's version.
    pub value: String,
    /// Never shown again.
    pub secret: bool,
    /// When this value was set.
    pub changed_at: Moment,
}

impl Config {
    /// The variable of this name.
    pub fn variable(&self, name: &str) -> Option<&Variable> {
        self.variables.iter().find(|variable| variable.name == name)
    }
}
