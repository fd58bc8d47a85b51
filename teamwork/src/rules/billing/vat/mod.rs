//! VAT numbers (E63), as far as they can be judged without asking anybody: the letters, the shape, and the check digits
//! where their rule is published. What is not surely wrong is taken; whether the number lives is asked later.

mod digits;
mod shape;

use self::shape::Verdict;
use super::super::problem::{Field, Flaw, Why};

/// The longest number from outside of the countries that are known here.
const FREE_MAX: usize = 20;

/// Reads a VAT number that belongs to an address in this country. White space, dots and hyphens are forgiven. Without a
/// country, because that is wrong itself, only what begins like one of the known numbers is looked at.
///
/// # Errors
/// When it is surely wrong.
pub(super) fn vat_number(text: &str, country: Option<&str>) -> Result<Option<String>, Flaw> {
    let flaw = |why| Flaw { field: Field::VatNumber, why };
    let number = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '/')).collect::<String>();
    let number = number.to_uppercase();
    if number.is_empty() {
        return Ok(None);
    }
    let Some(prefixes) = country.and_then(prefixes) else {
        return free(text).map(Some).map_err(flaw);
    };
    // Greeks write GR, which is their country, where the Union writes EL.
    let number = match number.strip_prefix("GR") {
        Some(rest) if prefixes == ["EL"] => format!("EL{rest}"),
        _ => number,
    };
    let Some(prefix) = prefixes.iter().find(|prefix| number.starts_with(**prefix)) else {
        let is_of_another = shape::PREFIXES.iter().any(|prefix| number.starts_with(prefix));
        return Err(flaw(if is_of_another { Why::VatCountry } else { Why::NotAVatNumber }));
    };
    match shape::judge(prefix, &number[prefix.len()..]) {
        Verdict::Fine => Ok(Some(number)),
        Verdict::Misshapen => Err(flaw(Why::NotAVatNumber)),
        Verdict::WrongDigits => Err(flaw(Why::VatChecksum)),
    }
}

/// With which letters the numbers of a country begin; `None` where there is no common rule. Some territories have the
/// numbers of the country they belong to.
fn prefixes(country: &str) -> Option<&'static [&'static str]> {
    Some(match country {
        "GR" => &["EL"],
        "AX" => &["FI"],
        "MC" | "GP" | "MQ" | "RE" | "GF" | "YT" => &["FR"],
        // Northern Ireland trades goods as XI.
        "GB" => &["GB", "XI"],
        "IM" => &["GB"],
        "CH" => &["CHE"],
        _ => {
            let known = shape::PREFIXES.iter().position(|prefix| *prefix == country)?;
            &shape::PREFIXES[known..=known]
        }
    })
}

/// What other countries write: one line, as it was typed.
fn free(text: &str) -> Result<String, Why> {
    let text = text.trim();
    if text.chars().any(char::is_control) {
        return Err(Why::ControlCharacters);
    }
    if text.chars().count() > FREE_MAX { Err(Why::TooLong(20)) } else { Ok(text.to_owned()) }
}

#[cfg(test)]
mod tests;
