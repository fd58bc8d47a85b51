//! Passkeys: key pairs that devices of a person keep, and that sign in instead of a password (WebAuthn).

use serde::{Deserialize, Serialize};

use super::{
    id::{CeremonyId, PasskeyId},
    moment::{MINUTE, Moment},
};

/// How many passkeys one person has at most.
pub const PASSKEYS_MAX: u16 = 20;
/// The longest name of one, in characters.
pub const NAME_MAX: u16 = 60;
/// How long a device has time to answer, in milliseconds.
pub const CEREMONY_LIFE: i64 = 5 * MINUTE;

/// What a device is asked to sign something for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
pub enum CeremonyKind {
    Create,
    SignIn,
    /// Who is signed in confirms that it is still them.
    Prove,
}

/// What a device is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ceremony {
    /// Goes back together with the answer.
    pub id: CeremonyId,
    /// The options as JSON, for `navigator.credentials`.
    pub options: String,
}

/// One passkey of mine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct PasskeyCard {
    pub id: PasskeyId,
    pub name: String,
    pub created_at: Moment,
    /// When it last signed in or confirmed something.
    pub used_at: Option<Moment>,
}
