//! What is remembered: one file a table, the row struct private beside its queries.

pub mod apps;
pub mod companies;
pub mod configs;
pub mod db;
pub mod invitations;
mod ledger;
pub mod limits;
pub mod links;
pub mod log;
pub mod members;
pub mod once;
pub mod outbox;
pub mod second_factors;
pub mod sessions;
pub mod tokens;
pub mod users;
