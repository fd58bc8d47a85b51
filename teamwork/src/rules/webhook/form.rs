//! A webhook as somebody typed it.

use super::{DESCRIPTION_MAX, WebhookEvent, target};
use crate::rules::{
    problem::{Field, Flaw, Flaws, Problem, Why},
    text::Line,
};

/// What is typed to make a webhook, or to change one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WebhookForm {
    pub url: String,
    pub description: String,
    /// Words of events; none means all.
    pub events: Vec<String>,
}

/// What was typed, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookText {
    pub url: String,
    /// Of the address, what is no secret: its scheme, host and port.
    pub origin: String,
    pub description: String,
    /// In the order of the list; none means all.
    pub events: Vec<WebhookEvent>,
}

impl WebhookForm {
    /// Reads the whole form; `private` is whether it may go into the network of this machine.
    ///
    /// # Errors
    /// Everything that is wrong with it, at once.
    pub fn read(&self, private: bool) -> Result<WebhookText, Problem> {
        let mut flaws = Flaws::default();
        let url = flaws.keep(target::read(&self.url, private));
        let description = flaws.keep(Line::parse(Field::Description, &self.description, DESCRIPTION_MAX));
        let events = flaws.keep(self.events());
        let (Some(url), Some(description), Some(events)) = (url, description, events) else {
            return Err(flaws.into_problem());
        };
        let origin = url.origin().ascii_serialization();
        Ok(WebhookText { url: url.into(), origin, description: description.to_string(), events })
    }

    fn events(&self) -> Result<Vec<WebhookEvent>, Flaw> {
        let chosen = self.events.iter().map(|word| word.trim()).filter(|word| !word.is_empty());
        let chosen: Vec<WebhookEvent> = chosen.map(str::parse).collect::<Result<_, ()>>().map_err(|()| flaw())?;
        if chosen.contains(&WebhookEvent::Test) {
            return Err(flaw());
        }
        Ok(WebhookEvent::ALL.into_iter().filter(|event| chosen.contains(event)).collect())
    }
}

const fn flaw() -> Flaw {
    Flaw { field: Field::Events, why: Why::NotAnEvent }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(url: &str, events: &[&str]) -> WebhookForm {
        let events = events.iter().map(|word| (*word).to_owned()).collect();
        WebhookForm { url: url.into(), description: "Mirror".into(), events }
    }

    #[test]
    fn a_form_is_read_whole() {
        let read = form("https://Platform.example/in?key=secret", &["app.deleted", "app.created", "app.deleted"]);
        let read = read.read(false).unwrap();
        assert_eq!(read.events, [WebhookEvent::AppCreated, WebhookEvent::AppDeleted]);
        assert_eq!(
            (read.url.as_str(), read.origin.as_str()),
            ("https://platform.example/in?key=secret", "https://platform.example")
        );
        let wrong = WebhookForm { description: String::new(), ..form("ftp://x", &["app.exploded"]) };
        let wrong = wrong.read(false).unwrap_err();
        let why = |field| wrong.flaw(field);
        assert_eq!(why(Field::Url), Some(Why::NotAWebhook));
        assert_eq!(why(Field::Description), Some(Why::Missing));
        assert_eq!(why(Field::Events), Some(Why::NotAnEvent));
        let test = form("https://platform.example/", &["webhook.test"]).read(false).unwrap_err();
        assert_eq!(test.flaw(Field::Events), Some(Why::NotAnEvent));
    }
}
