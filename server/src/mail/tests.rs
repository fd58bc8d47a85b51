//! Every mail, as somebody has read and approved it.

use teamwork::{
    letters::Letter,
    rules::{id::LinkId, moment::Moment, zone::TimeZone},
};

use super::*;

mod accounts;
mod apps;
mod billing;
mod dunning;
mod operator;
mod people;
mod requests;
mod snapshots;

const AT: Moment = Moment::from_millis(1_795_874_700_000);

fn link() -> LinkId {
    LinkId::new(AT, [1; 10])
}

/// Each letter, as whoever has an account gets it and, where that is another one, as an address for invoices does.
fn every_letter() -> Vec<Letter> {
    let rooms = [
        accounts::letters(),
        people::letters(),
        apps::letters(),
        billing::letters(),
        dunning::letters(),
        operator::letters(),
        requests::letters(),
    ];
    let letters = rooms.into_iter().flatten();
    letters
        .flat_map(|letter| [Some(letter.outside()).filter(|outside| *outside != letter), Some(letter)])
        .flatten()
        .collect()
}

fn write(letter: &Letter) -> Words {
    let secret = Some("https://warren.example/x/secret".into());
    words::write(letter, secret, &|path| format!("https://warren.example{path}"), &TimeZone::UTC)
}

/// With a link, if it carries one, or with a code.
fn sent(letter: &Letter) -> Words {
    sent_to(letter, &TimeZone::UTC)
}

fn sent_to(letter: &Letter, zone: &TimeZone) -> Words {
    let json = serde_json::to_value(letter).unwrap();
    let secret = match (&json["link"], &json["code"]) {
        (serde_json::Value::String(_), _) => Some("https://warren.example/x/secret".to_owned()),
        (_, serde_json::Value::String(_)) => Some("123456".to_owned()),
        _ => None,
    };
    words::write(letter, secret, &|path| format!("https://warren.example{path}"), zone)
}

#[test]
fn every_letter_has_words_and_none_of_them_grovels_or_blames() {
    for letter in every_letter() {
        let words = write(&letter);
        let text = format!("{} {}", words.subject, words.as_text());
        assert!(!words.subject.is_empty() && !words.sentence.is_empty(), "{letter:?}");
        for banned in ["invalid", "please", "sorry", "oops"] {
            assert!(!text.to_lowercase().contains(banned), "{banned}: {text}");
        }
    }
}

/// Whoever gets a letter of these kinds by a link or without a way into the dashboard need not have an account (R53).
#[test]
fn no_address_for_invoices_is_led_to_the_login() {
    for letter in every_letter() {
        let json = serde_json::to_value(&letter).unwrap();
        let by_link =
            matches!(&letter, Letter::Invoice { .. } | Letter::CreditNote { .. } | Letter::CreditToCard { .. })
                || matches!(
                    &letter,
                    Letter::DebitAhead { link: Some(_), .. }
                        | Letter::ChargeFailed { link: Some(_), .. }
                        | Letter::PaymentDue { link: Some(_), .. }
                        | Letter::AppsSuspended { link: Some(_), .. }
                        | Letter::AppsEnding { link: Some(_), .. }
                );
        // Trials and Apps of one's own have no Company either; nobody else gets those.
        let without = json.get("slug").is_some_and(serde_json::Value::is_null);
        if by_link || without {
            let text = sent(&letter).as_text();
            assert!(!text.contains("/c/"), "{text}");
        }
    }
}

#[test]
fn what_people_type_stays_text() {
    let words =
        write(&people::invitation("<b>Ada</b>\r\nBcc: mallory@evil.example", Some("<script>alert(1)</script>")));
    assert!(!words.subject.contains(['\r', '\n']));
    assert!(!words.as_html().contains("<script>") && !words.as_html().contains("<b>Ada"));
    let mail = Mail {
        id: 7,
        to: "dev@warren.example".into(),
        letter: Letter::NoAccount,
        attempts: 1,
        created_at: AT,
        sent_at: None,
        zone: None,
    };
    let from: Mailbox = "Warren <warren@warren.example>".parse().unwrap();
    let message = compose(("https://warren.example", "Warren"), (&from, Some(&from)), &mail, &words).unwrap();
    let wire = String::from_utf8(message.formatted()).unwrap();
    assert!(!wire.lines().any(|line| line.starts_with("Bcc:")));
    assert!(wire.contains("Message-ID: <7.1795874700000@warren.example>\r\n"), "{wire}");
    assert!(
        wire.contains("Auto-Submitted: auto-generated\r\n")
            && wire.contains("Reply-To: Warren <warren@warren.example>\r\n")
    );
}
