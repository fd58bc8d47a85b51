//! The heart of Warren on three floors: what is allowed (`rules`), what is remembered (`store`), what is done (`acts`).
//!
//! Arrows only go down: acts may use store and rules, store may use rules, rules use nothing of ours. Without the
//! feature `store` only the rules are left; they also run in the browser.

pub mod letters;
pub mod rules;

#[cfg(feature = "store")]
pub mod acts;
#[cfg(feature = "store")]
pub mod ports;
#[cfg(feature = "store")]
pub mod store;
