//! The bodies that operations take and small ones that they give, a room for each slice. Every field is named as in our
//! forms, so that flaws find it.

pub mod account;
pub mod apps;
pub mod billing;
pub mod companies;
pub mod config;
pub mod invitations;
pub mod keys;
pub mod members;
pub mod operator;
pub mod releases;
pub mod requests;
pub mod webhooks;
