//! How often something may be tried. Counted in the database, so that a restart forgives nothing (I47).

use serde::{Deserialize, Serialize};

use super::moment::{DAY, HOUR, MINUTE};

/// What is counted. The key beside it (an address, an account, a network) is stored hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Limit {
    /// Failed passwords for one account from one network address.
    PasswordPerAccount,
    /// Failed passwords for one account from everywhere.
    PasswordAnywhere,
    /// Failed passwords from one network address.
    PasswordPerNetwork,
    /// Accounts made from one network address.
    SignUpPerNetwork,
    /// Mails that anybody can make us send to one address without being signed in.
    MailPerAddress,
    /// Such mails asked for from one network address.
    MailPerNetwork,
    /// Invitations of one person.
    InvitationsPerPerson,
    /// Invitations of one Company.
    InvitationsPerCompany,
    /// Invitations to one address, whoever sends them.
    InvitationsPerAddress,
    /// Requests to renew one expired invitation.
    RenewalsPerInvitation,
    /// Wishes to have one invitation or payment request sent to another address.
    ReaddressPerInvitation,
    /// Ways to the payment provider for one payment request or Billing Contact.
    CardEntries,
    /// Charges of a card for one invoice that somebody asks for.
    ChargesPerInvoice,
    /// New links to invoices mailed to one address.
    InvoicesPerAddress,
    /// Guesses at the code that was mailed for one payment request.
    CodesPerRequest,
    /// Guesses at secret links from one network address.
    LinksPerNetwork,
    /// Unknown tokens from one network address.
    TokensPerNetwork,
    /// SSH keys that are nobody's from one network address.
    KeysPerNetwork,
    /// Codes of a second factor for one account.
    CodesPerAccount,
    /// Refusals of one person that are written into the log; more are refused as well, but tell nothing new.
    RefusalsPerPerson,
    /// Downloads of a log by one person.
    ExportsPerPerson,
    /// Versions of configurations made by one person: each is kept for ever.
    ConfigPerPerson,
    /// Domains that one person has looked up by us.
    ChecksPerPerson,
}

impl Limit {
    /// How many in one window.
    pub const fn hits(self) -> i64 {
        match self {
            Self::PasswordPerAccount | Self::CodesPerAccount => 10,
            Self::PasswordPerNetwork | Self::PasswordAnywhere => 100,
            Self::SignUpPerNetwork => 50,
            Self::MailPerAddress | Self::CodesPerRequest => 5,
            Self::MailPerNetwork => 50,
            Self::InvitationsPerPerson => 20,
            Self::InvitationsPerCompany => 50,
            Self::InvitationsPerAddress | Self::InvoicesPerAddress => 5,
            Self::CardEntries => 10,
            Self::ChargesPerInvoice => 5,
            Self::RenewalsPerInvitation | Self::ReaddressPerInvitation => 1,
            Self::LinksPerNetwork | Self::TokensPerNetwork | Self::KeysPerNetwork => 200,
            Self::RefusalsPerPerson | Self::ChecksPerPerson => 60,
            Self::ConfigPerPerson => 600,
            Self::ExportsPerPerson => 30,
        }
    }

    /// The length of the window in milliseconds.
    pub const fn window(self) -> i64 {
        match self {
            Self::PasswordPerAccount | Self::PasswordPerNetwork | Self::PasswordAnywhere => 15 * MINUTE,
            Self::LinksPerNetwork | Self::TokensPerNetwork | Self::KeysPerNetwork => 15 * MINUTE,
            Self::CodesPerAccount | Self::CodesPerRequest => 15 * MINUTE,
            Self::SignUpPerNetwork | Self::InvitationsPerPerson | Self::MailPerNetwork => HOUR,
            Self::MailPerAddress | Self::RefusalsPerPerson | Self::ExportsPerPerson => HOUR,
            Self::ConfigPerPerson | Self::ChecksPerPerson | Self::CardEntries => HOUR,
            Self::InvitationsPerCompany | Self::InvitationsPerAddress | Self::RenewalsPerInvitation => DAY,
            Self::InvoicesPerAddress | Self::ReaddressPerInvitation | Self::ChargesPerInvoice => DAY,
        }
    }

    /// The word in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::PasswordPerAccount => "password/account",
            Self::PasswordPerNetwork => "password/network",
            Self::PasswordAnywhere => "password/anywhere",
            Self::SignUpPerNetwork => "sign-up/network",
            Self::MailPerAddress => "mail/address",
            Self::MailPerNetwork => "mail/network",
            Self::InvitationsPerPerson => "invitation/person",
            Self::InvitationsPerCompany => "invitation/company",
            Self::InvitationsPerAddress => "invitation/address",
            Self::RenewalsPerInvitation => "renewal/invitation",
            Self::ReaddressPerInvitation => "readdress/invitation",
            Self::CardEntries => "card/entry",
            Self::ChargesPerInvoice => "charge/invoice",
            Self::InvoicesPerAddress => "invoice/address",
            Self::CodesPerRequest => "code/request",
            Self::LinksPerNetwork => "link/network",
            Self::TokensPerNetwork => "token/network",
            Self::KeysPerNetwork => "key/network",
            Self::CodesPerAccount => "code/account",
            Self::RefusalsPerPerson => "refusal/person",
            Self::ExportsPerPerson => "export/person",
            Self::ConfigPerPerson => "config/person",
            Self::ChecksPerPerson => "check/person",
        }
    }
}
