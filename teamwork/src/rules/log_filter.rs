//! What somebody wants to read of a log, as it stands in an address: by person, App, kind and day.

use serde::{Deserialize, Serialize};

use super::{
    id::{AppId, UserId},
    log::{EventKind, LogLine, LogScope},
    moment::{DAY, Moment},
    problem::Problem,
};

/// What to read. The empty one reads everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogFilter {
    /// Who did it, or whom it was done to.
    pub person: Option<UserId>,
    pub app: Option<AppId>,
    pub kind: Option<EventKind>,
    /// The first instant.
    pub from: Option<Moment>,
    /// The first instant that is too late.
    pub until: Option<Moment>,
}

/// The same in the words of an address. Days are UTC: `2026-11-24`, both inclusive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LogWords {
    pub person: String,
    pub app: String,
    pub kind: String,
    pub from: String,
    pub to: String,
}

/// One page of a log, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogPage {
    pub lines: Vec<LogLine>,
    /// Where the next page begins: give it as the cursor.
    pub next: Option<i64>,
    /// How much of the log the reader sees.
    pub scope: LogScope,
}

impl LogFilter {
    /// Reads the words of an address. What is left out or empty does not filter.
    ///
    /// # Errors
    /// When a word is not one: an address that somebody has bent.
    pub fn read(words: &LogWords) -> Result<Self, Problem> {
        let from = day(&words.from)?;
        let until = day(&words.to)?.map(|day| day.plus(DAY));
        Ok(Self { person: word(&words.person)?, app: word(&words.app)?, kind: word(&words.kind)?, from, until })
    }

    /// Whether everything is read.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl LogWords {
    /// The pairs that stand in the address.
    pub fn pairs(&self) -> impl Iterator<Item = (&'static str, &str)> {
        [
            ("person", &*self.person),
            ("app", &*self.app),
            ("kind", &*self.kind),
            ("from", &*self.from),
            ("to", &*self.to),
        ]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
    }
}

fn word<T: std::str::FromStr>(text: &str) -> Result<Option<T>, Problem> {
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| Problem::Malformed) }
}

/// The beginning of a day of the Gregorian calendar, by trying: twice a year would do, but the calendar is only once
/// written down, in [`Moment`].
fn day(text: &str) -> Result<Option<Moment>, Problem> {
    if text.is_empty() {
        return Ok(None);
    }
    let mut parts = text.splitn(3, '-').map(|part| {
        let is_number = !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| part.parse::<i64>().ok()).flatten().ok_or(Problem::Malformed)
    });
    let mut next = || parts.next().unwrap_or(Err(Problem::Malformed));
    let (year, month, day) = (next()?, next()?, next()?);
    let guess = Moment::from_millis((year - 1970) * 365 * DAY + (year - 1969) / 4 * DAY + (month - 1) * 30 * DAY);
    let wanted = format!("{year:04}-{month:02}-{day:02}T00:00:00Z");
    (-70..=70)
        .map(|days| guess.plus(days * DAY))
        .find(|at| at.to_rfc3339() == wanted)
        .map(Some)
        .ok_or(Problem::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(from: &str) -> Result<Option<String>, Problem> {
        let filter = LogFilter::read(&LogWords { from: from.into(), ..LogWords::default() })?;
        Ok(filter.from.map(Moment::to_rfc3339))
    }

    #[test]
    fn a_day_is_read_as_its_first_instant_or_not_at_all() {
        for day in ["1970-01-01", "2000-02-29", "2026-11-24", "2099-12-31", "2100-03-01"] {
            assert_eq!(read(day), Ok(Some(format!("{day}T00:00:00Z"))));
        }
        for bent in ["2026-02-29", "2026-13-01", "2026-00-10", "2026-11-31", "2026", "-1-01-01", "x", "2026-11-24T00"] {
            assert_eq!(read(bent), Err(Problem::Malformed), "{bent}");
        }
        assert_eq!(read(""), Ok(None));
    }

    #[test]
    fn the_last_day_is_read_to_its_end() {
        let words = LogWords { to: "2026-11-24".into(), ..LogWords::default() };
        assert_eq!(LogFilter::read(&words).unwrap().until.unwrap().to_rfc3339(), "2026-11-25T00:00:00Z");
    }
}
