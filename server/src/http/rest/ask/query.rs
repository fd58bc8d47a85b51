//! The query: which part of a list, and which of its items.

use serde_json::json;
use teamwork::rules::{
    id::{AppId, UserId},
    log::EventKind,
    log_filter::{LogFilter, LogWords},
    outbox::MailState,
};

use super::{Asked, Call};
use crate::http::rest::{openapi::Sheet, tell::Listed, trouble::Trouble};

/// Which part of a list.
pub struct Page {
    pub after: Option<String>,
    pub limit: usize,
}

/// The most that one page holds.
const MOST: usize = 50;

impl Asked for Page {
    const QUERY: &'static [&'static str] = &["after", "limit"];

    fn read(call: &Call) -> Result<Self, Trouble> {
        let limit = match call.parameter("limit")? {
            None => MOST,
            Some(text) => text
                .parse()
                .ok()
                .filter(|limit| (1..=MOST).contains(limit))
                .ok_or_else(|| Trouble::Query(format!("limit is a whole number from 1 to {MOST}.")))?,
        };
        Ok(Self { after: call.parameter("after")?.map(str::to_owned), limit })
    }

    fn describe(sheet: &mut Sheet) {
        After::describe(sheet);
        sheet.parameter(json!({
            "name": "limit", "in": "query",
            "schema": { "type": "integer", "minimum": 1, "maximum": MOST, "default": MOST },
            "description": "How many items one page holds.",
        }));
    }
}

impl Page {
    /// The cursor of a list whose entries have numbers.
    ///
    /// # Errors
    /// When it is no number.
    pub fn number(&self) -> Result<Option<i64>, Trouble> {
        self.after.as_deref().map(|after| after.parse().map_err(|_| Trouble::Cursor)).transpose()
    }

    /// The page of a list that is whole and short.
    ///
    /// # Errors
    /// When the cursor is none of this list.
    pub fn cut<T>(&self, items: Vec<T>, cursor: impl Fn(&T) -> String) -> Result<Listed<T>, Trouble> {
        let begin = match &self.after {
            None => 0,
            Some(after) => 1 + items.iter().position(|item| cursor(item) == *after).ok_or(Trouble::Cursor)?,
        };
        let more = items.len() > begin + self.limit;
        let items: Vec<T> = items.into_iter().skip(begin).take(self.limit).collect();
        let next = items.last().filter(|_| more).map(cursor);
        Ok(Listed { items, next })
    }

    /// The page of what the act has cut into pages itself, when a shorter one is wanted.
    pub fn shorten<T>(&self, mut items: Vec<T>, next: Option<String>, cursor: impl Fn(&T) -> String) -> Listed<T> {
        if items.len() <= self.limit {
            return Listed { items, next };
        }
        items.truncate(self.limit);
        let next = items.last().map(cursor);
        Listed { items, next }
    }
}

/// Behind which item, when the act cuts the pages and nobody else.
pub struct After(pub Option<String>);

impl Asked for After {
    const QUERY: &'static [&'static str] = &["after"];

    fn read(call: &Call) -> Result<Self, Trouble> {
        Ok(Self(call.parameter("after")?.map(str::to_owned)))
    }

    fn describe(sheet: &mut Sheet) {
        sheet.parameter(json!({
            "name": "after", "in": "query", "schema": { "type": "string", "minLength": 1 },
            "description": "The `next` of the page before.",
        }));
        sheet.refuses(Trouble::Cursor);
    }
}

/// Which entries of a log; of the log of an App there is nothing to ask about other Apps.
pub struct Filter<const ANY_APP: bool>(pub LogFilter);

impl<const ANY_APP: bool> Asked for Filter<ANY_APP> {
    const QUERY: &'static [&'static str] =
        if ANY_APP { &["person", "kind", "from", "to", "app"] } else { &["person", "kind", "from", "to"] };

    fn read(call: &Call) -> Result<Self, Trouble> {
        let word = |name| call.parameter(name).map(|word| word.unwrap_or_default().to_owned());
        let (person, kind, from, to) = (word("person")?, word("kind")?, word("from")?, word("to")?);
        let words = LogWords { person, kind, from, to, app: word("app")? };
        let filter = LogFilter::read(&words).map_err(|_| {
            Trouble::Query(
                "A filter is the id of a person or an App, a kind of entry, or a day like 2026-11-24.".into(),
            )
        })?;
        Ok(Self(filter))
    }

    fn describe(sheet: &mut Sheet) {
        let (person, app, kind) = (sheet.schema::<UserId>(), sheet.schema::<AppId>(), sheet.schema::<EventKind>());
        let day = json!({ "type": "string", "format": "date" });
        for (name, schema, description) in [
            ("person", person, "Who did it, or whom it was done to."),
            ("app", app, "About this App."),
            ("kind", kind, "Of this kind."),
            ("from", day.clone(), "The first day, UTC."),
            ("to", day, "The last day, UTC."),
        ] {
            if Self::QUERY.contains(&name) {
                sheet.parameter(json!({ "name": name, "in": "query", "schema": schema, "description": description }));
            }
        }
    }
}

/// How the names begin; nothing is all of them.
pub struct Begins(pub String);

impl Asked for Begins {
    const QUERY: &'static [&'static str] = &["begins"];

    fn read(call: &Call) -> Result<Self, Trouble> {
        Ok(Self(call.parameter("begins")?.unwrap_or_default().to_owned()))
    }

    fn describe(sheet: &mut Sheet) {
        sheet.parameter(json!({
            "name": "begins", "in": "query", "schema": { "type": "string" },
            "description": "How the names begin.",
        }));
    }
}

/// Mails in which state.
pub struct InState(pub MailState);

impl Asked for InState {
    const QUERY: &'static [&'static str] = &["state"];

    fn read(call: &Call) -> Result<Self, Trouble> {
        let word = call.parameter("state")?.unwrap_or(MailState::default().key());
        let unknown = |()| Trouble::Query("state is waiting, failed or sent.".into());
        Ok(Self(word.parse().map_err(unknown)?))
    }

    fn describe(sheet: &mut Sheet) {
        let schema = sheet.schema::<MailState>();
        sheet.parameter(json!({
            "name": "state", "in": "query", "schema": schema,
            "description": "Those that wait, were given up, or went. Without it those that were given up.",
        }));
    }
}
