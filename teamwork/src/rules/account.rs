//! What a person sees of their own account.

use serde::{Deserialize, Serialize};

use super::{
    id::{SessionId, UserId},
    moment::{DAY, HOUR, MINUTE, Moment},
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
/// How long a mailed link that confirms an address works.
pub const CONFIRM_LINK_LIFE: i64 = 3 * DAY;

/// The signed-in person, as their own pages show them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    pub id: UserId,
    pub name: PersonName,
    pub email: String,
    /// Whether the address is proven. Until then nothing can be accepted and nobody invited (R6).
    pub confirmed: bool,
    /// Whether the password was given within the last ten minutes.
    pub fresh: bool,
    pub has_password: bool,
    /// Whether this account is one of the operator's: then there is a door more.
    pub operator: bool,
    /// Whether a code is asked for beside the password.
    pub second_factor: bool,
}

/// One signed-in browser of the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
}
