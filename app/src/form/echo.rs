//! What became of a form that was posted without script: it travels inside the request to the page that is shown again.

use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// The outcome of a posted form, with everything typed but the passwords. Set by `server/src/http/forms.rs`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Echo {
    /// The server function that was called: `invite`.
    pub function: String,
    /// The JSON of its value, or why it failed.
    pub outcome: Result<String, Failure>,
    /// What was typed.
    pub fields: Vec<(String, String)>,
}

impl Echo {
    /// What was typed into one field.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Did this function just succeed?
    pub fn succeeded(&self, function: &str) -> bool {
        self.function == function && self.outcome.is_ok()
    }

    /// Why this function just failed.
    pub fn failed(&self, function: &str) -> Option<&Failure> {
        self.outcome.as_ref().err().filter(|_| self.function == function)
    }
}
