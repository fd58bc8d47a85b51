//! A second factor at the sign-in: codes of an app on one's telephone (RFC 6238), and recovery codes for whoever loses it.

use serde::{Deserialize, Serialize};

use super::moment::Moment;

/// How many recovery codes are made at once.
pub const RECOVERY_CODES: usize = 10;

/// How a person's second factor is, as their own pages show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactor {
    /// Since when the code is asked for; `None` while it is off.
    pub on_at: Option<Moment>,
    /// How many recovery codes are left.
    pub codes_left: i64,
    /// What the telephone has to learn, while it is being set up.
    pub setup: Option<FactorSetup>,
}

/// What the telephone has to learn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorSetup {
    /// The secret in base32, to be typed.
    pub secret: String,
    /// The same as an address that apps read from a picture (`otpauth://…`).
    pub address: String,
}

/// Fresh recovery codes: shown once, stored as hashes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryCodes {
    pub codes: Vec<String>,
}

/// A code as somebody typed it: six digits of the app, or a recovery code. Spaces and hyphens are forgiven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypedCode {
    App(String),
    Recovery(String),
    Neither,
}

impl TypedCode {
    /// Reads what was typed.
    pub fn read(text: &str) -> Self {
        let code: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').take(20).collect();
        let code = code.to_ascii_lowercase();
        match code.len() {
            6 if code.bytes().all(|b| b.is_ascii_digit()) => Self::App(code),
            10 if code.bytes().all(|b| b.is_ascii_alphanumeric()) => Self::Recovery(code),
            _ => Self::Neither,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_may_be_typed_with_gaps() {
        assert_eq!(TypedCode::read(" 123 456 "), TypedCode::App("123456".into()));
        assert_eq!(TypedCode::read("ABCDE-fgh23"), TypedCode::Recovery("abcdefgh23".into()));
        for text in ["", "12345", "1234567", "12345a", "ключ12", &"1".repeat(9999)] {
            assert_eq!(TypedCode::read(text), TypedCode::Neither, "{text}");
        }
    }
}
