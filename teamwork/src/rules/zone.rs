//! The time zone in which somebody reads a moment (S18). Only on the server: in every browser the table of all zones would
//! weigh more than the program.

use jiff::{Timestamp, tz};
use serde::Serialize;

use super::{
    moment::{Moment, SECOND},
    problem::{Field, Flaw, Why},
};

/// What is no place where a clock hangs: the table has it for programs.
const NO_PLACES: [&str; 2] = ["Etc/Unknown", "Factory"];

/// The parts of the world that zones are named after.
const REGIONS: [&str; 10] = [
    "Africa/",
    "America/",
    "Antarctica/",
    "Arctic/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
];

/// A time zone that exists, by its name in the table of the IANA.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeZone(tz::TimeZone);

/// In which time zone somebody reads times, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct ZoneChoice {
    /// Their own; without one it is the one of the house.
    pub time_zone: Option<String>,
    /// Whether they have chosen so. Otherwise it is what their browser said when they signed in last.
    pub chosen: bool,
    /// The one of the house.
    pub house: String,
}

impl TimeZone {
    /// The zone in which the house counts.
    pub const UTC: Self = Self(tz::TimeZone::UTC);

    /// The zone of this name, if there is one. White space around it is forgiven, and so are small letters.
    pub fn named(name: &str) -> Option<Self> {
        let zone = tz::TimeZone::get(name.trim()).ok()?;
        let is_place = zone.iana_name().is_some_and(|name| !NO_PLACES.contains(&name));
        is_place.then_some(Self(zone))
    }

    /// Reads what somebody typed.
    ///
    /// # Errors
    /// When no zone has this name.
    pub fn parse(field: Field, text: &str) -> Result<Self, Flaw> {
        Self::named(text).ok_or(Flaw { field, why: Why::NotATimeZone })
    }

    /// "Europe/Berlin".
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The names that are offered, in the order of the alphabet; others are understood too.
    pub fn names() -> Vec<String> {
        let names = tz::db().available().map(|name| name.to_string());
        let mut names: Vec<_> =
            names.filter(|name| name == "UTC" || REGIONS.iter().any(|region| name.starts_with(region))).collect();
        names.sort_unstable();
        names
    }

    /// "28 Nov 2026, 15:05 CET": as [`Moment::to_sentence`], by the clocks of this zone. Where they have no abbreviation of
    /// their own it is "28 Nov 2026, 11:05 UTC-3".
    pub fn sentence(&self, at: Moment) -> String {
        let (local, abbreviation) = self.local(at);
        let seconds = local.millis().div_euclid(SECOND).rem_euclid(86_400);
        format!("{}, {:02}:{:02} {abbreviation}", local.to_day(), seconds / 3_600, seconds / 60 % 60)
    }

    /// "28 Nov 2026": the day that it is in this zone.
    pub fn day(&self, at: Moment) -> String {
        self.local(at).0.to_day()
    }

    /// What the clocks of this zone show, as if they were in UTC, and how that is called. What lies thousands of years away
    /// has no rules, and stays in UTC.
    fn local(&self, at: Moment) -> (Moment, String) {
        let Ok(timestamp) = Timestamp::from_millisecond(at.millis()) else { return (at, "UTC".into()) };
        let info = self.0.to_offset_info(timestamp);
        let seconds = info.offset().seconds();
        let abbreviation = match info.abbreviation() {
            number if number.starts_with(['+', '-']) => from_utc(seconds),
            word => word.to_owned(),
        };
        (at.plus(i64::from(seconds) * SECOND), abbreviation)
    }
}

/// "UTC-3", "UTC+5:45".
fn from_utc(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.abs() / 60;
    match minutes % 60 {
        0 => format!("UTC{sign}{}", minutes / 60),
        rest => format!("UTC{sign}{}:{rest:02}", minutes / 60),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn zone(name: &str) -> TimeZone {
        TimeZone::named(name).unwrap()
    }

    fn at(seconds: i64) -> Moment {
        Moment::from_millis(seconds * SECOND)
    }

    /// Expected values by `TZ=… date -d @…`.
    #[test]
    fn clocks_are_put_forward_and_back_to_the_second() {
        let berlin = zone("Europe/Berlin");
        for (seconds, expected) in [
            // 25 Oct 2026, 01:00 UTC: summer ends.
            (1_792_889_999, "25 Oct 2026, 02:59 CEST"),
            (1_792_890_000, "25 Oct 2026, 02:00 CET"),
            (1_792_890_001, "25 Oct 2026, 02:00 CET"),
            // 28 Mar 2027, 01:00 UTC: summer begins.
            (1_806_195_599, "28 Mar 2027, 01:59 CET"),
            (1_806_195_600, "28 Mar 2027, 03:00 CEST"),
            (1_806_195_601, "28 Mar 2027, 03:00 CEST"),
        ] {
            assert_eq!(berlin.sentence(at(seconds)), expected, "{seconds}");
        }
    }

    #[test]
    fn each_zone_has_its_own_hour_day_and_abbreviation() {
        let at = at(1_795_874_700);
        for (name, expected) in [
            ("UTC", "28 Nov 2026, 14:05 UTC"),
            ("Europe/Berlin", "28 Nov 2026, 15:05 CET"),
            ("Asia/Kolkata", "28 Nov 2026, 19:35 IST"),
            ("Asia/Kathmandu", "28 Nov 2026, 19:50 UTC+5:45"),
            ("America/Sao_Paulo", "28 Nov 2026, 11:05 UTC-3"),
            ("America/New_York", "28 Nov 2026, 09:05 EST"),
            ("Pacific/Marquesas", "28 Nov 2026, 04:35 UTC-9:30"),
            ("Pacific/Kiritimati", "29 Nov 2026, 04:05 UTC+14"),
        ] {
            assert_eq!(zone(name).sentence(at), expected, "{name}");
        }
        assert_eq!(TimeZone::UTC.sentence(at), at.to_sentence());
        assert_eq!(
            (zone("Europe/Berlin").day(at), zone("Pacific/Kiritimati").day(at)),
            ("28 Nov 2026".into(), "29 Nov 2026".into())
        );
    }

    #[test]
    fn a_name_is_one_of_the_table() {
        for (typed, name) in [("Europe/Berlin", "Europe/Berlin"), (" europe/berlin ", "Europe/Berlin"), ("utc", "UTC")]
        {
            assert_eq!(zone(typed).name(), name);
        }
        let long = "a".repeat(100_000);
        for odd in [
            "",
            "Berlin",
            "Europe",
            "Europe/Bern",
            "../etc/passwd",
            "Etc/Unknown",
            "Factory",
            "CET-1CEST",
            "+01:00",
            "Europe/Ber\u{0}lin",
            &long,
        ] {
            assert_eq!(
                TimeZone::parse(Field::TimeZone, odd).map_err(|flaw| flaw.why),
                Err(Why::NotATimeZone),
                "{odd:.20}"
            );
        }
    }

    #[test]
    fn every_name_that_is_offered_is_understood() {
        let names = TimeZone::names();
        assert!(names.len() > 400 && names.is_sorted(), "{}", names.len());
        for name in names {
            assert_eq!(zone(&name).name(), name);
        }
    }

    proptest! {
        #[test]
        fn any_moment_can_be_told(millis in any::<i64>(), which in any::<prop::sample::Index>()) {
            let names = TimeZone::names();
            let sentence = zone(which.get::<String>(&names)).sentence(Moment::from_millis(millis));
            prop_assert!(sentence.contains(':'), "{}", sentence);
        }

        #[test]
        fn any_words_are_a_zone_or_none(text in ".{0,40}") {
            prop_assert!(TimeZone::named(&text).is_none_or(|zone| !zone.name().is_empty()));
        }
    }
}
