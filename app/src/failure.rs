//! What a server function can fail with: a problem that the house names, or a server that did not answer.

use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};
use teamwork::rules::problem::{Field, Problem, Why};
use thiserror::Error;

/// Why something did not happen, as a page can show it. Its `Display` is the sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum Failure {
    #[error("{0}")]
    Problem(Problem),
    #[error("Warren could not be reached. Check your connection and try again; nothing you typed is lost.")]
    Unreachable,
}

impl Failure {
    /// The HTTP status of this failure.
    pub const fn status(&self) -> u16 {
        match self {
            Self::Problem(problem) => problem.status(),
            Self::Unreachable => 503,
        }
    }

    /// What is wrong with one field, if this is about fields.
    pub fn flaw(&self, field: Field) -> Option<Why> {
        match self {
            Self::Problem(problem) => problem.flaw(field),
            Self::Unreachable => None,
        }
    }

    /// Is it that nobody is signed in (any more)?
    pub const fn is_signed_out(&self) -> bool {
        matches!(self, Self::Problem(Problem::SignedOut))
    }

    /// Is it that the password has to be given again?
    pub const fn wants_password(&self) -> bool {
        matches!(self, Self::Problem(Problem::Reauthenticate))
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl FromServerFnError for Failure {
    type Encoder = JsonEncoding;

    /// The transport's own words go nowhere: a person can do nothing with them.
    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        use ServerFnErrorErr::*;
        match error {
            Args(_) | MissingArg(_) | UnsupportedRequestMethod(_) => Self::Problem(Problem::Malformed),
            _ => Self::Unreachable,
        }
    }
}
