//! What is allowed: pure, no clock, no chance, no I/O. Shared word for word by server and browser.

pub mod account;
pub mod app;
pub mod billing;
pub mod company;
pub mod config;
pub mod house;
pub mod id;
pub mod invitation;
pub mod limit;
pub mod log;
pub mod member;
pub mod moment;
pub mod permission;
pub mod problem;
pub mod role;
pub mod second_factor;
pub mod text;
pub mod token;
