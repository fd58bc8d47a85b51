//! What an offer costs with tax: exactly where the client's country is known, and supposed to be the seller's before that.

use serde::{Deserialize, Serialize};

use crate::rules::{
    billing::{country_name, is_in_the_eu},
    day::Day,
    invoice::{Seller, Tax, TaxRule, Terms, standard_rate},
    money::Money,
};

/// What decides about the tax on the seller's side.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct SellerTax {
    /// The seller's country, ISO 3166-1 alpha-2; empty while the operator has not named it.
    pub country: String,
    /// The rate there in hundredths of a percent.
    pub rate: i64,
}

/// What a month costs a client whose country is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct Gross {
    pub net: Money,
    pub tax: Tax,
}

impl SellerTax {
    /// That of a seller on a day.
    pub fn of(seller: &Seller, day: Day) -> Self {
        let rate = seller.home_rate.or_else(|| standard_rate(&seller.country, day)).unwrap_or_default();
        Self { country: seller.country.clone(), rate }
    }

    /// What a net price comes to in a country; `None` while one of the two countries is not known.
    pub fn gross(&self, net: &Money, country: &str, has_vat_number: bool, day: Day) -> Option<Gross> {
        if self.country.is_empty() || country_name(country).is_none() {
            return None;
        }
        let terms = Terms { home: &self.country, home_rate: Some(self.rate), country, has_vat_number, day };
        Some(Gross { net: net.clone(), tax: Tax::on(net.amount, terms) })
    }

    /// The same in words, before anybody knows where the client is: in the seller's country, and what is different elsewhere.
    pub fn supposed(&self, net: &Money) -> String {
        // The rate at home is known, whatever the day.
        let Some(home) = self.gross(net, &self.country, false, Day(0)) else {
            return "VAT is added where it applies".into();
        };
        match (home.tax.rate > 0, is_in_the_eu(&self.country)) {
            (false, false) => "no VAT is added".into(),
            (true, false) => format!("{home}; without VAT elsewhere"),
            (_, true) => format!(
                "{home}; elsewhere in the EU with the VAT of your country, or without for businesses with a VAT number; \
                 without VAT outside of the EU"
            ),
        }
    }

    /// Whether anybody could have to pay tax on top of a net price.
    pub fn adds_any(&self) -> bool {
        self.rate > 0 || self.country.is_empty() || is_in_the_eu(&self.country)
    }
}

impl Gross {
    /// With the tax.
    pub fn total(&self) -> Money {
        Money::new(self.net.amount.saturating_add(self.tax.amount), &self.net.currency)
    }
}

impl std::fmt::Display for Gross {
    /// "34.51 EUR with 19 % VAT in Germany".
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let country = country_name(&self.tax.country).unwrap_or(&self.tax.country);
        match self.tax.rule {
            TaxRule::ReverseCharge => {
                write!(f, "{} without VAT, for which you account yourself (reverse charge)", self.net)
            }
            TaxRule::Home | TaxRule::Destination if self.tax.rate > 0 => {
                write!(f, "{} with {} VAT in {country}", self.total(), self.tax.percent())
            }
            TaxRule::Home | TaxRule::Destination | TaxRule::OutOfScope => {
                write!(f, "{} without VAT in {country}", self.net)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::moment::Moment;

    fn seller(country: &str, home_rate: Option<i64>) -> SellerTax {
        SellerTax::of(&Seller { country: country.into(), home_rate, ..Seller::default() }, today())
    }

    fn today() -> Day {
        Day::of(Moment::parse_day("2026-11-30").unwrap())
    }

    #[test]
    fn a_client_reads_the_gross_price_of_their_country() {
        let net = Money::new(2_900, "EUR");
        for (country, has_vat_number, words) in [
            ("DE", false, "34.51 EUR with 19 % VAT in Germany"),
            ("DE", true, "34.51 EUR with 19 % VAT in Germany"),
            ("FI", false, "36.40 EUR with 25.5 % VAT in Finland"),
            ("FI", true, "29.00 EUR without VAT, for which you account yourself (reverse charge)"),
            ("CH", false, "29.00 EUR without VAT in Switzerland"),
        ] {
            let gross = seller("DE", None).gross(&net, country, has_vat_number, today()).unwrap();
            assert_eq!(gross.to_string(), words);
        }
        assert_eq!(seller("DE", None).gross(&net, "", false, today()), None, "nothing is chosen yet");
        assert_eq!(seller("", None).gross(&net, "DE", false, today()), None, "the operator has said nothing");
    }

    #[test]
    fn before_that_the_country_of_the_seller_is_supposed() {
        let net = Money::new(2_900, "EUR");
        let elsewhere = "; elsewhere in the EU with the VAT of your country, or without for businesses with a VAT number; \
                         without VAT outside of the EU";
        for (country, rate, words, adds) in [
            ("DE", None, format!("34.51 EUR with 19 % VAT in Germany{elsewhere}"), true),
            ("DE", Some(0), format!("29.00 EUR without VAT in Germany{elsewhere}"), true),
            ("CH", Some(810), "31.35 EUR with 8.1 % VAT in Switzerland; without VAT elsewhere".into(), true),
            ("US", None, "no VAT is added".into(), false),
            ("", None, "VAT is added where it applies".into(), true),
        ] {
            let seller = seller(country, rate);
            assert_eq!((seller.supposed(&net), seller.adds_any()), (words, adds));
        }
    }
}
