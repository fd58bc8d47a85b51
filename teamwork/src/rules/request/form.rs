//! What somebody types to invite a client.

use serde::{Deserialize, Serialize};

use super::APPS_MAX;
use crate::rules::{
    id::AppId,
    invitation::NOTE_MAX,
    moment::DAY,
    problem::{Field, Flaw, Flaws, Problem, Why},
    text::{CompanyName, Email, Line, PersonName},
};

/// What somebody typed to invite a client. Only the address has to be filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestForm {
    pub email: String,
    pub note: String,
    /// What the client's business is called, as far as the sender knows.
    pub company: String,
    /// In how many days it expires; empty for what the house has set.
    pub days: String,
    /// The plan that trials will have; empty for the one they have.
    pub plan: String,
    /// Further Apps of the same giving side (S21).
    pub apps: Vec<AppId>,
    /// The sender's own name, asked for when it is not complete (R59, S31).
    pub first_name: String,
    pub last_name: String,
}

/// The words of a request that waits, as its sender changes them. Empty ones are taken away.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestWords {
    pub note: String,
    /// What the client's business is called, as far as the sender knows.
    pub company: String,
}

/// The note and the name, when they hold together.
type Words = (Option<String>, Option<String>);

impl RequestWords {
    /// Reads both: the note, and the name.
    ///
    /// # Errors
    /// Everything that is wrong with them, at once.
    pub fn read(&self) -> Result<Words, Problem> {
        let mut flaws = Flaws::default();
        let words = self.keep(&mut flaws);
        flaws.check()?;
        words.ok_or(Problem::Malformed)
    }

    fn keep(&self, flaws: &mut Flaws) -> Option<Words> {
        let note = flaws.keep(Line::parse_optional(Field::Note, &self.note, NOTE_MAX));
        let company = flaws.keep(proposed_name(&self.company));
        Some((note?.map(|note| note.to_string()), company?))
    }
}

/// The same, when it holds together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestData {
    pub email: Email,
    pub note: Option<String>,
    pub company: Option<String>,
    /// In milliseconds; `None` for what the house has set.
    pub life: Option<i64>,
    pub plan: Option<String>,
    pub apps: Vec<AppId>,
    /// The sender's name, if it has to be completed first.
    pub name: Option<PersonName>,
}

impl RequestForm {
    /// Reads the whole form. `is_named` is whether the sender's name is complete already.
    ///
    /// # Errors
    /// Everything that is wrong with it, at once.
    pub fn read(self, is_named: bool) -> Result<RequestData, Problem> {
        let mut flaws = Flaws::default();
        let email = flaws.keep(Email::parse(Field::Email, &self.email));
        let words = RequestWords { note: self.note, company: self.company }.keep(&mut flaws);
        let life = flaws.keep(read_days(&self.days));
        let name = if is_named { None } else { complete_name(&self.first_name, &self.last_name, &mut flaws) };
        let mut apps = self.apps;
        apps.sort_unstable();
        apps.dedup();
        if apps.len() > APPS_MAX {
            flaws.add(Field::Apps, Why::Full(u16::try_from(APPS_MAX).unwrap_or(u16::MAX)));
        }
        flaws.check()?;
        let plan = Some(self.plan.trim().to_owned()).filter(|plan| !plan.is_empty());
        match (email, words, life) {
            (Some(email), Some((note, company)), Some(life)) => {
                Ok(RequestData { email, note, company, life, plan, apps, name })
            }
            _ => Err(Problem::Malformed),
        }
    }
}

fn proposed_name(text: &str) -> Result<Option<String>, Flaw> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    CompanyName::parse(text).map(|name| Some(name.to_string()))
}

fn read_days(text: &str) -> Result<Option<i64>, Flaw> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let days = text.trim().parse::<i64>().ok().filter(|days| (1..=30).contains(days));
    days.map(|days| Some(days * DAY)).ok_or(Flaw { field: Field::Days, why: Why::NotInRange(1, 30) })
}

/// The inviter has first and last name (R59).
fn complete_name(first: &str, last: &str, flaws: &mut Flaws) -> Option<PersonName> {
    let name = PersonName::parse(first, last);
    let name = name.map_err(|found| found.into_iter().for_each(|flaw| flaws.add(flaw.field, flaw.why))).ok();
    if last.trim().is_empty() {
        flaws.add(Field::LastName, Why::Missing);
        return None;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_invites_a_client_has_two_names() {
        let form = |first: &str, last: &str| RequestForm {
            email: "ana@acme.example".into(),
            first_name: first.into(),
            last_name: last.into(),
            ..RequestForm::default()
        };
        assert_eq!(form("", "").read(true).map(|data| data.name), Ok(None));
        assert_eq!(form("Kevin", "").read(false), Err(Problem::field(Field::LastName, Why::Missing)));
        assert_eq!(form("Kevin", "Flynn").read(false).unwrap().name.unwrap().full(), "Kevin Flynn");
    }

    #[test]
    fn a_request_lives_for_one_to_thirty_days() {
        for (text, life) in [("", Some(None)), (" 1 ", Some(Some(DAY))), ("30", Some(Some(30 * DAY)))] {
            assert_eq!(read_days(text).ok(), life, "{text}");
        }
        for bad in ["0", "31", "-1", "7.5", "a week"] {
            assert!(read_days(bad).is_err(), "{bad}");
        }
    }
}
