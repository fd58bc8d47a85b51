//! The newsletter (M39): written by the operator, mailed to who has asked for it, and to nobody else (R66, S33).

use serde::{Deserialize, Serialize};

use super::{
    id::NewsletterId,
    moment::Moment,
    problem::{Field, Flaw, Flaws, Problem, Why},
    text::Line,
};

/// The longest subject, in characters.
const SUBJECT_MAX: u16 = 120;
/// The longest text, in characters.
const TEXT_MAX: u16 = 10_000;

/// How far a newsletter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NewsletterState {
    /// Nobody has got it; it can be changed.
    Draft,
    /// Its mails are being written.
    Sending,
    /// All of its mails are written.
    Sent,
}

impl NewsletterState {
    /// The word on the page.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Sending => "Going out",
            Self::Sent => "Sent",
        }
    }

    /// May it still be changed, sent or discarded?
    ///
    /// # Errors
    /// When it was sent.
    pub fn changeable(self) -> Result<(), super::problem::Conflict> {
        if self == Self::Draft { Ok(()) } else { Err(super::problem::Conflict::NewsletterSent) }
    }
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct NewsletterCard {
    pub id: NewsletterId,
    pub subject: String,
    pub state: NewsletterState,
    pub written_at: Moment,
    /// When the operator sent it.
    pub sent_at: Option<Moment>,
    /// To how many it went until now.
    pub mailed: i64,
}

impl NewsletterCard {
    /// The place behind this line, from which the next page begins.
    pub fn cursor(&self) -> String {
        format!("{}.{}", self.written_at.millis(), self.id)
    }
}

/// One page of the list, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewsletterPage {
    pub newsletters: Vec<NewsletterCard>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

/// A whole newsletter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct Newsletter {
    #[serde(flatten)]
    pub card: NewsletterCard,
    /// Paragraphs, with an empty line between them.
    pub text: String,
    /// How many would get it at this moment.
    pub readers: i64,
    /// The state that is seen; a change names it.
    pub version: i64,
}

/// A newsletter as somebody typed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewsletterText {
    pub subject: String,
    /// Paragraphs, with one empty line between them.
    pub text: String,
}

impl NewsletterText {
    /// Reads both. White space at the ends of lines and around the whole is forgiven.
    ///
    /// # Errors
    /// Everything that is wrong with them, at once.
    pub fn read(subject: &str, text: &str) -> Result<Self, Problem> {
        let mut flaws = Flaws::default();
        let subject = flaws.keep(Line::parse(Field::Subject, subject, SUBJECT_MAX));
        let text = flaws.keep(read_text(text));
        match (subject, text) {
            (Some(subject), Some(text)) => Ok(Self { subject: subject.to_string(), text }),
            _ => Err(flaws.into_problem()),
        }
    }
}

fn read_text(text: &str) -> Result<String, Flaw> {
    let flaw = |why| Err(Flaw { field: Field::Text, why });
    let text = text.replace("\r\n", "\n");
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let text = paragraphs(&lines.join("\n")).join("\n\n");
    match text.as_str() {
        "" => flaw(Why::Missing),
        _ if text.chars().count() > usize::from(TEXT_MAX) => flaw(Why::TooLong(TEXT_MAX)),
        _ if text.chars().any(|c| c.is_control() && c != '\n') => flaw(Why::ControlCharacters),
        _ => Ok(text),
    }
}

/// The paragraphs of a text: whatever has an empty line before and behind it.
pub fn paragraphs(text: &str) -> Vec<&str> {
    text.split("\n\n").map(|part| part.trim_matches('\n')).filter(|part| !part.trim().is_empty()).collect()
}

/// What the page of a reader's link shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// The reader's address.
    pub email: String,
    /// Whether they still get the newsletter.
    pub wanted: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_made_of_paragraphs() {
        let read = NewsletterText::read(" News ", "\r\nOne  \r\ngoes on\r\n\r\n\r\n  \nTwo\n").unwrap();
        assert_eq!((read.subject.as_str(), read.text.as_str()), ("News", "One\ngoes on\n\nTwo"));
        assert_eq!(paragraphs(&read.text), ["One\ngoes on", "Two"]);
        let flaws = NewsletterText::read("", " \n ").unwrap_err();
        assert_eq!((flaws.flaw(Field::Subject), flaws.flaw(Field::Text)), (Some(Why::Missing), Some(Why::Missing)));
        let longest = "x".repeat(usize::from(TEXT_MAX));
        assert!(NewsletterText::read("a", &longest).is_ok());
        assert_eq!(
            NewsletterText::read("a", &format!("{longest}x")).unwrap_err().flaw(Field::Text),
            Some(Why::TooLong(TEXT_MAX))
        );
        let bell = NewsletterText::read("a\u{7}", "b\u{7}").unwrap_err();
        assert_eq!(bell.flaw(Field::Text), Some(Why::ControlCharacters));
        assert_eq!(bell.flaw(Field::Subject), Some(Why::ControlCharacters));
    }
}
