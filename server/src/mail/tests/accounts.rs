//! Accounts: links that prove a mailbox, security notices, the end, the newsletter.

use teamwork::{
    letters::{KeyEvent, Letter, SecurityEvent},
    rules::id::NewsletterId,
};

use super::*;

fn newsletter() -> Letter {
    Letter::Newsletter {
        newsletter: NewsletterId::new(AT, [4; 10]),
        link: link(),
        subject: "What is new".into(),
        text: "Burrows have a second exit now.\n\nIt is to the east:\n- open\n- <dry>".into(),
    }
}

/// All of them.
pub(super) fn letters() -> Vec<Letter> {
    let name = || "Ada".to_owned();
    let keys = [("laptop", "SHA256:abc"), ("RSA 4096 x7Gq", "SHA256:def")];
    let keys = keys.map(|(key, fingerprint)| (key.to_owned(), fingerprint.to_owned())).to_vec();
    let mut letters = vec![
        Letter::ConfirmEmail { name: name(), link: link(), expires_at: AT },
        Letter::AlreadyRegistered { name: name() },
        Letter::SignInLink { name: name(), link: link(), expires_at: AT },
        Letter::ResetPassword { name: name(), link: link(), expires_at: AT },
        Letter::ProofLink { name: name(), link: link(), expires_at: AT, device: "Firefox on Linux".into() },
        Letter::NoAccount,
        Letter::ConfirmNewEmail { name: name(), link: link(), expires_at: AT },
        Letter::KeysAdded { name: name(), keys, at: AT },
        Letter::AccountClosed { name: name(), trials: vec!["shop".into()], abandoned: false },
        Letter::AccountClosed { name: name(), trials: Vec::new(), abandoned: true },
        Letter::AccountEnding { name: name(), seen_at: AT, closes_at: AT },
        newsletter(),
    ];
    letters.extend([KeyEvent::Added, KeyEvent::Removed].map(|what| Letter::KeyNotice {
        name: name(),
        what,
        key: "laptop".into(),
        fingerprint: "SHA256:abc".into(),
        at: AT,
    }));
    let events = [
        SecurityEvent::PasswordChanged,
        SecurityEvent::PasswordReset,
        SecurityEvent::EmailChanged,
        SecurityEvent::NewDevice,
        SecurityEvent::TokenMade,
        SecurityEvent::SecondFactorOn,
        SecurityEvent::SecondFactorOff,
        SecurityEvent::SecondFactorReset,
        SecurityEvent::RecoveryCodeUsed,
        SecurityEvent::PasskeyAdded,
        SecurityEvent::PasskeyRemoved,
    ];
    letters.extend(events.map(|what| Letter::SecurityNotice { name: name(), what, at: AT }));
    letters
}

/// M39, RFC 8058: mail programs end it with one press, and so does the link, without signing in.
#[test]
fn a_newsletter_carries_its_own_end() {
    let words = write(&newsletter());
    assert_eq!(
        words.as_text(),
        "Burrows have a second exit now.\n\
         \nIt is to the east:\n- open\n- <dry>\n\
         \nYou get this because you asked for the newsletter. What you get is your choice: \
         https://warren.example/account/notifications\n\
         \nEnd the newsletter:\nhttps://warren.example/x/secret\n\
         \n-- \nWarren. You can simply reply to this mail.\n"
    );
    let html = words.as_html();
    assert!(html.contains("- open<br>- &lt;dry&gt;</p>") && html.contains("href=\"https://warren.example/x/secret\""));
    let (to, letter) = ("ada@acme.example".into(), newsletter());
    let mail = Mail { id: 7, to, letter, attempts: 1, created_at: AT, sent_at: None, zone: None };
    let from: Mailbox = "Warren <warren@warren.example>".parse().unwrap();
    let wire = |words: &Words| {
        let message = compose(("https://warren.example", "Warren"), (&from, None), &mail, words).unwrap();
        String::from_utf8(message.formatted()).unwrap()
    };
    let sent = wire(&words);
    assert!(sent.contains("List-Unsubscribe: <https://warren.example/x/secret>\r\n"), "{sent}");
    assert!(sent.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), "{sent}");
    assert!(!wire(&write(&Letter::NoAccount)).contains("List-Unsubscribe"), "no other mail can be ended so");
}
