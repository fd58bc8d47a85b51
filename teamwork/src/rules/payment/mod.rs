//! Cards and mandates (4.5, I28): what a payment provider keeps for us, and how far it is with it. A number of a card or of an
//! account never comes here.

mod sepa;

use serde::{Deserialize, Serialize};

use super::{
    day::Day,
    moment::{DAY, HOUR, MINUTE, Moment, SECOND},
    money::Money,
    problem::{Field, Flaw, Why},
};

pub use sepa::{ACCOUNT, DEBIT_DELAY, DEBIT_PATIENCE, DebitNotice, Mandate, NOTICE_DAYS, NOTICE_TERMS, RETURN_WINDOW};

/// How many days after an invoice was issued a card is charged first, so that it can be read before (E68).
pub const CHARGE_DELAY: i64 = 2;
/// How long after it has paid a card's charge can be lost to its holder, who has 120 days to dispute it, and whose bank then
/// takes up to 75 days to decide.
pub const DISPUTE_WINDOW: i64 = 200 * DAY;
/// How many days after each failed charge the next one comes (E73). After the last there is none: dunning goes on.
pub const CHARGE_PAUSES: [i64; 3] = [3, 4, 7];
/// How many hundredths a provider charges at least. What comes to less stays owed, and nobody is reminded of it.
pub const LEAST_CHARGE: i64 = 50;
/// How long a provider repeats what it answered to the same key, less an hour for clocks that differ. Later it is only
/// asked, never told again, so that nobody is charged twice.
pub const KEY_LIFE: i64 = 23 * HOUR;
/// How long what has gone back to a card can come back from its bank.
pub const REFUND_WINDOW: i64 = 40 * DAY;
/// How long somebody who has just paid can be signed in by the browser they paid with.
pub const CLAIM_LIFE: i64 = HOUR;

/// A card as people tell theirs apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct Card {
    /// "Visa".
    pub brand: String,
    /// The last four digits.
    pub last4: String,
    /// The last month in which it can be charged.
    pub expires: CardMonth,
}

impl std::fmt::Display for Card {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ending in {}", self.brand, self.last4)
    }
}

/// What is charged by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "lowercase"))]
#[serde(rename_all = "lowercase")]
pub enum Means {
    #[default]
    Card,
    /// An account, by SEPA direct debit.
    Sepa,
}

impl Means {
    /// Reads what somebody chose to pay by; `None` is bank transfer.
    ///
    /// # Errors
    /// When it is no way to pay.
    pub fn read(method: &str) -> Result<Option<Self>, Flaw> {
        match method.trim() {
            "" | "bank_transfer" => Ok(None),
            "card" => Ok(Some(Self::Card)),
            "sepa" => Ok(Some(Self::Sepa)),
            _ => Err(Flaw { field: Field::Method, why: Why::NotAMethod }),
        }
    }

    /// The word in forms.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Sepa => "sepa",
        }
    }

    /// How many days after an invoice was issued it is charged first (E68).
    pub const fn delay(self) -> i64 {
        match self {
            Self::Card => CHARGE_DELAY,
            Self::Sepa => DEBIT_DELAY,
        }
    }

    /// How many days before it is charged its payer has to hear of that.
    pub const fn notice(self) -> i64 {
        match self {
            Self::Card => 0,
            Self::Sepa => NOTICE_DAYS,
        }
    }
}

/// A card or a mandate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    Card(Card),
    Sepa(Mandate),
}

impl Kept {
    /// Which of the two it is.
    pub const fn means(&self) -> Means {
        match self {
            Self::Card(_) => Means::Card,
            Self::Sepa(_) => Means::Sepa,
        }
    }
}

impl std::fmt::Display for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Card(card) => card.fmt(f),
            Self::Sepa(mandate) => mandate.fmt(f),
        }
    }
}

/// What the provider keeps for us. Its names are no secrets: without the key of the house nobody can use them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedCard {
    /// The provider's names for the customer, and for the card or the account.
    pub customer: String,
    pub method: String,
    pub kept: Kept,
}

/// A month, as it stands on a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct CardMonth {
    pub year: i64,
    /// 1 to 12.
    pub month: i64,
}

impl CardMonth {
    /// As one number that sorts, for the database.
    pub const fn ordinal(self) -> i64 {
        self.year * 12 + self.month - 1
    }

    /// The month of this number.
    pub const fn from_ordinal(ordinal: i64) -> Self {
        Self { year: ordinal.div_euclid(12), month: ordinal.rem_euclid(12) + 1 }
    }

    /// The month of a day.
    pub fn of(day: Day) -> Self {
        let (year, month, _) = day.start().date();
        Self { year, month: i64::try_from(month).unwrap_or(1) }
    }

    /// So many months later.
    #[must_use]
    pub const fn plus(self, months: i64) -> Self {
        Self::from_ordinal(self.ordinal() + months)
    }
}

impl std::fmt::Display for CardMonth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}/{}", self.month, self.year)
    }
}

/// How far somebody is who was sent to the provider to enter a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "lowercase"))]
#[serde(rename_all = "lowercase")]
pub enum SetupState {
    /// Nothing is proven yet.
    Begun,
    /// The provider has proven the card, and what it was for is done.
    Done,
    /// The provider has ended it without a card.
    Failed,
    /// It is not wanted any more: a card that comes all the same is forgotten.
    Void,
}

/// How far a charge is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "lowercase"))]
#[serde(rename_all = "lowercase")]
pub enum ChargeState {
    /// The intent is written down; the provider may or may not have heard of it.
    Begun,
    Paid,
    Failed,
}

/// How far money is on its way back to the card it was taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "store",
    derive(schemars::JsonSchema, sqlx::Type),
    sqlx(type_name = "TEXT", rename_all = "lowercase")
)]
#[serde(rename_all = "lowercase")]
pub enum RefundState {
    /// It is to go back; the provider may or may not have heard of it.
    Begun,
    Done,
    /// The provider does not pay it back: what was taken too much the operator pays back by hand, what was credited is left of
    /// the credit note again.
    Failed,
}

/// Why a charge failed, as the payer is told. The provider's own words stay with the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "store",
    derive(schemars::JsonSchema, sqlx::Type),
    sqlx(type_name = "TEXT", rename_all = "snake_case")
)]
#[serde(rename_all = "snake_case")]
pub enum Decline {
    /// The bank did not agree.
    Declined,
    /// The card has expired.
    Expired,
    /// There is not enough money.
    Funds,
    /// The bank wants the person to agree each time: the card has to be entered again.
    NeedsPerson,
    /// The provider has never heard of it; it is told anew.
    Lost,
    /// The bank has taken back what had been paid. No charge ends so.
    Returned,
}

impl Decline {
    /// The word in the log.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Declined => "declined",
            Self::Expired => "expired",
            Self::Funds => "funds",
            Self::NeedsPerson => "needs_person",
            Self::Lost => "lost",
            Self::Returned => "returned",
        }
    }

    /// Whether the same card or account would only fail again: another one, or the same anew, has to be entered.
    pub const fn wants_another(self) -> bool {
        matches!(self, Self::NeedsPerson | Self::Expired)
    }

    /// Why, as the end of a sentence: "… because".
    pub const fn because(self) -> &'static str {
        match self {
            Self::Declined => "the bank did not agree",
            Self::Expired => "the card has expired",
            Self::Funds => "there was not enough money",
            Self::NeedsPerson => "the bank wants you to agree yourself: enter the card or the account once more",
            Self::Lost => "the payment provider did not hear of it",
            Self::Returned => "the bank has taken the money back",
        }
    }
}

/// When a provider that has not decided is asked again: often at first, at most a quarter of an hour apart, so that a lost
/// event is repaired within that.
pub fn next_look(begun: Moment, now: Moment) -> Moment {
    now.plus((now.since(begun) / 4).clamp(10 * SECOND, 15 * MINUTE))
}

/// How much of what was taken pays the invoice, and how much goes back: what is not owed, and everything in another currency
/// than it was asked for in (I28).
pub fn split_taken(taken: &Money, asked: &Money, balance: i64) -> (i64, i64) {
    let paid = if taken.currency == asked.currency { taken.amount.min(balance).max(0) } else { 0 };
    (paid, taken.amount - paid)
}

/// How much of a credit is set off against what is open: so that nothing of that is left, or enough to be charged.
pub fn usable(credit: i64, open: i64) -> i64 {
    let used = credit.min(open);
    let rest = open - used;
    if rest > 0 && rest < LEAST_CHARGE { (open - LEAST_CHARGE).max(0) } else { used }
}

/// From which charges so much goes back, of each of which so much can, the first ones first. What is left over goes nowhere.
pub fn spread<Charge: Copy>(rooms: &[(Charge, i64)], amount: i64) -> Vec<(Charge, i64)> {
    let mut open = amount;
    let mut part = |(charge, room): &(Charge, i64)| {
        let part = open.min(*room).max(0);
        open -= part;
        (*charge, part)
    };
    rooms.iter().map(&mut part).filter(|(_, part)| *part > 0).collect()
}

/// The day of the charge that follows `failed` failed ones; `None` when no further one comes.
pub fn next_charge(failed: i64, today: Day) -> Option<Day> {
    let pause = usize::try_from(failed - 1).ok().and_then(|index| CHARGE_PAUSES.get(index));
    pause.map(|days| today.plus(*days))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_count_over_the_end_of_a_year() {
        let december = CardMonth { year: 2026, month: 12 };
        assert_eq!(december.plus(1), CardMonth { year: 2027, month: 1 });
        assert_eq!(CardMonth::from_ordinal(december.ordinal()), december);
        assert_eq!(december.to_string(), "12/2026");
        let newyear = Moment::parse_day("2027-01-01").map(Day::of).unwrap();
        assert_eq!((CardMonth::of(newyear), CardMonth::of(newyear.plus(-1))), (december.plus(1), december));
    }

    #[test]
    fn three_charges_follow_the_first() {
        let days: Vec<_> = (0..=5).map(|failed| next_charge(failed, Day(100)).map(|day| day.0)).collect();
        assert_eq!(days, [None, Some(103), Some(104), Some(107), None, None]);
    }

    #[test]
    fn what_pays_nothing_goes_back() {
        let eur = |amount| Money::new(amount, "EUR");
        for (taken, balance, split) in [
            (eur(100), 100, (100, 0)),
            (eur(120), 100, (100, 20)),
            (eur(80), 100, (80, 0)),
            // A part was credited meanwhile, or all of it.
            (eur(100), 60, (60, 40)),
            (eur(100), 0, (0, 100)),
            (Money::new(100, "USD"), 100, (0, 100)),
        ] {
            assert_eq!(split_taken(&taken, &eur(100), balance), split, "{taken} of {balance}");
        }
    }

    #[test]
    fn a_credit_leaves_nothing_or_enough_to_be_charged() {
        for (credit, open, used) in [
            (0, 100, 0),
            (30, 100, 30),
            (50, 100, 50),
            (51, 100, 50),
            (99, 100, 50),
            (100, 100, 100),
            (500, 100, 100),
            (20, 40, 0),
            (40, 40, 40),
        ] {
            assert_eq!(usable(credit, open), used, "{credit} of {open}");
        }
    }

    #[test]
    fn no_more_goes_back_than_each_charge_took() {
        let rooms = [('a', 100), ('b', 0), ('c', 50)];
        for (amount, parts) in [
            (0, vec![]),
            (60, vec![('a', 60)]),
            (100, vec![('a', 100)]),
            (120, vec![('a', 100), ('c', 20)]),
            (200, vec![('a', 100), ('c', 50)]),
        ] {
            assert_eq!(spread(&rooms, amount), parts, "{amount}");
        }
    }

    #[test]
    fn a_lost_event_is_repaired_within_a_quarter_of_an_hour() {
        let begun = Moment::from_millis(0);
        assert_eq!(next_look(begun, begun), begun.plus(10 * SECOND));
        for hours in [1, 24, 500] {
            let now = begun.plus(hours * HOUR);
            assert!(next_look(begun, now) <= now.plus(15 * MINUTE));
        }
    }
}
