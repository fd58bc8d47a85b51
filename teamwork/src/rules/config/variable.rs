//! Variables of the environment: their names and values.

use super::VALUE_MAX;
use crate::rules::problem::{Field, Flaw, Why};

/// The beginning of the names that Warren gives itself.
const OWN_PREFIX: &str = "WARREN_";

/// The name of a variable: `API_URL`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariableName(String);

impl VariableName {
    /// Reads a name: 1–64 capital letters, digits and underscores, beginning with a letter.
    ///
    /// # Errors
    /// When it is empty, too long, has other characters, or is one of ours.
    pub fn parse(text: &str) -> Result<Self, Flaw> {
        let flaw = |why| Flaw { field: Field::VariableName, why };
        let text = text.trim();
        match text {
            "" => Err(flaw(Why::Missing)),
            _ if text.len() > 64 => Err(flaw(Why::TooLong(64))),
            _ if !text.starts_with(|c: char| c.is_ascii_uppercase())
                || !text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_') =>
            {
                Err(flaw(Why::NotAVariable))
            }
            _ if text.starts_with(OWN_PREFIX) => Err(flaw(Why::Reserved)),
            _ => Ok(Self(text.to_owned())),
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Reads a value: up to 8 KiB of text. Lines end as programs expect it, however the browser sent them.
///
/// # Errors
/// When it is too long, or holds control characters other than tabs and line breaks.
pub fn parse_value(field: Field, text: &str) -> Result<String, Flaw> {
    let text = text.replace("\r\n", "\n");
    if text.len() > VALUE_MAX {
        return Err(Flaw { field, why: Why::TooLong(8192) });
    }
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(Flaw { field, why: Why::ControlCharacters });
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_what_a_shell_takes_in_capitals() {
        for good in ["A", "API_URL", "S3_KEY2", " TOKEN ", &"A".repeat(64), "WARREN"] {
            assert!(VariableName::parse(good).is_ok(), "{good}");
        }
        for (bad, why) in [
            ("", Why::Missing),
            ("api_url", Why::NotAVariable),
            ("_A", Why::NotAVariable),
            ("1A", Why::NotAVariable),
            ("A B", Why::NotAVariable),
            ("A=B", Why::NotAVariable),
            ("Ä", Why::NotAVariable),
            ("A\0", Why::NotAVariable),
            ("WARREN_APP", Why::Reserved),
            (&"A".repeat(65), Why::TooLong(64)),
        ] {
            assert_eq!(VariableName::parse(bad).map_err(|flaw| flaw.why).map(|_| ()), Err(why), "{bad}");
        }
    }

    #[test]
    fn a_value_may_have_lines_but_no_zero_byte() {
        assert_eq!(parse_value(Field::VariableValue, "a\r\nb\tc").as_deref(), Ok("a\nb\tc"));
        assert_eq!(parse_value(Field::VariableValue, "a\0b").map_err(|flaw| flaw.why), Err(Why::ControlCharacters));
        assert!(parse_value(Field::VariableValue, &"a".repeat(8192)).is_ok());
        assert!(parse_value(Field::VariableValue, &"a".repeat(8193)).is_err());
    }
}
