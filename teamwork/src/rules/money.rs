//! Money: whole minor units and a currency. All currencies of the price list have hundredths.

use serde::{Deserialize, Serialize};

/// An amount of one currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
        let (sign, hundredths) = (if self.amount < 0 { "-" } else { "" }, self.amount.unsigned_abs());
        write!(f, "{sign}{}.{:02} {}", hundredths / 100, hundredths % 100, self.currency)
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

#[cfg(test)]
mod tests {
    use super::*;

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
