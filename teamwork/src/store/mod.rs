//! What is remembered: one file a table, the row struct private beside its queries.

pub mod app_lists;
pub mod app_trials;
pub mod app_writes;
pub mod apps;
pub mod billing_contacts;
pub mod companies;
pub mod company_end;
pub mod configs;
pub mod db;
pub mod invitations;
mod ledger;
pub mod limits;
pub mod links;
pub mod log;
pub mod log_chain;
pub mod log_pages;
pub mod members;
pub mod outbox;
pub mod periods;
pub mod plans;
pub mod recoveries;
pub mod second_factors;
pub mod sessions;
pub mod settings;
pub mod tenants;
pub mod users;
