//! What must not exist in a house: one statement for each, in the rooms of what they look at.

pub mod apps;
pub mod charges;
pub mod companies;
pub mod invoices;
pub mod people;
pub mod requests;

use super::db::Db;

/// A look at the whole database for one thing that must not exist.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// The number of the invariant, or of the rule of the law.
    pub invariant: &'static str,
    /// What is wrong where it finds something.
    pub sentence: &'static str,
    /// Counts the rows of which it is so.
    pub sql: &'static str,
}

/// Every look, room by room.
pub fn checks() -> impl Iterator<Item = &'static Check> {
    let rooms = [companies::CHECKS, apps::CHECKS, people::CHECKS, requests::CHECKS, invoices::CHECKS, charges::CHECKS];
    rooms.into_iter().flatten()
}

impl Db {
    /// How many rows there are that must not be.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn look_for(&self, check: &'static Check) -> sqlx::Result<i64> {
        let (rows,): (i64,) = self.read(check.sql).one().await?;
        Ok(rows)
    }
}
