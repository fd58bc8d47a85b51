//! What is remembered: one file a table, the row struct private beside its queries.

pub mod app_lists;
pub mod app_trials;
pub mod app_writes;
pub mod apps;
pub mod closing;
pub mod companies;
pub mod configs;
pub mod db;
pub mod export;
pub mod invitations;
pub mod keys;
mod ledger;
pub mod limits;
pub mod links;
pub mod log;
pub mod members;
pub mod outbox;
pub mod periods;
pub mod plans;
pub mod preferences;
pub mod second_factors;
pub mod sessions;
pub mod users;
