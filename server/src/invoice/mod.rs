//! Invoices and credit notes as files: on paper, as data, as rows of a table, and a year of all of them. An act says who may have the
//! invoice; this room knows what a file of it looks like, and nothing else.

pub mod csv;
pub mod file;
pub mod pdf;
pub mod xml;
pub mod zip;

#[cfg(test)]
mod samples;
