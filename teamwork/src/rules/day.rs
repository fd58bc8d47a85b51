//! A day of the calendar in UTC: what is paid for is counted in days.

use serde::{Deserialize, Serialize};

use super::moment::{DAY, Moment};

/// A day, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(transparent))]
#[serde(transparent)]
pub struct Day(pub i64);

impl Day {
    /// The day of an instant.
    pub const fn of(at: Moment) -> Self {
        Self(at.millis().div_euclid(DAY))
    }

    /// Its first instant.
    pub const fn start(self) -> Moment {
        Moment::from_millis(self.0.saturating_mul(DAY))
    }

    /// The day so many days later.
    pub const fn plus(self, days: i64) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// Year, month and day of the calendar, as files and documents keep them.
    pub fn calendar(self) -> (u16, u8, u8) {
        let (year, month, day) = self.start().date();
        let (year, month) = (u16::try_from(year).unwrap_or_default(), u8::try_from(month).unwrap_or(1));
        (year, month, u8::try_from(day).unwrap_or(1))
    }

    /// The first day of its month, and the first of the next one.
    pub fn month(self) -> (Self, Self) {
        let first = |day: Self| day.plus(1 - day.start().date().2);
        // Four days after the 28th it is the next month, whatever the month.
        (first(self), first(first(self).plus(32)))
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.start().to_day())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_have_the_days_they_have() {
        // By `date -u -d …`: 15 Feb 2024, 29 Feb 2024, 1 Feb 2026, 31 Dec 2026, 30 Nov 2026.
        for (day, length) in [(19_768, 29), (19_782, 29), (20_485, 28), (20_818, 31), (20_787, 30)] {
            let (first, next) = Day(day).month();
            assert_eq!(next.0 - first.0, length, "{}", Day(day));
            assert!(first.0 <= day && day < next.0);
        }
    }
}
