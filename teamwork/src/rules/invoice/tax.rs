//! Value-added tax (E64): at home always; elsewhere in the European Union by the buyer's rate without a VAT number and by
//! reverse charge with one; outside of it none.

use serde::{Deserialize, Serialize};

use crate::rules::{billing::is_in_the_eu, day::Day};

/// Which rule decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TaxRule {
    /// The buyer is at home in the seller's country.
    Home,
    /// The buyer is in another member state and has no VAT number: its rate (Directive 2006/112/EC, Article 58).
    Destination,
    /// The buyer is in another member state and has a VAT number: the buyer owes the tax (Article 196).
    ReverseCharge,
    /// The buyer is outside of the Union, or the seller is: no tax of the seller's.
    OutOfScope,
}

impl TaxRule {
    /// What the document has to say about it.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Home | Self::Destination => "",
            Self::ReverseCharge => {
                "Reverse charge: the recipient owes the VAT (Article 196 of Council Directive 2006/112/EC)."
            }
            Self::OutOfScope => "Outside the scope of VAT in the country of the seller.",
        }
    }
}

/// What decides about the tax of a document.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// The seller's country.
    pub home: &'a str,
    /// The rate at home in hundredths of a percent, when the operator has set one.
    pub home_rate: Option<i64>,
    /// The buyer's country.
    pub country: &'a str,
    pub has_vat_number: bool,
    /// The last day that is billed: its rate counts.
    pub day: Day,
}

/// The tax of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct Tax {
    pub rule: TaxRule,
    /// Whose rate it is, ISO 3166-1 alpha-2.
    pub country: String,
    /// In hundredths of a percent: 1900 is 19 %.
    pub rate: i64,
    /// On the sum of the lines, rounded half up once for the document.
    pub amount: i64,
}

impl Tax {
    /// The tax on a net amount.
    pub fn on(net: i64, terms: Terms<'_>) -> Self {
        let Terms { home, home_rate, country, has_vat_number, day } = terms;
        let (rule, whose, rate) = if home == country {
            (TaxRule::Home, home, home_rate.or_else(|| standard_rate(home, day)).unwrap_or_default())
        } else if !is_in_the_eu(home) || !is_in_the_eu(country) {
            (TaxRule::OutOfScope, country, 0)
        } else if has_vat_number {
            (TaxRule::ReverseCharge, country, 0)
        } else {
            (TaxRule::Destination, country, standard_rate(country, day).unwrap_or_default())
        };
        Self { rule, country: whose.to_owned(), rate, amount: share(net, rate) }
    }

    /// "19 %", "25.5 %".
    pub fn percent(&self) -> String {
        let (whole, rest) = (self.rate / 100, self.rate % 100);
        match rest {
            0 => format!("{whole} %"),
            _ if rest % 10 == 0 => format!("{whole}.{} %", rest / 10),
            _ => format!("{whole}.{rest:02} %"),
        }
    }
}

/// The tax at a rate on a net amount, rounded half up.
pub(super) fn share(net: i64, rate: i64) -> i64 {
    let exact = i128::from(net) * i128::from(rate);
    // Half up; amounts of a document are far from the end of an `i64`.
    i64::try_from((2 * exact + 10_000).div_euclid(20_000)).unwrap_or(i64::MAX)
}

/// The standard rate of a member state on a day, in hundredths of a percent. Source: European Commission, "VAT rates
/// applied in the Member States of the European Union"; the days are those of the national laws.
pub fn standard_rate(country: &str, day: Day) -> Option<i64> {
    RATES.iter().rfind(|(known, since, _)| *known == country && *since <= day.0).map(|(_, _, rate)| *rate)
}

/// 2024-09-01, 2025-01-01, 2025-07-01 and 2025-08-01, counted from 1970-01-01.
const SEPTEMBER_2024: i64 = 19_967;
const JANUARY_2025: i64 = 20_089;
const JULY_2025: i64 = 20_270;
const AUGUST_2025: i64 = 20_301;
/// Since before anything is billed.
const EVER: i64 = i64::MIN;

/// Country, since when, rate. A change is a new row, below the old one.
const RATES: &[(&str, i64, i64)] = &[
    ("AT", EVER, 2_000),
    ("BE", EVER, 2_100),
    ("BG", EVER, 2_000),
    ("CY", EVER, 1_900),
    ("CZ", EVER, 2_100),
    ("DE", EVER, 1_900),
    ("DK", EVER, 2_500),
    ("EE", EVER, 2_200),
    ("EE", JULY_2025, 2_400),
    ("ES", EVER, 2_100),
    ("FI", EVER, 2_400),
    ("FI", SEPTEMBER_2024, 2_550),
    ("FR", EVER, 2_000),
    ("GR", EVER, 2_400),
    ("HR", EVER, 2_500),
    ("HU", EVER, 2_700),
    ("IE", EVER, 2_300),
    ("IT", EVER, 2_200),
    ("LT", EVER, 2_100),
    ("LU", EVER, 1_700),
    ("LV", EVER, 2_100),
    ("MT", EVER, 1_800),
    ("NL", EVER, 2_100),
    ("PL", EVER, 2_300),
    ("PT", EVER, 2_300),
    ("RO", EVER, 1_900),
    ("RO", AUGUST_2025, 2_100),
    ("SE", EVER, 2_500),
    ("SI", EVER, 2_200),
    ("SK", EVER, 2_000),
    ("SK", JANUARY_2025, 2_300),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{billing::EU, moment::Moment};

    fn day(text: &str) -> Day {
        Day::of(Moment::parse_day(text).unwrap())
    }

    fn tax(home: &str, country: &str, has_vat_number: bool, net: i64) -> (TaxRule, i64, i64) {
        let terms = Terms { home, home_rate: None, country, has_vat_number, day: day("2026-11-30") };
        let tax = Tax::on(net, terms);
        (tax.rule, tax.rate, tax.amount)
    }

    #[test]
    fn where_the_buyer_is_decides() {
        for (home, country, number, expected) in [
            ("DE", "DE", false, (TaxRule::Home, 1_900, 551)),
            // At home always, with a number too.
            ("DE", "DE", true, (TaxRule::Home, 1_900, 551)),
            ("DE", "FR", false, (TaxRule::Destination, 2_000, 580)),
            ("DE", "FI", false, (TaxRule::Destination, 2_550, 740)),
            ("DE", "FR", true, (TaxRule::ReverseCharge, 0, 0)),
            ("DE", "US", false, (TaxRule::OutOfScope, 0, 0)),
            ("DE", "GB", true, (TaxRule::OutOfScope, 0, 0)),
            ("US", "US", false, (TaxRule::Home, 0, 0)),
            ("US", "DE", false, (TaxRule::OutOfScope, 0, 0)),
        ] {
            assert_eq!(tax(home, country, number, 2_900), expected, "{home} {country} {number}");
        }
    }

    #[test]
    fn the_operator_may_know_better_what_counts_at_home() {
        let terms = Terms { home: "CH", home_rate: Some(810), country: "CH", has_vat_number: false, day: Day(20_000) };
        assert_eq!((Tax::on(10_000, terms).amount, Tax::on(10_000, terms).percent()), (810, "8.1 %".into()));
        let none = Terms { home: "DE", home_rate: Some(0), country: "DE", ..terms };
        assert_eq!(Tax::on(10_000, none).amount, 0, "a small business charges none");
    }

    #[test]
    fn a_rate_counts_from_its_day() {
        for (country, before, rate, from, new) in [
            ("EE", "2025-06-30", 2_200, "2025-07-01", 2_400),
            ("RO", "2025-07-31", 1_900, "2025-08-01", 2_100),
            ("SK", "2024-12-31", 2_000, "2025-01-01", 2_300),
            ("FI", "2024-08-31", 2_400, "2024-09-01", 2_550),
        ] {
            assert_eq!(standard_rate(country, day(before)), Some(rate), "{country}");
            assert_eq!(standard_rate(country, day(from)), Some(new), "{country}");
        }
        assert!(EU.iter().all(|country| standard_rate(country, Day(20_000)).is_some()));
        assert_eq!(standard_rate("US", Day(20_000)), None);
    }

    #[test]
    fn a_half_is_rounded_up_once() {
        assert_eq!((share(50, 100), share(49, 100), share(150, 100), share(0, 1_900)), (1, 0, 2, 0));
        assert_eq!(share(i64::MAX / 2, 10_000), i64::MAX / 2, "no overflow on the way");
    }
}
