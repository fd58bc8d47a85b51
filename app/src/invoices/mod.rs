//! Invoices and credit notes: the archive of a Billing Contact, the document itself, and the page behind a mailed link. All of it is rendered
//! by the server alone, and prints as a document.

pub mod api;
mod archive;
mod credit_note;
mod document;
pub mod page;
mod pay_now;

pub use archive::{InvoicePage, Invoices};
pub use document::{FilesOf, State};
