//! What security notices are about.

use serde::{Deserialize, Serialize};

/// What M3 is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecurityEvent {
    PasswordChanged,
    PasswordReset,
    /// Told to the old address too (E6).
    EmailChanged,
    NewDevice,
    /// A personal access token was made.
    TokenMade,
    SecondFactorOn,
    SecondFactorOff,
    /// By the operator.
    SecondFactorReset,
    RecoveryCodeUsed,
    PasskeyAdded,
    PasskeyRemoved,
}

/// What became of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyEvent {
    Added,
    Removed,
}
