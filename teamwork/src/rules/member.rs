//! Members of a Company as the team page shows them.

use serde::{Deserialize, Serialize};

use super::{
    id::UserId,
    log::Event,
    moment::{DAY, Moment},
    problem::{Field, Flaw, Why},
    role::Role,
};

/// How far ahead an end of access may lie: five years.
pub const LONGEST_ACCESS: u16 = 1_826;

/// Reads the last day of access: nothing, or a day after today. Access ends with the last millisecond of that day, UTC.
///
/// # Errors
/// When it is no date, is over, or lies too far ahead.
pub fn read_last_day(text: &str, now: Moment) -> Result<Option<Moment>, Flaw> {
    let flaw = |why| Err(Flaw { field: Field::EndsOn, why });
    if text.trim().is_empty() {
        return Ok(None);
    }
    let Some(day) = Moment::parse_day(text) else { return flaw(Why::NotADate) };
    let ends_at = day.plus(DAY - 1);
    match ends_at.since(now) {
        // Today ends within a day.
        left if left < DAY => flaw(Why::PastDate),
        left if left > (i64::from(LONGEST_ACCESS) + 1) * DAY => flaw(Why::TooFar(LONGEST_ACCESS)),
        _ => Ok(Some(ends_at)),
    }
}

/// How many of the two notices before an end are due: the first 7 days, the second 1 day before (M38).
pub const fn notices_due(ends_at: Moment, now: Moment) -> i64 {
    match ends_at.since(now) {
        left if left <= DAY => 2,
        left if left <= 7 * DAY => 1,
        _ => 0,
    }
}

/// One row of the team table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct MemberCard {
    pub user: UserId,
    pub name: String,
    /// Only for those who may see all members (matrix row 3).
    pub email: Option<String>,
    pub role: Role,
    pub joined_at: Moment,
    /// To how many Apps a Developer is assigned, in a list counted up to 100; the other roles reach all, or none.
    pub apps: i64,
    /// When the access ends by itself; only for those who may see all members, and for oneself.
    pub ends_at: Option<Moment>,
    /// Whether they sign in with a second factor; only for those who may know (matrix row 36).
    pub second_factor: Option<bool>,
    /// Raised by every change of this membership; a change that names an older one is refused as stale.
    pub version: i64,
}

impl MemberCard {
    /// Where the page begins that follows this member.
    pub fn cursor(&self) -> String {
        format!("{}.{}", self.joined_at.millis(), self.user)
    }
}

/// One page of the team table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamPage {
    /// My role, with which the page greys out what I may not do.
    pub role: Role,
    pub me: UserId,
    pub owners: i64,
    /// How many Apps the Company has, counted up to [`ENOUGH`](super::count::ENOUGH).
    pub apps: i64,
    pub members: Vec<MemberCard>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

/// What it means when a person leaves, or is dismissed (R75, R76). Of a long list of names the last word says that there
/// are more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct Departure {
    pub company: String,
    pub slug: String,
    pub user: UserId,
    /// The full name of who would go.
    pub name: String,
    pub role: Role,
    /// Whether another Owner stays. Without one an Owner cannot leave (R29).
    pub another_owner: bool,
    /// Whether nobody with technical access remains: they are the last Admin or Developer (S34).
    pub last_technician: bool,
    /// The full names of the Owners who stay.
    pub owners: Vec<String>,
    /// The Apps they no longer reach.
    pub apps: Vec<String>,
    /// The names of their SSH keys, which stop working there.
    pub keys: Vec<String>,
    /// The deploy keys they have added, which keep working until somebody revokes them (S8).
    pub deploy_keys: Vec<DeployKeyRef>,
    /// Whether there are more of these than are listed.
    pub more_deploy_keys: bool,
    /// The addresses whose invitations are withdrawn because they sent them (S29).
    pub invitations: Vec<String>,
    /// The addresses whose payment requests are withdrawn because they sent them (S29).
    pub requests: Vec<String>,
}

/// A deploy key of an App, by its names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct DeployKeyRef {
    pub app: String,
    pub key: String,
}

/// "CI (shop)".
impl std::fmt::Display for DeployKeyRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({})", self.key, self.app)
    }
}

/// What was revoked when a membership ended, and what is left to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct DepartureReceipt {
    pub company: String,
    pub slug: String,
    pub name: String,
    /// Whether the reader is the one who went.
    pub mine: bool,
    pub at: Moment,
    /// How it ended: left, dismissed, or by its date.
    pub how: Event,
    /// Who dismissed.
    pub by: Option<String>,
    /// What they were.
    pub role: Option<Role>,
    /// The Apps they no longer reach.
    pub apps: Vec<String>,
    /// The deploy keys they have added that still work; only for those who see the team.
    pub deploy_keys: Vec<DeployKeyRef>,
    /// Whether there are more of these than are listed.
    pub more_deploy_keys: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 21 Nov 2026, 12:00 UTC.
    const NOON: Moment = Moment::from_millis(1_795_262_400_000);

    #[test]
    fn a_last_day_is_after_today_and_within_five_years() {
        let read = |text| read_last_day(text, NOON).map_err(|flaw| flaw.why);
        assert_eq!(read(" "), Ok(None));
        let ends = read("2026-11-22").unwrap().unwrap();
        assert_eq!(
            (ends.to_sentence(), ends.plus(1).to_day()),
            ("22 Nov 2026, 23:59 UTC".into(), "23 Nov 2026".into())
        );
        assert_eq!(read("2026-11-21"), Err(Why::PastDate));
        assert_eq!(read("2026-02-30"), Err(Why::NotADate));
        assert_eq!(read("31 Jan 2027"), Err(Why::NotADate));
        assert!(read("2031-11-21").is_ok());
        assert_eq!(read("2031-11-22"), Err(Why::TooFar(LONGEST_ACCESS)));
    }

    #[test]
    fn notices_come_seven_days_and_one_day_before() {
        for (left, due) in [(7 * DAY + 1, 0), (7 * DAY, 1), (DAY + 1, 1), (DAY, 2), (0, 2)] {
            assert_eq!(notices_due(NOON.plus(left), NOON), due, "{left}");
        }
    }
}
