//! The team (domain.md, 4.4 and rows 28–35): who changes whom, who may go, and who hears of it.

mod leaving;
mod roles;
mod traces;
