//! The suite of the heart: every test runs on SQLite and, when `TEST_POSTGRES` names a server, on PostgreSQL.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test may stop, and may tell what it measured")]

mod account;
mod accounts;
mod apps;
mod arrows;
mod billing;
mod budgets;
mod companies;
mod config;
mod fsck;
mod house;
mod invitations;
mod live;
mod log;
mod members;
mod model;
mod newsletters;
mod operator;
mod outbox;
mod payments;
mod people;
mod permissions;
mod policies;
mod races;
mod races_of_roles;
mod releases;
mod requests;
mod schema;
mod tokens;
mod webhooks;
mod worlds;
