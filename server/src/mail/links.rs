//! Mails about an account: links that prove a mailbox, and notices.

use teamwork::{
    letters::{KeyEvent, Letter, SecurityEvent},
    rules::zone::TimeZone,
};

use super::words::Words;

pub(super) fn words(
    letter: &Letter,
    secret_link: Option<String>,
    link: &dyn Fn(&str) -> String,
    zone: &TimeZone,
) -> Words {
    let with_link = |label: &'static str| secret_link.clone().map(|url| (label, url));
    match letter {
        Letter::ConfirmEmail { name, expires_at, .. } => Words {
            subject: "Confirm your e-mail address".into(),
            sentence: format!("Hello {name}, confirm that this address is yours, so that you can invite people and join teams."),
            details: vec![("Works until", zone.sentence(*expires_at))],
            button: with_link("Confirm this address"),
            after: "Somebody signed up at Warren with this address. If that was not you, do nothing and it stays unconfirmed.".into(),
            ..Words::default()
        },
        Letter::AlreadyRegistered { name } => Words {
            subject: "You already have an account".into(),
            sentence: format!("Hello {name}, somebody tried to sign up at Warren with this address, which already has an account: yours."),
            button: Some(("Sign in", link("/login"))),
            after: "If it was you, sign in; if you have forgotten the password, the sign-in page helps. If it was not you, there is nothing to do.".into(),
            ..Words::default()
        },
        Letter::SignInLink { name, expires_at, .. } => Words {
            subject: "Your sign-in link".into(),
            sentence: format!("Hello {name}, this link signs you in to Warren. It works once."),
            details: vec![("Works until", zone.sentence(*expires_at))],
            button: with_link("Sign in"),
            after: "If you did not ask for it, do nothing, and do not pass it on: whoever opens it is signed in as you.".into(),
            ..Words::default()
        },
        Letter::ResetPassword { name, expires_at, .. } => Words {
            subject: "Choose a new password".into(),
            sentence: format!("Hello {name}, with this link you choose a new password. It works once, and it signs you out everywhere."),
            details: vec![("Works until", zone.sentence(*expires_at))],
            button: with_link("Choose a new password"),
            after: "If you did not ask for it, do nothing and your password stays as it is.".into(),
            ..Words::default()
        },
        Letter::ProofLink { name, expires_at, device, .. } => Words {
            subject: "Confirm that it is you".into(),
            sentence: format!("Hello {name}, confirm that it is you who is about to change something in Warren. The link works once, in a browser in which you are signed in."),
            details: vec![("Asked from", device.clone()), ("Works until", zone.sentence(*expires_at))],
            button: with_link("Confirm that it is me"),
            after: "If you did not ask for it, do nothing, end the sessions you do not know on your account page, and set a password there.".into(),
            ..Words::default()
        },
        Letter::NoAccount => Words {
            subject: "There is no account with this address".into(),
            sentence: "Somebody asked Warren for a link to sign in with this address, but it has no account here.".into(),
            button: Some(("Sign up", link("/signup"))),
            after: "If it was you, perhaps you signed up with another address. If it was not you, there is nothing to do.".into(),
            ..Words::default()
        },
        Letter::ConfirmNewEmail { name, expires_at, .. } => Words {
            subject: "Confirm your new e-mail address".into(),
            sentence: format!("Hello {name}, confirm that this is your new address. Until then your account keeps the old one."),
            details: vec![("Works until", zone.sentence(*expires_at))],
            button: with_link("Confirm the new address"),
            after: "If you did not ask for it, do nothing and nothing changes.".into(),
            ..Words::default()
        },
        Letter::SecurityNotice { name, what, at } => Words {
            subject: notice(*what).into(),
            sentence: format!("Hello {name}. {}.", notice(*what)),
            details: vec![("When", zone.sentence(*at))],
            button: Some(match what {
                SecurityEvent::TokenMade => ("See your tokens", link("/account/tokens")),
                SecurityEvent::PasskeyAdded | SecurityEvent::PasskeyRemoved => ("See your passkeys", link("/account")),
                _ => ("See where you are signed in", link("/account")),
            }),
            after: match what {
                SecurityEvent::EmailChanged => "If this was not you, reply to this mail at once: the new address can now receive links for your account.",
                SecurityEvent::TokenMade => "If this was not you, revoke it there and choose a new password.",
                SecurityEvent::PasskeyAdded | SecurityEvent::PasskeyRemoved => "If this was not you, remove the passkeys there that you do not know, choose a new password and end the sessions you do not know.",
                _ => "If this was not you, choose a new password and end the sessions you do not know.",
            }
            .into(),
            ..Words::default()
        },
        Letter::KeyNotice { name, what, key, fingerprint, at } => Words {
            subject: key_notice(*what).into(),
            sentence: format!("Hello {name}. {}.", key_notice(*what)),
            details: vec![("Key", key.clone()), ("Fingerprint", fingerprint.clone()), ("When", zone.sentence(*at))],
            button: Some(("See your keys", link("/account/keys"))),
            after: "If this was not you, remove the keys you do not know, choose a new password and end the sessions you do not know.".into(),
            ..Words::default()
        },
        Letter::KeysAdded { name, keys, at } => Words {
            subject: format!("{} SSH keys were added to your account", keys.len()),
            sentence: format!("Hello {name}. {} SSH keys were added to your account.", keys.len()),
            details: keys
                .iter()
                .flat_map(|(key, fingerprint)| [("Key", key.clone()), ("Fingerprint", fingerprint.clone())])
                .chain([("When", zone.sentence(*at))])
                .collect(),
            button: Some(("See your keys", link("/account/keys"))),
            after: "If this was not you, remove the keys you do not know, choose a new password and end the sessions you do not know.".into(),
            ..Words::default()
        },
        Letter::AccountEnding { name, seen_at, closes_at } => Words {
            subject: "Your account will be closed".into(),
            sentence: format!("Hello {name}, nobody has used your account at Warren for a long time, so it will be closed."),
            details: vec![("Last used", zone.day(*seen_at)), ("Closed on", zone.sentence(*closes_at))],
            button: Some(("Sign in to keep it", link("/login"))),
            after: "Signing in is enough. If you do nothing, the account is closed then, and your name and address are erased.".into(),
            ..Words::default()
        },
        Letter::AccountClosed { name, abandoned: true, .. } => Words {
            subject: "Your account is closed".into(),
            sentence: format!("Hello {name}, your account at Warren is closed, because nobody used it for a long time. Your name and address are erased."),
            after: "This address can sign up anew.".into(),
            ..Words::default()
        },
        Letter::AccountClosed { name, trials, .. } => Words {
            subject: "Your account is closed".into(),
            sentence: format!("Hello {name}, your account at Warren is closed. Your name, address, keys and tokens are erased."),
            details: (!trials.is_empty()).then(|| ("Trial Apps that were deleted", trials.join(", "))).into_iter().collect(),
            after: "This address can sign up anew. If it was not you who closed the account, reply to this mail at once.".into(),
            ..Words::default()
        },
        _ => Words::default(),
    }
}

fn key_notice(what: KeyEvent) -> &'static str {
    match what {
        KeyEvent::Added => "An SSH key was added to your account",
        KeyEvent::Removed => "An SSH key was removed from your account",
    }
}

fn notice(what: SecurityEvent) -> &'static str {
    match what {
        SecurityEvent::PasswordChanged => "Your password was changed",
        SecurityEvent::PasswordReset => "Your password was set anew by a mailed link",
        SecurityEvent::EmailChanged => "The e-mail address of your account was changed",
        SecurityEvent::TokenMade => "An access token for the API was made for your account",
        SecurityEvent::NewDevice => "Your account was opened on a new device",
        SecurityEvent::SecondFactorOn => "A second factor was turned on for your account",
        SecurityEvent::SecondFactorOff => "The second factor of your account was turned off",
        SecurityEvent::SecondFactorReset => "The operator has turned off the second factor of your account",
        SecurityEvent::RecoveryCodeUsed => "A recovery code of your account was used",
        SecurityEvent::PasskeyAdded => "A passkey was added to your account",
        SecurityEvent::PasskeyRemoved => "A passkey was removed from your account",
    }
}
