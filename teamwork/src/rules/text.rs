//! Words that people type: parsed once at the door, trusted afterwards.

use serde::{Deserialize, Serialize};

use super::problem::{Field, Flaw, Why};

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(transparent))]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The text as it was accepted.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

texts! {
    /// An e-mail address as the person wrote it; mails go exactly here. Two spellings of one mailbox have the same
    /// [`Email::key`].
    Email,
    /// The name of a Company (R9).
    CompanyName,
    /// The name of a Company in URLs.
    Slug,
    /// One line without control characters: a part of an address, a note.
    Line,
}

/// The longest address that can be mailed to (RFC 5321, 4.5.3.1.3).
const EMAIL_MAX: usize = 254;

impl Email {
    /// Reads one address. White space around it is forgiven.
    ///
    /// # Errors
    /// When it is empty, too long, or no address.
    pub fn parse(field: Field, text: &str) -> Result<Self, Flaw> {
        let flaw = |why| Flaw { field, why };
        let text = text.trim();
        if text.is_empty() {
            return Err(flaw(Why::Missing));
        }
        if text.len() > EMAIL_MAX {
            return Err(flaw(Why::TooLong(254)));
        }
        let (local, domain) = text.rsplit_once('@').ok_or(flaw(Why::NotAnEmail))?;
        let local_is_fine = !local.is_empty()
            && local.len() <= 64
            && local.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~.-".contains(&b))
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..");
        let domain_is_fine = domain.contains('.')
            && domain.split('.').all(|label| {
                !label.is_empty()
                    && label.len() <= 63
                    && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                    && !label.starts_with('-')
                    && !label.ends_with('-')
            });
        // ASCII only: a look-alike letter of another script can then never be taken for somebody's address (B42).
        if local_is_fine && domain_is_fine { Ok(Self(text.to_owned())) } else { Err(flaw(Why::NotAnEmail)) }
    }

    /// The one canonical form (I37) under which addresses are compared everywhere: lower case.
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl CompanyName {
    /// Reads the name of a Company.
    ///
    /// # Errors
    /// When it is empty, too long, or holds control characters.
    pub fn parse(text: &str) -> Result<Self, Flaw> {
        line(Field::CompanyName, text, 80).map(Self)
    }
}

impl Slug {
    /// Reads the name of a Company in URLs: 2–40 letters, digits and hyphens.
    ///
    /// # Errors
    /// When it is empty, too long, or has other characters.
    pub fn parse(text: &str) -> Result<Self, Flaw> {
        let text = text.trim().to_ascii_lowercase();
        let flaw = |why| Flaw { field: Field::Slug, why };
        match text.as_str() {
            "" => Err(flaw(Why::Missing)),
            _ if text.len() > 40 => Err(flaw(Why::TooLong(40))),
            _ if text.len() < 2
                || !text.starts_with(|c: char| c.is_ascii_lowercase())
                || text.ends_with('-')
                || !text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') =>
            {
                Err(flaw(Why::NotASlug))
            }
            _ => Ok(Self(text)),
        }
    }

    /// A slug proposed for a Company's name; empty when the name has no usable character.
    pub fn propose(name: &str) -> String {
        let mut slug = String::new();
        // ASCII and umlauts are all a slug can use; the tables for all of Unicode would weigh on the browser's program.
        for c in name.chars() {
            match c.to_ascii_lowercase() {
                'ä' | 'Ä' => slug.push_str("ae"),
                'ö' | 'Ö' => slug.push_str("oe"),
                'ü' | 'Ü' => slug.push_str("ue"),
                'ß' => slug.push_str("ss"),
                c @ ('a'..='z' | '0'..='9') => slug.push(c),
                _ if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
                _ => {}
            }
        }
        let begin = slug.find(|c: char| c.is_ascii_lowercase()).unwrap_or(slug.len());
        slug[begin..].trim_end_matches('-').chars().take(40).collect::<String>().trim_end_matches('-').to_owned()
    }
}

impl Line {
    /// Reads one line of at most `max` characters.
    ///
    /// # Errors
    /// When it is empty, too long, or holds control characters.
    pub fn parse(field: Field, text: &str, max: u16) -> Result<Self, Flaw> {
        line(field, text, max).map(Self)
    }

    /// Reads one line that may be left out.
    ///
    /// # Errors
    /// When it is too long or holds control characters.
    pub fn parse_optional(field: Field, text: &str, max: u16) -> Result<Option<Self>, Flaw> {
        if text.trim().is_empty() { Ok(None) } else { Self::parse(field, text, max).map(Some) }
    }
}

/// A person's name (R1). The last name may be missing: some people have one name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct PersonName {
    pub first: String,
    pub last: String,
}

impl PersonName {
    /// Reads both names.
    ///
    /// # Errors
    /// When the first is missing, or one of them is too long or holds control characters.
    pub fn parse(first: &str, last: &str) -> Result<Self, Vec<Flaw>> {
        let first = line(Field::FirstName, first, 60);
        let last = if last.trim().is_empty() { Ok(String::new()) } else { line(Field::LastName, last, 60) };
        match (first, last) {
            (Ok(first), Ok(last)) => Ok(Self { first, last }),
            (first, last) => Err([first.err(), last.err()].into_iter().flatten().collect()),
        }
    }

    /// "Kevin Flynn".
    pub fn full(&self) -> String {
        if self.last.is_empty() { self.first.clone() } else { format!("{} {}", self.first, self.last) }
    }
}

/// A new password, long enough and not among the obvious ones. Never stored, never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// The shortest password that is accepted, in characters (NIST SP 800-63B-4 for a single factor).
    pub const MIN: u16 = 15;
    /// The longest, in bytes, so that hashing stays bounded.
    pub const MAX: u16 = 1024;

    /// Reads a new password. It is not trimmed: every character counts.
    ///
    /// # Errors
    /// When it is too short, too long, or easy to guess for somebody who knows the address.
    pub fn parse(field: Field, text: &str, email: &str) -> Result<Self, Flaw> {
        let flaw = |why| Err(Flaw { field, why });
        if text.is_empty() {
            return flaw(Why::Missing);
        }
        if text.len() > usize::from(Self::MAX) {
            return flaw(Why::TooLong(Self::MAX));
        }
        if text.chars().count() < usize::from(Self::MIN) {
            return flaw(Why::TooShort(Self::MIN));
        }
        if is_guessable(text, email) {
            return flaw(Why::Guessable);
        }
        Ok(Self(text.to_owned()))
    }

    /// The password itself, for the hash.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

/// Long passwords fall to three tricks: few different characters, a run along the keyboard, a known word repeated.
fn is_guessable(text: &str, email: &str) -> bool {
    let lower = text.to_lowercase();
    let mut different: Vec<char> = lower.chars().collect();
    different.sort_unstable();
    different.dedup();
    let local = email.split('@').next().unwrap_or_default().to_lowercase();
    let known = [
        "password",
        "passwort",
        "qwertyuiop",
        "qwertz",
        "1234567890",
        "abcdefgh",
        "iloveyou",
        "letmein",
        "warren",
        local.as_str(),
    ];
    let rest = known.iter().filter(|word| word.len() > 3).fold(lower, |rest, word| rest.replace(word, ""));
    different.len() < 5 || rest.chars().count() < 6
}

/// Splits what somebody pasted into the invite dialog: addresses between commas, semicolons, spaces and line breaks,
/// also in the form `Name <name@example.com>`. Parts of names are left out; what looks like an address is kept as typed.
pub fn split_addresses(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for part in text.split(|c: char| c == ',' || c == ';' || c.is_whitespace()) {
        let part = part.trim_matches(|c| c == '<' || c == '>' || c == '"' || c == '\'');
        let is_name = !part.contains('@') && text.contains('<');
        if part.is_empty() || is_name {
            continue;
        }
        if !found.iter().any(|known| known.eq_ignore_ascii_case(part)) {
            found.push(part.to_owned());
        }
    }
    found
}

fn line(field: Field, text: &str, max: u16) -> Result<String, Flaw> {
    let text = text.trim();
    let flaw = |why| Err(Flaw { field, why });
    if text.is_empty() {
        return flaw(Why::Missing);
    }
    if text.chars().count() > usize::from(max) {
        return flaw(Why::TooLong(max));
    }
    // Bidirectional overrides can make a name read as another one.
    let hides = |c: char| c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}');
    if text.chars().any(hides) {
        return flaw(Why::ControlCharacters);
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn email(text: &str) -> Result<Email, Why> {
        Email::parse(Field::Email, text).map_err(|flaw| flaw.why)
    }

    #[test]
    fn two_spellings_of_a_mailbox_have_one_key() {
        assert_eq!(email(" Ada@Acme.Example ").map(|e| e.key()), Ok("ada@acme.example".into()));
    }

    #[test]
    fn look_alikes_and_half_addresses_are_refused() {
        for text in [
            "",
            "ada",
            "ada@",
            "@acme.example",
            "ada@acme",
            "аda@acme.example",
            "a b@acme.example",
            "ada@acme..example",
            "ada@-acme.example",
            "ada\n@acme.example",
            "ada@acme.example\0",
        ] {
            assert!(email(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_pasted_list_becomes_addresses() {
        let pasted = "ada@acme.example, Grace Hopper <grace@acme.example>;\nkevin@flynn.example ADA@acme.example";
        assert_eq!(split_addresses(pasted), ["ada@acme.example", "grace@acme.example", "kevin@flynn.example"]);
    }

    #[test]
    fn a_password_must_be_long_and_strange() {
        let parse =
            |text| Password::parse(Field::Password, text, "kevin@flynn.example").map_err(|flaw| flaw.why).map(|_| ());
        assert_eq!(parse("short"), Err(Why::TooShort(15)));
        assert_eq!(parse("aaaaaaaaaaaaaaaaaaaa"), Err(Why::Guessable));
        assert_eq!(parse("passwordpassword"), Err(Why::Guessable));
        assert_eq!(parse("kevinkevinkevin1"), Err(Why::Guessable));
        assert_eq!(parse("a burrow with many doors"), Ok(()));
        assert_eq!(parse(&"é".repeat(600)), Err(Why::TooLong(1024)));
    }

    #[test]
    fn a_slug_is_proposed_from_the_name() {
        assert_eq!(Slug::propose("Müller & Söhne GmbH"), "mueller-soehne-gmbh");
        assert_eq!(Slug::propose("ÖKO Äpfel"), "oeko-aepfel");
        assert_eq!(Slug::propose("  99 Luftballons "), "luftballons");
        assert_eq!(Slug::propose("東京"), "");
    }

    #[test]
    fn a_name_that_reads_backwards_is_refused() {
        assert!(PersonName::parse("Ada\u{202E}", "").is_err());
        assert_eq!(PersonName::parse("Ada", "").map(|n| n.full()), Ok("Ada".into()));
    }
}
