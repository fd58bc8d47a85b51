//! A read-only look at the whole database: does every invariant hold?

use serde::Serialize;

use super::Warren;
use crate::{rules::problem::Problem, store::fsck::checks};

/// One violation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The number of the invariant.
    pub invariant: &'static str,
    /// What is wrong.
    pub sentence: &'static str,
    /// How many rows are.
    pub rows: i64,
}

impl Warren {
    /// Looks through the whole database. Empty when all is well.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn fsck(&self) -> Result<Vec<Finding>, Problem> {
        let mut findings = Vec::new();
        for check in checks() {
            let rows = self.db.look_for(check).await.map_err(|error| self.broken(error))?;
            if rows > 0 {
                findings.push(Finding { invariant: check.invariant, sentence: check.sentence, rows });
            }
        }
        Ok(findings)
    }
}
