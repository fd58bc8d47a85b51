//! Money: whole minor units and a currency. All currencies of the price list have hundredths.

use serde::{Deserialize, Serialize};

use super::problem::{Conflict, Field, Flaw, Problem, Why};

/// How many digits can stand before the point: sums of many stay far from the end of an `i64`.
const WHOLE_DIGITS: usize = 7;

/// Currencies without hundredths (ISO 4217), and one that providers of payments count in whole units (MGA). They cannot be on
/// the price list.
const ODD: [&str; 27] = [
    "BHD", "BIF", "CLF", "CLP", "DJF", "GNF", "IQD", "ISK", "JOD", "JPY", "KMF", "KRW", "KWD", "LYD", "MGA", "OMR",
    "PYG", "RWF", "TND", "UGX", "UYI", "UYW", "VND", "VUV", "XAF", "XOF", "XPF",
];

/// An amount of one currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct Money {
    /// In hundredths.
    pub amount: i64,
    /// ISO 4217.
    pub currency: String,
}

impl Money {
    /// So many hundredths of a currency.
    pub fn new(amount: i64, currency: &str) -> Self {
        Self { amount, currency: currency.to_owned() }
    }
}

impl std::fmt::Display for Money {
    /// "29.00 EUR". By hand, because a library of formats would weigh on every browser.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", write_amount(self.amount), self.currency)
    }
}

/// A part of a sum that somebody looks at.
#[derive(Clone, Copy, Debug, Default)]
pub struct Part<'a> {
    /// Like "29.00"; empty is all of it.
    pub amount: &'a str,
    /// The sum as it was seen, like "100.00". When it is another one by now nothing may happen, so that what is sent twice
    /// happens once. Empty asks nothing.
    pub of: &'a str,
}

impl<'a> From<&'a str> for Part<'a> {
    /// Whatever the sum is by now.
    fn from(amount: &'a str) -> Self {
        Self { amount, of: "" }
    }
}

/// A part of a sum, understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// All of it when it is nothing.
    pub amount: Option<i64>,
    /// The sum as it was seen, when that is known.
    pub of: Option<i64>,
}

impl Part<'_> {
    /// Reads both amounts.
    ///
    /// # Errors
    /// When what is typed is no amount.
    pub fn read(self) -> Result<Share, Flaw> {
        let read = |text: &str| (!text.trim().is_empty()).then(|| read_amount(text)).transpose();
        let amount = |text: &str| read(text).map_err(|flaw| Flaw { field: Field::Amount, ..flaw });
        Ok(Share { amount: amount(self.amount)?, of: amount(self.of)? })
    }
}

impl Share {
    /// How much of a sum that is `sum` by now, of which at most `most` can be taken; `too_much` is said beyond that.
    ///
    /// # Errors
    /// When the sum was another one when it was seen, or the part is nothing or too much.
    pub fn taken(self, sum: i64, most: i64, too_much: Why) -> Result<i64, Problem> {
        if self.of.is_some_and(|seen| seen != sum) {
            return Err(Conflict::AmountChanged.into());
        }
        match self.amount.unwrap_or(most) {
            0 => Err(Problem::field(Field::Amount, Why::NotAnAmount)),
            part if part > most => Err(Problem::field(Field::Amount, too_much)),
            part => Ok(part),
        }
    }
}

/// What `days` of a month of `of_month` days cost at a price a month: the exact share, rounded half up. Each period of a
/// month is rounded for itself, so a month split into n periods differs from the price by at most n/2 hundredths, and a
/// whole month costs the price.
pub const fn cost_of_days(price: i64, days: i64, of_month: i64) -> i64 {
    (2 * price * days + of_month).div_euclid(2 * of_month)
}

/// Adds an amount to the sum of its currency.
pub fn add_to(sums: &mut Vec<Money>, amount: i64, currency: &str) {
    match sums.iter_mut().find(|sum| sum.currency == currency) {
        Some(sum) => sum.amount += amount,
        None => sums.push(Money::new(amount, currency)),
    }
}

/// Reads a currency: three letters.
///
/// # Errors
/// When it is none, or has no hundredths.
pub fn read_currency(text: &str) -> Result<String, Flaw> {
    let currency = text.trim().to_ascii_uppercase();
    let fits = currency.len() == 3 && currency.bytes().all(|byte| byte.is_ascii_uppercase());
    let fits = fits && !ODD.contains(&currency.as_str());
    if fits { Ok(currency) } else { Err(Flaw { field: Field::Currency, why: Why::NotACurrency }) }
}

/// Reads "29.00", "29" or "29,00" as hundredths.
///
/// # Errors
/// When it is no amount.
pub fn read_amount(text: &str) -> Result<i64, Flaw> {
    let flaw = Flaw { field: Field::Price, why: Why::NotAnAmount };
    let text = text.trim().replace(',', ".");
    let (whole, cents) = text.split_once('.').unwrap_or((&text, ""));
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let fits = !whole.is_empty() && whole.len() <= WHOLE_DIGITS && cents.len() <= 2 && !text.ends_with('.');
    if !fits || !is_number(whole) || !is_number(cents) {
        return Err(flaw);
    }
    format!("{whole}{cents:0<2}").parse().map_err(|_| flaw)
}

/// "29.00", as it is typed.
pub fn write_amount(amount: i64) -> String {
    let hundredths = amount.unsigned_abs();
    format!("{}{}.{:02}", if amount < 0 { "-" } else { "" }, hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_in_hundredths() {
        for (text, amount) in
            [("29.00", 2900), ("29", 2900), (" 29,5 ", 2950), ("0.01", 1), ("9999999.99", 999_999_999)]
        {
            assert_eq!(read_amount(text), Ok(amount), "{text}");
        }
        for bad in ["", ".", "29.", ".5", "-1", "+1", "1e3", "29.001", "1.2.3", "10000000", "1 000", "٣"] {
            assert!(read_amount(bad).is_err(), "{bad}");
        }
    }

    /// Every amount that can be written is read as itself.
    #[test]
    fn writing_and_reading_are_one_another_s_way_back() {
        let mut amount = 0_i64;
        while amount < 1_000_000_000 {
            assert_eq!(read_amount(&write_amount(amount)), Ok(amount));
            amount += 1 + amount / 7;
        }
        assert_eq!((write_amount(5), write_amount(-2900)), ("0.05".into(), "-29.00".into()));
    }

    #[test]
    fn a_currency_is_three_letters_and_has_hundredths() {
        assert_eq!(read_currency(" eur "), Ok("EUR".into()));
        for bad in ["", "EU", "EURO", "E1R", "€", "JPY", "kwd"] {
            assert!(read_currency(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn money_reads_as_on_an_invoice() {
        for (amount, words) in [(2_900, "29.00 EUR"), (5, "0.05 EUR"), (0, "0.00 EUR"), (-1_250, "-12.50 EUR")] {
            assert_eq!(Money::new(amount, "EUR").to_string(), words);
        }
    }

    #[test]
    fn a_share_is_rounded_half_up() {
        assert_eq!(cost_of_days(2_900, 30, 30), 2_900);
        assert_eq!(cost_of_days(2_900, 0, 30), 0);
        assert_eq!(cost_of_days(1, 15, 30), 1);
        assert_eq!(cost_of_days(1, 14, 30), 0);
        assert_eq!(cost_of_days(2_900, 1, 31), 94);
    }

    /// Every price up to a bound, every month, every split into two.
    #[test]
    fn two_parts_of_a_month_cost_what_the_month_costs_but_for_a_hundredth() {
        for price in (0..10_000).step_by(37) {
            for month in 28..=31 {
                for day in 0..=month {
                    let parts = cost_of_days(price, day, month) + cost_of_days(price, month - day, month);
                    assert!((parts - price).abs() <= 1, "{price} {day}/{month}: {parts}");
                }
            }
        }
    }
}
