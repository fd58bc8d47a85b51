//! An instant, in milliseconds of Unix time. It is the only form in which time is stored or sent.

use serde::{Deserialize, Serialize};

/// An instant, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(transparent))]
#[serde(transparent)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct Moment(i64);

/// One second in milliseconds.
pub const SECOND: i64 = 1_000;
/// One minute in milliseconds.
pub const MINUTE: i64 = 60 * SECOND;
/// One hour in milliseconds.
pub const HOUR: i64 = 60 * MINUTE;
/// One day of 24 hours in milliseconds.
pub const DAY: i64 = 24 * HOUR;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

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
        let seconds = self.0.div_euclid(SECOND).rem_euclid(86_400);
        format!("{}, {:02}:{:02} UTC", self.to_day(), seconds / 3_600, seconds / 60 % 60)
    }

    /// "28 Nov 2026": the form for tables.
    pub fn to_day(self) -> String {
        let (year, month, day) = self.date();
        format!("{day} {} {year}", MONTHS[month - 1])
    }

    /// RFC 3339, for the `datetime` attribute of `<time>`.
    pub fn to_rfc3339(self) -> String {
        let (year, month, day) = self.date();
        let seconds = self.0.div_euclid(SECOND).rem_euclid(86_400);
        let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }

    /// The first instant of a day written like "2027-01-31", UTC.
    pub fn parse_day(text: &str) -> Option<Self> {
        let text = text.trim();
        let mut parts = text.split('-').map(|part| part.parse::<i64>().ok());
        let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
        if text.len() != 10 || !(1..=12).contains(&month) {
            return None;
        }
        // The same count as below, the other way round.
        let (year, from_march) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let day_of_year = (153 * from_march + 2) / 5 + day - 1;
        let day_of_era = 365 * year_of_era + year_of_era / 4 - year_of_era / 100 + day_of_year;
        let at = Self((era * 146_097 + day_of_era - 719_468) * DAY);
        // A day that the month does not have reads back as another one.
        (at.to_iso_day() == text).then_some(at)
    }

    /// "2027-01-31": the form of a date field.
    pub fn to_iso_day(self) -> String {
        let (year, month, day) = self.date();
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// Year, month from 1 and day of the Gregorian calendar, by counting in eras of 400 years that begin in March, so that
    /// the leap day is the last of its year. By hand, because a library of dates would weigh on every browser.
    pub(super) fn date(self) -> (i64, usize, i64) {
        let days = self.0.div_euclid(DAY) + 719_468;
        let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        (year, usize::try_from(month).unwrap_or(1), day)
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

    #[test]
    fn a_day_is_read_as_it_is_written() {
        for days in (-800_000..800_000).step_by(37) {
            let at = Moment::from_millis(days * DAY);
            if (0..=9999).contains(&at.date().0) {
                assert_eq!(Moment::parse_day(&at.to_iso_day()), Some(at));
            }
        }
        for wrong in ["", "2027-1-31", "2027-02-29", "2027-00-10", "2027-13-01", "31.01.2027", "2027-01-31x"] {
            assert_eq!(Moment::parse_day(wrong), None, "{wrong}");
        }
        assert!(Moment::parse_day("2028-02-29").is_some());
    }

    /// Expected values by `date -u -d @…`.
    #[test]
    fn dates_are_those_of_the_calendar() {
        for (seconds, expected) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_709_251_199, "2024-02-29T23:59:59Z"),
            (1_735_689_599, "2024-12-31T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
        ] {
            assert_eq!(Moment::from_millis(seconds * SECOND).to_rfc3339(), expected);
        }
    }
}
