//! The words of fields: their labels, and what the error summary says.

use teamwork::rules::problem::{Field, Why};

/// The label of a field when a form gives no other.
pub const fn label(field: Field) -> &'static str {
    match field {
        Field::FirstName => "First name",
        Field::LastName => "Last name",
        Field::Email => "E-mail address",
        Field::Password => "Password",
        Field::NewPassword => "New password",
        Field::Terms => "Terms of service",
        Field::CompanyName => "Company name",
        Field::Slug => "Name in addresses",
        Field::BillingName => "Name on the invoice",
        Field::Street => "Street and number",
        Field::PostalCode => "Postal code",
        Field::City => "Town or city",
        Field::Country => "Country",
        Field::VatNumber => "VAT number",
        Field::BillingEmail => "E-mail address for invoices",
        Field::Addresses => "E-mail addresses",
        Field::Role => "Role",
        Field::Note => "Note",
    }
}

/// One line of the summary: the field and how to fix it.
pub fn line(field: Field, why: Why) -> String {
    format!("{}: {}", label(field), why)
}

/// Where a field stands in its form, as far as that differs from the order in which the rules look at it.
pub const fn place(field: Field) -> u8 {
    match field {
        Field::CompanyName | Field::Slug => 0,
        Field::Country => 1,
        _ => 2,
    }
}
