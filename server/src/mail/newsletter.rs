//! M39: what the operator wrote, and the way to end it.

use teamwork::{letters::Letter, rules::newsletter::paragraphs};

use super::words::Words;

pub(super) fn words(letter: &Letter, secret_link: Option<String>, link: &dyn Fn(&str) -> String) -> Words {
    let Letter::Newsletter { subject, text, .. } = letter else { return Words::default() };
    let mut parts = paragraphs(text).into_iter().map(str::to_owned);
    Words {
        subject: subject.clone(),
        sentence: parts.next().unwrap_or_default(),
        paragraphs: parts.collect(),
        after: format!(
            "You get this because you asked for the newsletter. What you get is your choice: {}",
            link("/account/notifications")
        ),
        unsubscribe: secret_link,
        ..Words::default()
    }
}
