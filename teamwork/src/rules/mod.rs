//! What is allowed: pure, no clock, no chance, no I/O. Shared word for word by server and browser.

pub mod account;
pub mod app;
pub mod billing;
pub mod company;
pub mod config;
pub mod day;
pub mod house;
pub mod id;
pub mod invitation;
pub mod limit;
pub mod log;
pub mod log_filter;
pub mod log_sentence;
pub mod member;
pub mod moment;
pub mod money;
pub mod outbox;
pub mod permission;
pub mod plan;
pub mod price_list;
pub mod problem;
pub mod recovery;
pub mod role;
pub mod second_factor;
pub mod tenant;
pub mod text;
