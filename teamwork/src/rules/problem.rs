//! Everything a person can be told when something did not happen: what it was, and what to do next.
//!
//! Variants carry closed facts, never free text, so that nobody can make a page of ours say their words.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{limit::Limit, permission::Refusal};

/// Why an act did not happen. Its `Display` is the sentence on the page, in the terminal and in an API answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum Problem {
    #[error("You are signed out. Sign in to go on; nothing you typed is lost.")]
    SignedOut,
    #[error("Confirm it is you: enter your password again to go on.")]
    Reauthenticate,
    #[error("Confirm your e-mail address first. The link is in the mail we sent you; you can have it sent again.")]
    Unconfirmed,
    #[error("{0} was not found. It may have been removed, or you may have no access to it.")]
    NotFound(Thing),
    #[error("{0}")]
    Refused(Refusal),
    #[error("Some fields need another look.")]
    Invalid(Vec<Flaw>),
    #[error("{0}")]
    Conflict(Conflict),
    #[error("{0}")]
    Gone(Gone),
    #[error("That was tried too often. Try again {}.", wait_words(*seconds))]
    TooMany { limit: Limit, seconds: i64 },
    #[error("The server could not read this request. Reload the page and try again.")]
    Malformed,
    #[error("Warren is very busy. Nothing was changed; try again in a few seconds.")]
    Busy,
    #[error("Something broke on our side and nothing was changed. Tell the operator this number: {0}")]
    Broken(String),
}

/// What could not be found. Foreign and nonexistent are the same answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum Thing {
    #[error("This Company")]
    Company,
    #[error("This member")]
    Member,
    #[error("This invitation")]
    Invitation,
    #[error("This session")]
    Session,
    #[error("This page")]
    Page,
}

/// Somebody else was faster, or the state does not allow it any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum Conflict {
    #[error("Somebody changed this member a moment ago. Look at the new state and try again.")]
    StaleMember,
    #[error("You are already a member of this Company.")]
    AlreadyMember,
    #[error("This invitation is for another address. Switch to that account, or ask the sender to invite this one.")]
    WrongAccount,
    #[error("This address already belongs to an account. Sign in with it instead.")]
    AddressInUse,
    #[error("This address is already confirmed.")]
    AlreadyConfirmed,
}

/// A link that no longer opens anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum Gone {
    #[error("This link has expired, or a newer one was mailed. Use the newest, or ask for a new one.")]
    LinkExpired,
    #[error("This link was already used. Each link works once.")]
    LinkUsed,
    #[error("This invitation has expired. Ask the sender for a new one.")]
    InvitationExpired,
    #[error("This invitation was already accepted. Sign in to open the Company.")]
    InvitationAccepted,
    #[error("This invitation was declined. Ask the sender for a new one.")]
    InvitationDeclined,
    #[error("This invitation was withdrawn by the sender.")]
    InvitationWithdrawn,
}

/// One field that needs another look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flaw {
    pub field: Field,
    pub why: Why,
}

/// The fields of all forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Field {
    FirstName,
    LastName,
    Email,
    Password,
    NewPassword,
    Terms,
    CompanyName,
    Slug,
    BillingName,
    Street,
    PostalCode,
    City,
    Country,
    VatNumber,
    BillingEmail,
    Addresses,
    Role,
    Note,
}

impl Field {
    /// The field's name in its form.
    pub const fn name(self) -> &'static str {
        match self {
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::Email => "email",
            Self::Password => "password",
            Self::NewPassword => "new_password",
            Self::Terms => "terms",
            Self::CompanyName => "name",
            Self::Slug => "slug",
            Self::BillingName => "billing_name",
            Self::Street => "street",
            Self::PostalCode => "postal_code",
            Self::City => "city",
            Self::Country => "country",
            Self::VatNumber => "vat_number",
            Self::BillingEmail => "billing_email",
            Self::Addresses => "addresses",
            Self::Role => "role",
            Self::Note => "note",
        }
    }
}

/// What is wrong with a field, and how to fix it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum Why {
    #[error("Fill this in.")]
    Missing,
    #[error("Use at most {0} characters.")]
    TooLong(u16),
    #[error("Use at least {0} characters. A short sentence works well.")]
    TooShort(u16),
    #[error("Write an address like name@example.com.")]
    NotAnEmail,
    #[error("Use letters a–z, digits and hyphens, and begin with a letter.")]
    NotASlug,
    #[error("This name is taken. Choose another one.")]
    Taken,
    #[error("This password is easy to guess. Choose a longer or stranger one.")]
    Guessable,
    #[error("That is not the password of this account.")]
    WrongPassword,
    #[error("E-mail address and password do not fit together. Try again, or have a sign-in link mailed to you.")]
    WrongCredentials,
    #[error("Tick this to go on.")]
    NotTicked,
    #[error("Choose one of the countries in the list.")]
    NotACountry,
    #[error("Write the number with its country letters, like DE123456789.")]
    NotAVatNumber,
    #[error("Leave out control characters and line breaks.")]
    ControlCharacters,
    #[error("Choose one of the roles.")]
    NotARole,
    #[error("Write at most {0} addresses at once.")]
    TooMany(u16),
}

impl Problem {
    /// One flaw in one field.
    pub fn field(field: Field, why: Why) -> Self {
        Self::Invalid(vec![Flaw { field, why }])
    }

    /// The HTTP status of this problem (RFC 9110).
    pub const fn status(&self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::SignedOut => 401,
            Self::Reauthenticate | Self::Unconfirmed | Self::Refused(_) => 403,
            Self::NotFound(_) => 404,
            Self::Conflict(_) => 409,
            Self::Gone(_) => 410,
            Self::Invalid(_) => 422,
            Self::TooMany { .. } => 429,
            Self::Busy => 503,
            Self::Broken(_) => 500,
        }
    }

    /// What is wrong with one field of the form, if this problem is about fields.
    pub fn flaw(&self, field: Field) -> Option<Why> {
        match self {
            Self::Invalid(flaws) => flaws.iter().find(|flaw| flaw.field == field).map(|flaw| flaw.why),
            _ => None,
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Flaw> for Problem {
    fn from(flaw: Flaw) -> Self {
        Self::Invalid(vec![flaw])
    }
}

fn wait_words(seconds: i64) -> String {
    match seconds {
        ..=59 => "in a minute".into(),
        60..=3599 => format!("in {} minutes", seconds / 60 + 1),
        3600..=7199 => "in an hour".into(),
        _ => format!("in {} hours", seconds / 3600),
    }
}

/// Gathers what is wrong with several fields, so that a person hears everything at once.
#[derive(Debug, Default)]
pub struct Flaws(Vec<Flaw>);

impl Flaws {
    /// The value, or `None` with its flaw noted.
    pub fn keep<T>(&mut self, result: Result<T, Flaw>) -> Option<T> {
        result.map_err(|flaw| self.0.push(flaw)).ok()
    }

    /// Notes a flaw.
    pub fn add(&mut self, field: Field, why: Why) {
        self.0.push(Flaw { field, why });
    }

    /// All that was noted, as one problem.
    ///
    /// # Errors
    /// When anything was noted.
    pub fn check(self) -> Result<(), Problem> {
        if self.0.is_empty() { Ok(()) } else { Err(Problem::Invalid(self.0)) }
    }

    /// The problem when a value could not be kept.
    pub fn into_problem(self) -> Problem {
        Problem::Invalid(self.0)
    }
}
