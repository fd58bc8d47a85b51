//! The log (matrix row 7, S5, I34): who reads what, and that nobody bends it unseen.

mod plans;
mod races;
mod reading;
mod tampering;
