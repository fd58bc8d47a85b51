//! Configuring an App (domain.md R24, R31, R36, R72, row 11): who may, what it becomes, who did it, and back again.

mod domains;
mod history;
mod races;
mod rights;
mod rules;
mod secrets;
pub mod stage;
mod variables;
