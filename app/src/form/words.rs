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
        Field::SenderUnknown => "The sender is unknown",
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
        Field::AppName => "Name of the App",
        Field::Plan => "Plan",
        Field::Payer => "Billing contact",
        Field::Method => "Payment",
        Field::Apps => "Apps",
        Field::EndsOn => "Last day of access",
        Field::Confirmation => "Name",
        Field::Reason => "Reason",
        Field::KeyLine => "Public key",
        Field::KeyLines => "Public keys",
        Field::Label => "Name",
        Field::Scopes => "What it may do",
        Field::ExpiresOn => "Last day",
        Field::Recipients => "Send invoices also to",
        Field::Target => "Company",
        Field::Variables => "Variables",
        Field::VariableName => "Name of the variable",
        Field::VariableValue => "Value",
        Field::SecretValue => "Secret value",
        Field::Domains => "Domains",
        Field::Redirects => "Redirects",
        Field::Headers => "Headers",
        Field::From => "From",
        Field::To => "To",
        Field::Folder => "Folder to publish",
        Field::Branch => "Branch to deploy",
        Field::IndexFile => "Start page of a folder",
        Field::ErrorFile => "Page for what is not found",
        Field::CacheSeconds => "How long browsers keep files, in seconds",
        Field::HttpsOnly => "Lead visitors to https",
        Field::Price => "Price a month, net",
        Field::Currency => "Currency",
        Field::Memory => "Memory in MB",
        Field::Storage => "Storage in MB",
        Field::DomainCount => "Domains",
        Field::Position => "Place in the list",
        Field::Offered => "Offered",
        Field::Days => "Days",
        Field::Hours => "Hours",
        Field::Value => "Value",
        Field::Heir => "New Owner",
        Field::Departed => "Owner who is gone",
        Field::Signature => "Signature",
        Field::Code => "Code",
        Field::FullName => "Full name",
        Field::Amount => "Amount",
        Field::Subject => "Subject",
        Field::Text => "Text",
        Field::InvitationDomains => "Domains that are invited",
        Field::DeveloperDays => "Longest access of a Developer, in days",
        Field::Url => "Address",
        Field::Description => "What it is for",
        Field::Passkey => "Passkey",
        Field::Events => "What is sent",
        Field::Since => "Since",
        Field::TimeZone => "Time zone",
    }
}

/// One line of the summary: the field and how to fix it.
pub fn line(field: Field, why: Why) -> String {
    format!("{}: {}", label(field), why)
}

/// Where a field stands in its form, as far as that differs from the order in which the rules look at it.
pub const fn place(field: Field) -> u8 {
    match field {
        Field::FullName => 0,
        Field::CompanyName | Field::Slug => 1,
        Field::Country => 2,
        _ => 3,
    }
}
