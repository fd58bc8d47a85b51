//! An instant, in milliseconds of Unix time. It is the only form in which time is stored or sent.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// An instant, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(transparent))]
#[serde(transparent)]
pub struct Moment(i64);

/// One second in milliseconds.
pub const SECOND: i64 = 1_000;
/// One minute in milliseconds.
pub const MINUTE: i64 = 60 * SECOND;
/// One hour in milliseconds.
pub const HOUR: i64 = 60 * MINUTE;
/// One day of 24 hours in milliseconds.
pub const DAY: i64 = 24 * HOUR;

impl Moment {
    /// The instant so many milliseconds after the Unix epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the Unix epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The instant `millis` milliseconds later (or earlier, when negative).
    pub const fn plus(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// Milliseconds from `earlier` to this instant.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// "28 Nov 2026, 14:05 UTC": the form for sentences and mails.
    pub fn to_sentence(self) -> String {
        self.utc().format("%-d %b %Y, %H:%M UTC").to_string()
    }

    /// "28 Nov 2026": the form for tables.
    pub fn to_day(self) -> String {
        self.utc().format("%-d %b %Y").to_string()
    }

    /// RFC 3339, for the `datetime` attribute of `<time>`.
    pub fn to_rfc3339(self) -> String {
        self.utc().format("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    /// "in 6 days", "in 3 hours", "in a minute" for a deadline seen at `now`; "over" from the deadline on.
    pub fn until(self, now: Self) -> String {
        // A deadline that was set a moment ago is still as far away as it was set.
        let left = self.since(now) + MINUTE - 1;
        match left {
            _ if self <= now => "over".into(),
            _ if left >= 2 * DAY => format!("in {} days", left / DAY),
            _ if left >= DAY => "in a day".into(),
            _ if left >= 2 * HOUR => format!("in {} hours", left / HOUR),
            _ if left >= HOUR => "in an hour".into(),
            _ if left >= 2 * MINUTE => format!("in {} minutes", left / MINUTE),
            _ => "in a minute".into(),
        }
    }

    /// "just now", "5 minutes ago", "3 days ago" for something that happened, seen at `now`.
    pub fn ago(self, now: Self) -> String {
        let gone = now.since(self);
        match gone {
            _ if gone < 2 * MINUTE => "just now".into(),
            _ if gone < 2 * HOUR => format!("{} minutes ago", gone / MINUTE),
            _ if gone < 2 * DAY => format!("{} hours ago", gone / HOUR),
            _ => format!("{} days ago", gone / DAY),
        }
    }

    fn utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_reads_as_a_sentence() {
        let at = Moment::from_millis(1_795_874_700_000);
        assert_eq!(at.to_sentence(), "28 Nov 2026, 14:05 UTC");
        assert_eq!(at.until(at.plus(-6 * DAY)), "in 6 days");
        assert_eq!(at.until(at.plus(-7 * DAY + 900)), "in 7 days");
        assert_eq!(at.until(at.plus(-1)), "in a minute");
        assert_eq!(at.until(at), "over");
        assert_eq!(at.ago(at.plus(5 * MINUTE)), "5 minutes ago");
    }
}
