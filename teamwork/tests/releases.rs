//! Releases (matrix rows 8, 11 and 14): who may publish, what becomes live when, and what is kept.

mod keeping;
mod pushing;
mod rolling_back;
pub mod stage;
