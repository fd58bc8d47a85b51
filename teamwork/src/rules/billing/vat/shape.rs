//! How the number of each country is made, behind its letters.

use super::digits;

/// What can be said about a number without asking anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing is wrong that could be seen.
    Fine,
    /// It cannot be a number of that country.
    Misshapen,
    /// It is made like one, but a digit is wrong.
    WrongDigits,
}

/// The letters that are known here.
pub(super) const PREFIXES: &[&str] = &[
    "AT", "BE", "BG", "CHE", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "GB", "HR", "HU", "IE", "IT", "LT",
    "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "XI",
];

/// Looks at what stands behind the letters.
pub(super) fn judge(prefix: &str, rest: &str) -> Verdict {
    if !rest.is_ascii() {
        return Verdict::Misshapen;
    }
    let fits = |patterns: &[&str]| patterns.iter().any(|pattern| is_like(pattern, rest));
    let checked = |is_right: fn(&str) -> bool| if is_right(rest) { Verdict::Fine } else { Verdict::WrongDigits };
    match prefix {
        "AT" if fits(&["U########"]) => checked(digits::austria),
        // The old numbers of nine digits have a zero in front since 2005.
        "BE" if fits(&["0#########", "1#########"]) => checked(digits::belgium),
        "DE" if fits(&["#########"]) => checked(digits::germany),
        "DK" if fits(&["########"]) => checked(digits::denmark),
        "ES" if fits(&["*#######*"]) => digits::spain(rest),
        "FI" if fits(&["########"]) => checked(digits::finland),
        "FR" if fits(&["**#########"]) => checked(digits::france),
        "IE" if fits(&["#######@", "#######@@", "#@#####@", "#+#####@", "#_#####@"]) => checked(digits::ireland),
        "IT" if fits(&["###########"]) => checked(digits::luhn),
        "LU" if fits(&["########"]) => checked(digits::luxembourg),
        "NL" if fits(&["#########B##"]) => checked(digits::netherlands),
        "PL" if fits(&["##########"]) => checked(digits::poland),
        "PT" if fits(&["#########"]) => checked(digits::portugal),
        "SE" if fits(&["############"]) => checked(|rest| digits::luhn(&rest[..10])),
        "BG" if fits(&["#########", "##########"]) => Verdict::Fine,
        "CHE" if fits(&["#########", "#########MWST", "#########TVA", "#########IVA", "#########VAT"]) => Verdict::Fine,
        "CY" if fits(&["########@"]) => Verdict::Fine,
        "CZ" if fits(&["########", "#########", "##########"]) => Verdict::Fine,
        "EE" | "EL" if fits(&["#########"]) => Verdict::Fine,
        "GB" | "XI" if fits(&["#########", "############", "GD###", "HA###"]) => Verdict::Fine,
        "HR" | "LV" if fits(&["###########"]) => Verdict::Fine,
        "HU" | "MT" | "SI" if fits(&["########"]) => Verdict::Fine,
        "LT" if fits(&["#########", "############"]) => Verdict::Fine,
        "RO" if (2..=10).contains(&rest.len()) && rest.bytes().all(|b| b.is_ascii_digit()) => Verdict::Fine,
        "SK" if fits(&["##########"]) => Verdict::Fine,
        _ => Verdict::Misshapen,
    }
}

/// `#` is a digit, `@` a letter, `*` either, `_` an asterisk; everything else is itself.
fn is_like(pattern: &str, text: &str) -> bool {
    let like = |(wanted, is): (u8, u8)| match wanted {
        b'#' => is.is_ascii_digit(),
        b'@' => is.is_ascii_uppercase(),
        b'*' => is.is_ascii_digit() || is.is_ascii_uppercase(),
        b'_' => is == b'*',
        _ => is == wanted,
    };
    pattern.len() == text.len() && pattern.bytes().zip(text.bytes()).all(like)
}
