//! What is wrong with a form: each field that needs another look, all of them at once.

use serde::{Deserialize, Serialize};

use super::{Field, Problem, Why};

/// One field that needs another look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flaw {
    pub field: Field,
    pub why: Why,
}

/// Gathers what is wrong with several fields, so that a person hears everything at once.
#[derive(Debug, Default)]
pub struct Flaws(Vec<Flaw>);

impl Flaws {
    /// The value, or `None` with its flaw noted.
    pub fn keep<T>(&mut self, result: Result<T, Flaw>) -> Option<T> {
        result.map_err(|flaw| self.0.push(flaw)).ok()
    }

    /// Notes a flaw.
    pub fn add(&mut self, field: Field, why: Why) {
        self.0.push(Flaw { field, why });
    }

    /// All that was noted, as one problem.
    ///
    /// # Errors
    /// When anything was noted.
    pub fn check(self) -> Result<(), Problem> {
        if self.0.is_empty() { Ok(()) } else { Err(Problem::Invalid(self.0)) }
    }

    /// Takes over what another form noted, of the fields that matter here.
    pub fn take(&mut self, other: Self, matters: impl Fn(Field) -> bool) {
        self.0.extend(other.0.into_iter().filter(|flaw| matters(flaw.field)));
    }

    /// The problem when a value could not be kept.
    pub fn into_problem(self) -> Problem {
        Problem::Invalid(self.0)
    }
}
