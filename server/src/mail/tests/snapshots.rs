//! Each mail as text and as HTML, in files that are reviewed like code. `UPDATE_SNAPSHOTS=1` writes them anew.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use teamwork::{
    letters::{AppNews, KeyEvent, Letter, NotTaken, RequestNews, SecurityEvent},
    rules::zone::TimeZone,
};

use super::{Words, every_letter, sent, sent_to};

/// All variants of an enum, and which one a value is. One that is left out does not compile.
macro_rules! kinds {
    ($all:ident, $kind:ident, $enum:ident: $($variant:ident)+) => {
        const $all: &[&str] = &[$(stringify!($variant)),+];
        fn $kind(value: &$enum) -> &'static str {
            match value {
                $($enum::$variant { .. } => stringify!($variant),)+
            }
        }
    };
}

kinds!(LETTERS, letter_kind, Letter:
    ConfirmEmail AlreadyRegistered SignInLink ResetPassword ProofLink NoAccount ConfirmNewEmail SecurityNotice KeyNotice KeysAdded
    AccountClosed AccountEnding WebhookTurnedOff SurplusNotTaken Newsletter Invitation Welcome Joined Declined InvitationExpired
    RenewalAsked ReaddressAsked Bounced InvitationWithdrawn YourRoleChanged RoleChanged YourAppsChanged YouLeft MemberGone
    Dismissed YourAccessEnds AccessEnds CompanySuspended CompanyResumed RecoveryRequested RecoveryStopped RecoveryDone SenderUnknown
    BillingChanged Invoice DebitAhead CreditNote CreditToCard ChargeFailed CardExpires PaymentDue AllClear AppsSuspended
    AppsEnding AppsDeleted CompanyDeleted TrialEnding TrialDeleted AppPaused AppDeleted AppNews PaymentRequest RequestCode
    RequestHeld NowYours HandedOver CardNotTaken RequestOver RequestWithdrawn RequestProposed RequestNews);
kinds!(REQUEST_NEWS, request_kind, RequestNews:
    Sent Refused Unconfirmed Declined Ending EndingUndelivered Expired Withdrawn PassedOn Bounced RenewalAsked
    ReaddressAsked);
kinds!(APP_NEWS, app_kind, AppNews: Created Deleted Scaled MovedAway MovedHere);
kinds!(SECURITY_EVENTS, security_kind, SecurityEvent:
    PasswordChanged PasswordReset EmailChanged NewDevice TokenMade SecondFactorOn SecondFactorOff SecondFactorReset
    RecoveryCodeUsed PasskeyAdded PasskeyRemoved);
kinds!(KEY_EVENTS, key_kind, KeyEvent: Added Removed);
kinds!(NOT_TAKEN, not_taken_kind, NotTaken: Ended Over);

/// What a letter is, and what it is about where one letter has several words.
fn kind_of(letter: &Letter) -> (&'static str, &'static str) {
    let about = match letter {
        Letter::RequestNews { news, .. } => request_kind(news),
        Letter::AppNews { news, .. } => app_kind(news),
        Letter::SecurityNotice { what, .. } => security_kind(what),
        Letter::KeyNotice { what, .. } => key_kind(what),
        Letter::CardNotTaken { why, .. } => not_taken_kind(why),
        _ => "",
    };
    (letter_kind(letter), about)
}

#[test]
fn every_kind_of_letter_is_among_the_reviewed_ones() {
    let seen: BTreeSet<_> = every_letter().iter().map(kind_of).collect();
    for kind in LETTERS {
        assert!(seen.iter().any(|(seen, _)| seen == kind), "nobody has read {kind}");
    }
    for (kind, about) in [
        ("RequestNews", REQUEST_NEWS),
        ("AppNews", APP_NEWS),
        ("SecurityNotice", SECURITY_EVENTS),
        ("KeyNotice", KEY_EVENTS),
        ("CardNotTaken", NOT_TAKEN),
    ] {
        for about in about {
            assert!(seen.contains(&(kind, about)), "nobody has read {kind} about {about}");
        }
    }
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/mail/snapshots")
}

/// "ChargeFailed" as the name of a file.
fn snake(words: &str) -> String {
    let part = |letter: char| match letter.is_ascii_uppercase() {
        true => format!("_{}", letter.to_ascii_lowercase()),
        false => letter.to_string(),
    };
    words.chars().map(part).collect::<String>().trim_start_matches('_').to_owned()
}

fn put(made: &mut BTreeMap<String, String>, name: &str, words: &Words) {
    made.insert(format!("{name}.txt"), format!("Subject: {}\n\n{}", words.subject, words.as_text()));
    made.insert(format!("{name}.html"), words.as_html());
}

#[test]
fn the_mails_are_the_reviewed_ones() {
    let (mut counts, mut made) = (BTreeMap::<_, usize>::new(), BTreeMap::new());
    for letter in every_letter() {
        let (kind, about) = kind_of(&letter);
        let name = [kind, about].map(snake).join(" ").trim_end().replace(' ', "-");
        let count = counts.entry(name.clone()).or_default();
        *count += 1;
        put(&mut made, &format!("{name}-{count}"), &sent(&letter));
        // S18: one of them as somebody in Berlin gets it.
        if matches!(letter, Letter::PaymentRequest { .. }) && *count == 1 {
            put(&mut made, &format!("{name}-berlin"), &sent_to(&letter, &TimeZone::named("Europe/Berlin").unwrap()));
        }
    }
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        let _ = std::fs::remove_dir_all(folder());
        std::fs::create_dir_all(folder()).unwrap();
        for (name, text) in &made {
            std::fs::write(folder().join(name), text).unwrap();
        }
    }
    for (name, text) in &made {
        let reviewed = std::fs::read_to_string(folder().join(name)).unwrap_or_default();
        assert_eq!(*text, reviewed, "review {name} and set UPDATE_SNAPSHOTS=1");
    }
    let kept = std::fs::read_dir(folder()).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let kept: Vec<_> = kept.filter(|name| !made.contains_key(name)).collect();
    assert!(kept.is_empty(), "no letter makes these any more: {kept:?}");
}
