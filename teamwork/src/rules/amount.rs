//! Amounts of money as people type them: read into whole minor units of a currency, never fractions.

use super::problem::{Field, Flaw, Why};

/// The largest amount that can be typed: ten million, so that sums of many stay far from the end of an `i64`.
const WHOLE_DIGITS: usize = 7;

/// How many digits stand behind the point (ISO 4217).
pub fn decimals(currency: &str) -> usize {
    match currency {
        "JPY" | "KRW" | "VND" | "CLP" | "ISK" | "PYG" | "UGX" | "XAF" | "XOF" | "XPF" | "RWF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

/// Reads a currency: three letters.
///
/// # Errors
/// When it is none.
pub fn read_currency(text: &str) -> Result<String, Flaw> {
    let currency = text.trim().to_ascii_uppercase();
    let fits = currency.len() == 3 && currency.bytes().all(|byte| byte.is_ascii_uppercase());
    if fits { Ok(currency) } else { Err(Flaw { field: Field::Currency, why: Why::NotACurrency }) }
}

/// Reads "29.00", "29" or "29,00" as minor units.
///
/// # Errors
/// When it is no amount, or has more digits behind the point than the currency.
pub fn read_amount(text: &str, currency: &str) -> Result<i64, Flaw> {
    let flaw = Flaw { field: Field::Price, why: Why::NotAnAmount };
    let text = text.trim().replace(',', ".");
    let (whole, cents) = text.split_once('.').unwrap_or((&text, ""));
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let places = decimals(currency);
    let fits = !whole.is_empty() && whole.len() <= WHOLE_DIGITS && cents.len() <= places;
    if !fits || !is_number(whole) || !is_number(cents) || text.ends_with('.') {
        return Err(flaw);
    }
    format!("{whole}{cents:0<places$}").parse().map_err(|_| flaw)
}

/// "29.00", as it is typed.
pub fn write_amount(minor: i64, currency: &str) -> String {
    let places = decimals(currency);
    let digits = format!("{:0>width$}", minor.unsigned_abs(), width = places + 1);
    let (whole, cents) = digits.split_at(digits.len() - places);
    let sign = if minor < 0 { "-" } else { "" };
    if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{cents}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_in_minor_units() {
        for (text, currency, minor) in [
            ("29.00", "EUR", 2900),
            ("29", "EUR", 2900),
            (" 29,5 ", "EUR", 2950),
            ("0.01", "EUR", 1),
            ("9999999.99", "EUR", 999_999_999),
            ("500", "JPY", 500),
            ("1.234", "KWD", 1234),
        ] {
            assert_eq!(read_amount(text, currency), Ok(minor), "{text}");
        }
        for bad in ["", ".", "29.", ".5", "-1", "+1", "1e3", "29.001", "1.2.3", "10000000", "1 000", "٣"] {
            assert!(read_amount(bad, "EUR").is_err(), "{bad}");
        }
        assert!(read_amount("5.0", "JPY").is_err());
    }

    /// Every amount that can be written is read as itself.
    #[test]
    fn writing_and_reading_are_one_another_s_way_back() {
        for currency in ["EUR", "JPY", "KWD"] {
            let mut minor = 0_i64;
            while minor < 900_000_000 {
                assert_eq!(read_amount(&write_amount(minor, currency), currency).ok(), in_reach(minor, currency));
                minor += 1 + minor / 7;
            }
        }
        assert_eq!((write_amount(5, "EUR"), write_amount(-2900, "EUR")), ("0.05".into(), "-29.00".into()));
    }

    fn in_reach(minor: i64, currency: &str) -> Option<i64> {
        let whole = write_amount(minor, currency);
        (whole.split('.').next().unwrap_or_default().len() <= WHOLE_DIGITS).then_some(minor)
    }

    #[test]
    fn a_currency_is_three_letters() {
        assert_eq!(read_currency(" eur "), Ok("EUR".into()));
        for bad in ["", "EU", "EURO", "E1R", "€"] {
            assert!(read_currency(bad).is_err(), "{bad}");
        }
    }
}
