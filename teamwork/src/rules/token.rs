//! Personal access tokens: what programs sign in with, and how far each of them reaches.

use serde::{Deserialize, Serialize};

use super::{
    id::TokenId,
    moment::{DAY, Moment},
    problem::{Field, Flaw, Why},
};

/// How many tokens one person has at most.
pub const TOKENS_MAX: u16 = 50;
/// How many days ahead the last day of a token lies at most.
pub const TOKEN_DAYS: u16 = 365;
/// The longest name, in characters.
pub const NAME_MAX: u16 = 80;
/// What every secret begins with, so that a person and a scanner of leaks recognise it.
pub const PREFIX: &str = "wrn_";

/// How far a token reaches. A right is needed as well: a token never does more than its person may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Look at everything the person sees.
    Read,
    /// Companies, members and invitations.
    Team,
    /// Apps and their configuration.
    Apps,
    /// Billing Contacts.
    Billing,
    /// The person's own account.
    Account,
    /// Counts as a password that was given a moment ago. Such a token lives for a day at most.
    Guarded,
}

impl Scope {
    /// In the order in which they are offered.
    pub const ALL: [Self; 6] = [Self::Read, Self::Team, Self::Apps, Self::Billing, Self::Account, Self::Guarded];

    /// The word in a form and in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Team => "team",
            Self::Apps => "apps",
            Self::Billing => "billing",
            Self::Account => "account",
            Self::Guarded => "guarded",
        }
    }

    /// What it opens, for a person who has to choose.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Read => "Look at everything you see, and change nothing.",
            Self::Team => "Set up Companies; invite, change and dismiss people.",
            Self::Apps => "Create, configure, scale and delete Apps.",
            Self::Billing => "Create and change Billing Contacts.",
            Self::Account => "Change your own account, its sessions and tokens.",
            Self::Guarded => "Do what asks for your password otherwise. The token lives for a day at most.",
        }
    }
}

/// The scopes of one token, each once, in the order in which they are offered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Scopes(Vec<Scope>);

impl Scopes {
    /// Reads words with spaces between them.
    ///
    /// # Errors
    /// When there is none, or one that does not exist.
    pub fn parse(text: &str) -> Result<Self, Flaw> {
        let flaw = |why| Flaw { field: Field::Scopes, why };
        let words: Vec<&str> = text.split_whitespace().collect();
        if words.is_empty() {
            return Err(flaw(Why::NoScope));
        }
        if words.iter().any(|word| !Scope::ALL.iter().any(|scope| scope.key() == *word)) {
            return Err(flaw(Why::NotAScope));
        }
        Ok(Self(Scope::ALL.into_iter().filter(|scope| words.contains(&scope.key())).collect()))
    }

    /// Whether this one is among them.
    pub fn has(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }

    /// Whether all of these are among `others`.
    pub fn are_within(&self, others: &Self) -> bool {
        self.0.iter().all(|scope| others.has(*scope))
    }

    /// The words, as they are stored.
    pub fn words(&self) -> String {
        self.0.iter().map(|scope| scope.key()).collect::<Vec<_>>().join(" ")
    }
}

/// When a token ends whose last day was typed: with that day, UTC; a guarded one after a day at the latest.
///
/// # Errors
/// When it is no date, is over, or lies too far ahead.
pub fn read_last_day(text: &str, scopes: &Scopes, now: Moment) -> Result<Moment, Flaw> {
    let flaw = |why| Err(Flaw { field: Field::ExpiresOn, why });
    if text.trim().is_empty() {
        return flaw(Why::Missing);
    }
    let Some(day) = Moment::parse_day(text) else { return flaw(Why::NotADate) };
    let (ends_at, days) = (day.plus(DAY), if scopes.has(Scope::Guarded) { 1 } else { TOKEN_DAYS });
    match ends_at.since(now) {
        ..=0 => flaw(Why::PastDate),
        // Today is not a day ahead.
        left if left > (i64::from(days) + 1) * DAY => flaw(Why::TooFar(days)),
        _ => Ok(ends_at.min(now.plus(i64::from(days) * DAY))),
    }
}

/// One token of mine. Its secret is not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct TokenCard {
    pub id: TokenId,
    pub name: String,
    pub scopes: Scopes,
    pub made_at: Moment,
    pub expires_at: Moment,
    /// To the minute; `null` when it was never used.
    pub last_used_at: Option<Moment>,
    pub expired: bool,
}

/// A token that was made a moment ago: the only time its secret is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct MadeToken {
    /// For the header `Authorization: Bearer …`. It is shown once.
    pub secret: String,
    pub token: TokenCard,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_read_once_each_and_in_order() {
        assert_eq!(Scopes::parse("team read team").unwrap().words(), "read team");
        assert_eq!(Scopes::parse(" \n").unwrap_err().why, Why::NoScope);
        assert_eq!(Scopes::parse("read root").unwrap_err().why, Why::NotAScope);
        let (some, all) = (Scopes::parse("read").unwrap(), Scopes::parse("read team").unwrap());
        assert!(some.are_within(&all) && !all.are_within(&some));
    }

    #[test]
    fn a_token_ends_with_its_last_day_and_a_guarded_one_within_a_day() {
        let noon = Moment::parse_day("2026-11-21").unwrap().plus(DAY / 2);
        let (plain, guarded) = (Scopes::parse("read").unwrap(), Scopes::parse("guarded").unwrap());
        let why = |text, scopes| read_last_day(text, scopes, noon).map_err(|flaw| flaw.why);
        assert_eq!(why("2026-11-21", &plain), Ok(noon.plus(DAY / 2)));
        assert_eq!(why("2027-11-20", &plain), Ok(noon.plus(364 * DAY + DAY / 2)));
        assert_eq!(why("2027-11-21", &plain), Ok(noon.plus(365 * DAY)));
        assert_eq!(why("2027-11-22", &plain), Err(Why::TooFar(365)));
        assert_eq!(why("2026-11-20", &plain), Err(Why::PastDate));
        assert_eq!(why("2026-11-22", &guarded), Ok(noon.plus(DAY)));
        assert_eq!(why("2026-11-23", &guarded), Err(Why::TooFar(1)));
        assert_eq!(why("soon", &plain), Err(Why::NotADate));
        assert_eq!(why("", &plain), Err(Why::Missing));
    }
}
