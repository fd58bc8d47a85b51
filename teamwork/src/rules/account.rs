//! What a person sees of their own account.

use serde::{Deserialize, Serialize};

use super::{
    id::{SessionId, UserId},
    moment::{DAY, HOUR, MINUTE, Moment},
    role::Role,
    text::PersonName,
};

/// How long a session lives without being used, in milliseconds.
pub const SESSION_IDLE: i64 = 24 * HOUR;
/// How long a session lives at all.
pub const SESSION_ABSOLUTE: i64 = 14 * DAY;
/// How long a proven password opens the guarded acts (e-mail, password, ownership, billing).
pub const FRESH: i64 = 10 * MINUTE;
/// How long a mailed link for sign-in or reset works.
pub const SIGN_IN_LINK_LIFE: i64 = 30 * MINUTE;
/// How long a mailed link works that proves who sits there.
pub const PROOF_LINK_LIFE: i64 = 15 * MINUTE;
/// How long before an abandoned account is closed its person is told (M4).
pub const ABANDONED_NOTICE: i64 = 30 * DAY;
/// How long a mailed link that confirms an address works.
pub const CONFIRM_LINK_LIFE: i64 = 3 * DAY;

/// The signed-in person, as their own pages show them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct Me {
    pub id: UserId,
    pub name: PersonName,
    pub email: String,
    /// Whether the address is proven. Until then nothing can be accepted and nobody invited (R6).
    pub confirmed: bool,
    /// Whether the password was given within the last ten minutes.
    pub fresh: bool,
    pub has_password: bool,
    /// Whether a passkey of theirs is known.
    pub has_passkey: bool,
    /// Whether this account is one of the operator's: then there is a door more.
    pub operator: bool,
    /// Whether a code is asked for beside the password.
    pub second_factor: bool,
    pub view: View,
    /// Whether a public SSH key is stored (R4).
    pub has_key: bool,
}

/// How the person looks at the house. It hides what is technical and never takes a right away (R65, R78).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "store",
    derive(sqlx::Type, schemars::JsonSchema),
    sqlx(type_name = "TEXT", rename_all = "snake_case")
)]
#[serde(rename_all = "snake_case")]
pub enum View {
    Developer,
    /// Without keys, code and technical mails.
    Client,
}

impl View {
    /// The word in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Developer => "developer",
            Self::Client => "client",
        }
    }
}

/// A Company that a person would leave with their account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct LeftCompany {
    pub name: String,
    pub slug: String,
    pub role: Role,
    /// Whether the person is its last Owner, so that the account cannot be closed (S17).
    pub is_last_owner: bool,
}

/// What ends with an account. Of long lists of names the last word says that there are more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct Closing {
    pub companies: Vec<LeftCompany>,
    /// Whether there are more of these than are listed; those of which the person is the last Owner come first.
    pub more_companies: bool,
    /// The names of the trial Apps that are the person's own.
    pub trials: Vec<String>,
    /// The addresses of open invitations that the person has sent.
    pub invitations: Vec<String>,
    pub keys: i64,
    pub tokens: i64,
    pub sessions: i64,
}

/// How many of their sessions a person is shown: those used last.
pub const SESSIONS_MAX: usize = 100;

/// One signed-in browser of the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct SessionCard {
    pub id: SessionId,
    /// "Firefox on Linux".
    pub device: String,
    pub began_at: Moment,
    pub seen_at: Moment,
    /// The one that asks.
    pub current: bool,
}

/// What a mailed link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum LinkPurpose {
    ConfirmEmail,
    SignIn,
    Reset,
    ChangeEmail,
    /// To prove who sits there, for who has no password.
    Prove,
}
