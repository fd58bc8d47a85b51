//! Signed webhooks for other platforms (Standard Webhooks): the operator says where to, the log says what of, the clock sends.

mod manage;
mod replay;
mod send;
mod sign;
mod tell;

pub use send::{Answered, Posting};
