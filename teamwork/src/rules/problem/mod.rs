//! Everything a person can be told when something did not happen: what it was, and what to do next.
//!
//! Variants carry closed facts, never free text, so that nobody can make a page of ours say their words.

mod conflict;
mod field;
mod flaws;
mod line;
mod why;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{limit::Limit, permission::Refusal};

pub use conflict::Conflict;
pub use field::Field;
pub use flaws::{Flaw, Flaws};
pub use line::LineFlaw;
pub use why::Why;

/// Why an act did not happen. Its `Display` is the sentence on the page, in the terminal and in an API answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum Problem {
    #[error("You are signed out. Sign in to go on; nothing you typed is lost.")]
    SignedOut,
    #[error("Confirm that it is you, then go on.")]
    Reauthenticate,
    #[error("A token cannot do this. Open Warren in a browser and do it there.")]
    NeedsBrowser,
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
    #[error("This App")]
    App,
    #[error("This Billing Contact")]
    BillingContact,
    #[error("This key")]
    Key,
    #[error("This token")]
    Token,
    #[error("This passkey")]
    Passkey,
    #[error("This plan")]
    Plan,
    #[error("This version")]
    Version,
    #[error("This domain")]
    Domain,
    #[error("This variable")]
    Variable,
    #[error("This recovery")]
    Recovery,
    #[error("This mail")]
    Mail,
    #[error("This person")]
    Person,
    #[error("This payment request")]
    Request,
    #[error("This invoice")]
    Invoice,
    #[error("This credit note")]
    CreditNote,
    #[error("This payment")]
    Payment,
    #[error("This release")]
    Release,
    #[error("This newsletter")]
    Newsletter,
    #[error("This webhook")]
    Webhook,
    #[error("This delivery")]
    Delivery,
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
    #[error("This payment request has expired. Ask the sender for a new one.")]
    RequestExpired,
    #[error("This payment request was accepted already. Sign in to open the Company.")]
    RequestCompleted,
    #[error("This payment request was declined. Ask the sender for a new one.")]
    RequestDeclined,
    #[error("This payment request was withdrawn.")]
    RequestWithdrawn,
    #[error("An Owner has refused this payment request. Nothing has gone to the client.")]
    RequestRefused,
    #[error("What this payment request offered has changed meanwhile. Ask the sender to send it again.")]
    RequestOutdated,
    #[error("This link has expired. A new one can be mailed to the same address.")]
    InvoiceLinkExpired,
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
            Self::Reauthenticate | Self::NeedsBrowser | Self::Unconfirmed | Self::Refused(_) => 403,
            Self::NotFound(_) => 404,
            Self::Conflict(Conflict::PreconditionFailed) => 412,
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

impl From<Thing> for Problem {
    fn from(thing: Thing) -> Self {
        Self::NotFound(thing)
    }
}

impl From<Conflict> for Problem {
    fn from(conflict: Conflict) -> Self {
        Self::Conflict(conflict)
    }
}

impl From<Gone> for Problem {
    fn from(gone: Gone) -> Self {
        Self::Gone(gone)
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
