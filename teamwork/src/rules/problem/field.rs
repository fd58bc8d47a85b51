//! The fields of all forms, and their names on the wire.

use serde::{Deserialize, Serialize};

/// One line a field: what it is called here, and in its form.
macro_rules! fields {
    ($($(#[$about:meta])* $field:ident = $name:literal,)*) => {
        /// The fields of all forms.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Field {
            $($(#[$about])* $field,)*
        }

        impl Field {
            /// The field's name in its form.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$field => $name,)*
                }
            }
        }
    };
}

fields! {
    FirstName = "first_name",
    LastName = "last_name",
    Email = "email",
    Password = "password",
    NewPassword = "new_password",
    Terms = "terms",
    SenderUnknown = "sender_unknown",
    CompanyName = "name",
    Slug = "slug",
    BillingName = "billing_name",
    Street = "street",
    PostalCode = "postal_code",
    City = "city",
    Country = "country",
    VatNumber = "vat_number",
    BillingEmail = "billing_email",
    Addresses = "addresses",
    Role = "role",
    Note = "note",
    /// The name of an App.
    AppName = "app_name",
    Plan = "plan",
    /// Which Billing Contact pays.
    Payer = "payer",
    /// How a Billing Contact pays.
    Method = "method",
    /// Which Apps.
    Apps = "apps",
    /// The last day of access.
    EndsOn = "ends_on",
    /// The name of a thing, typed to confirm that it ends.
    Confirmation = "confirmation",
    Reason = "reason",
    /// A public key, as one line.
    KeyLine = "key_line",
    /// Several of them.
    KeyLines = "key_lines",
    /// The name of a key or a token.
    Label = "label",
    Scopes = "scopes",
    ExpiresOn = "expires_on",
    Recipients = "recipients",
    /// The target Company of a move.
    Target = "target",
    Variables = "variables",
    VariableName = "variable_name",
    VariableValue = "variable_value",
    /// The value of a variable that is never shown again.
    SecretValue = "secret_value",
    Domains = "domains",
    Redirects = "redirects",
    /// What is sent with the files of an App.
    Headers = "headers",
    From = "from",
    To = "to",
    Folder = "folder",
    Branch = "branch",
    IndexFile = "index_file",
    ErrorFile = "error_file",
    CacheSeconds = "cache_seconds",
    HttpsOnly = "https_only",
    Price = "price",
    Currency = "currency",
    Memory = "memory",
    Storage = "storage",
    DomainCount = "domain_count",
    Position = "position",
    /// Whether new Apps can have a plan.
    Offered = "offered",
    Days = "days",
    Hours = "hours",
    Value = "value",
    Heir = "heir",
    Departed = "departed",
    Signature = "signature",
    /// A code of a second factor, or one that was mailed.
    Code = "code",
    /// First and last name in one.
    FullName = "full_name",
    /// What was paid.
    Amount = "amount",
    Subject = "subject",
    /// What a newsletter says.
    Text = "text",
    /// To which domains team invitations go.
    InvitationDomains = "invitation_domains",
    /// After how many days the access of a Developer ends.
    DeveloperDays = "developer_days",
    /// Where a webhook goes.
    Url = "url",
    Description = "description",
    /// What a device has signed.
    Passkey = "passkey",
    /// What a webhook tells.
    Events = "events",
    /// Since which day.
    Since = "since",
    /// In which times are told.
    TimeZone = "time_zone",
}
