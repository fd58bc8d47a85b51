//! Who gets the invoices too: a bookkeeper, a boss. None of them needs an account.

use super::super::{
    problem::{Field, Flaw, Why},
    text::{Email, split_addresses},
};

/// The most further addresses a Billing Contact has.
pub const RECIPIENTS_MAX: u16 = 10;

/// Reads addresses with white space, commas or semicolons between them. An address that is there twice counts once, and
/// the invoice address itself not at all: nobody gets an invoice twice.
///
/// # Errors
/// When one of them is no address, or there are too many.
pub fn read_recipients(text: &str, billing_email: &str) -> Result<Vec<Email>, Flaw> {
    let mut known = vec![billing_email.trim().to_ascii_lowercase()];
    let mut recipients = Vec::new();
    for address in split_addresses(text) {
        let email = Email::parse(Field::Recipients, &address)?;
        if !known.contains(&email.key()) {
            known.push(email.key());
            recipients.push(email);
        }
    }
    let is_too_many = recipients.len() > usize::from(RECIPIENTS_MAX);
    if is_too_many { Err(Flaw { field: Field::Recipients, why: Why::TooMany(RECIPIENTS_MAX) }) } else { Ok(recipients) }
}
