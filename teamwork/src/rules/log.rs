//! Words for the log: what was done, through which door.

use serde::{Deserialize, Serialize};

/// Through which door an act came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "lowercase"))]
#[serde(rename_all = "lowercase")]
pub enum Door {
    /// A page in the browser.
    Page,
    /// The command line on the server.
    Cli,
    /// A job of the house, such as the clock.
    Job,
}

/// What happened. The word in the log never changes its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum Event {
    SignedUp,
    SignedIn,
    SignedOut,
    LinkAsked,
    EmailConfirmed,
    EmailChangeAsked,
    EmailChanged,
    NameChanged,
    PasswordChanged,
    PasswordReset,
    SessionEnded,
    CompanySetUp,
    InvitationSent,
    InvitationResent,
    InvitationEdited,
    InvitationLinkCopied,
    InvitationCancelled,
    InvitationAccepted,
    InvitationDeclined,
    InvitationExpired,
    InvitationBounced,
    RoleChanged,
    MemberDismissed,
    MemberLeft,
    OperatorCreated,
}
