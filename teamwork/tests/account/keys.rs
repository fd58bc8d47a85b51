//! A person's own keys (R4, S32).

use teamwork::{
    letters::{KeyEvent, Letter},
    rules::{
        key::KeyFlaw,
        moment::{DAY, MINUTE},
        problem::{Conflict, Field, LineFlaw, Problem, Thing, Why},
    },
};

use super::stage::{FINGERPRINT, KEY, some_key};
use crate::house::{ADA, KEVIN, each_engine};

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_looked_at_before_it_is_saved_and_that_stores_nothing() {
    each_engine(async |house| {
        let (ada, before) = (house.ada().await, house.database.dump().await);
        let look = ada.look_at_key(KEY).unwrap();
        assert_eq!(
            (look.kind.as_str(), look.fingerprint.as_str(), look.label.as_str()),
            ("Ed25519", FINGERPRINT, "ada@laptop")
        );
        assert!(!look.is_short && KEY.starts_with(&look.line) && !look.line.contains("ada"));
        assert_eq!(house.database.dump().await, before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_added_listed_and_removed_and_its_owner_hears_of_both() {
    each_engine(async |house| {
        let ada = house.ada().await;
        assert!(!ada.me().has_key);
        let id = ada.add_key(KEY, "laptop").await.unwrap();
        assert!(house.ada().await.me().has_key);
        let keys = ada.keys().await.unwrap();
        assert_eq!((keys.len(), keys[0].id, keys[0].name.as_str()), (1, id, "laptop"));
        assert_eq!((keys[0].kind.as_str(), keys[0].fingerprint.as_str()), ("Ed25519", FINGERPRINT));
        assert_eq!((keys[0].added_at, keys[0].proven_at, keys[0].last_used_at), (house.warren.now(), None, None));
        ada.remove_key(id).await.unwrap();
        assert_eq!(ada.keys().await.unwrap(), []);
        assert!(!house.ada().await.me().has_key);
        let notice = |what| Letter::KeyNotice {
            name: ADA.full(),
            what,
            key: "laptop".into(),
            fingerprint: FINGERPRINT.into(),
            at: house.warren.now(),
        };
        assert_eq!(house.letters_to(ADA.email).await, [notice(KeyEvent::Added), notice(KeyEvent::Removed)]);
        let log = house.log().await;
        let told: Vec<_> = log.iter().map(|entry| (entry.event.as_str(), entry.target.as_str())).collect();
        assert_eq!(told, [("key_added", FINGERPRINT), ("key_removed", FINGERPRINT)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn adding_a_key_takes_a_password_given_within_ten_minutes() {
    each_engine(async |house| {
        house.clock.forward(11 * MINUTE);
        let late = house.ada().await;
        assert_eq!(late.add_key(KEY, "laptop").await, Err(Problem::Reauthenticate));
        assert_eq!(late.keys().await.unwrap(), []);
        let renewed = late.reauthenticate(crate::house::PASSWORD, "").await.unwrap();
        let at = house.warren.now();
        house.clock.set(at.plus(10 * MINUTE - 1_000));
        assert!(house.recognise(&renewed.secret).await.unwrap().add_key(KEY, "laptop").await.is_ok());
        for late in [0, 1_000] {
            house.clock.set(at.plus(10 * MINUTE + late));
            let now = house.recognise(&renewed.secret).await.unwrap();
            assert_eq!(now.add_key(&some_key(7), "x").await, Err(Problem::Reauthenticate));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fingerprint_is_on_this_server_once() {
    each_engine(async |house| {
        let (ada, mallory) = (house.ada().await, house.mallory().await);
        let id = ada.add_key(KEY, "laptop").await.unwrap();
        let in_use = Err(Problem::Conflict(Conflict::KeyInUse));
        assert_eq!(ada.add_key(KEY, "again").await, in_use);
        assert_eq!(mallory.add_key(&KEY.replace("ada@laptop", "mine now"), "mine").await, in_use);
        ada.remove_key(id).await.unwrap();
        mallory.add_key(KEY, "mine").await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_elses_key_is_not_there() {
    each_engine(async |house| {
        let (ada, mallory) = (house.ada().await, house.mallory().await);
        let id = ada.add_key(KEY, "laptop").await.unwrap();
        let nothing = Problem::NotFound(Thing::Key);
        assert_eq!(mallory.remove_key(id).await, Err(nothing.clone()));
        assert_eq!(mallory.key_proof(id).await, Err(nothing.clone()));
        let until = house.warren.now().plus(MINUTE).millis();
        assert_eq!(mallory.prove_key(id, until, "x").await, Err(nothing));
        assert_eq!(ada.keys().await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_has_more_than_a_hundred_keys() {
    each_engine(async |house| {
        let ada = house.ada().await;
        for number in 0..100 {
            ada.add_key(&some_key(number), "one of many").await.unwrap();
        }
        assert_eq!(ada.add_key(&some_key(100), "one more").await, Err(Problem::Conflict(Conflict::TooManyKeys)));
        let first = ada.keys().await.unwrap()[0].id;
        ada.remove_key(first).await.unwrap();
        ada.add_key(&some_key(100), "one more").await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_needs_a_name_and_both_flaws_are_told_at_once() {
    each_engine(async |house| {
        let ada = house.ada().await;
        let told = ada.add_key("ssh-dss AAAA", " ").await.unwrap_err();
        assert_eq!((told.flaw(Field::KeyLine), told.flaw(Field::Label)), (Some(Why::OldKey), Some(Why::Missing)));
        let told = ada.add_key(KEY, &"x".repeat(61)).await.unwrap_err();
        assert_eq!((told.flaw(Field::KeyLine), told.flaw(Field::Label)), (None, Some(Why::TooLong(60))));
    })
    .await;
}

/// E87 in the manual way: a list, each line for itself.
#[tokio::test(flavor = "multi_thread")]
async fn a_list_adds_what_is_good_and_says_what_is_not() {
    each_engine(async |house| {
        let ada = house.ada().await;
        house.grace().await.add_key(&some_key(9), "hers").await.unwrap();
        ada.add_key(&some_key(8), "mine").await.unwrap();
        let (before, log) = (house.letters_to(ADA.email).await.len(), house.log().await.len());
        let lines = [
            "# laptops",
            &format!("{} ada@laptop", some_key(1)),
            "",
            &some_key(2),
            "ssh-dss AAAA old",
            &format!("no-pty {}", some_key(3)),
            &some_key(1),
            &some_key(8),
            &some_key(9),
            "my password is rabbit",
        ];
        let import = ada.add_keys(&lines.join("\r\n")).await.unwrap();
        let added: Vec<_> = import.added.iter().map(|look| look.label.as_str()).collect();
        assert!(added.len() == 2 && added[0] == "ada@laptop" && added[1].starts_with("Ed25519 "), "{added:?}");
        use KeyFlaw::*;
        let left: Vec<_> = import.left.iter().map(|left| (left.line, left.flaw)).collect();
        assert_eq!(left, [(5, Weak), (6, NotAKey), (7, Twice), (8, Yours), (9, InUse), (10, NotAKey)]);
        let shown: Vec<_> = import.left.iter().map(|left| !left.text.is_empty()).collect();
        assert_eq!(shown, [true, false, true, true, true, false], "only what looks like a public key is shown again");
        assert_eq!(ada.keys().await.unwrap().len(), 3);
        let letters = house.letters_to(ADA.email).await.split_off(before);
        assert!(matches!(&letters[..], [Letter::KeysAdded { keys, .. }] if keys.len() == 2), "one mail: {letters:?}");
        let events: Vec<_> = house.log().await.split_off(log).into_iter().map(|entry| entry.event).collect();
        assert_eq!(events, ["key_added", "key_added"]);
        // The rest once more: nothing is left to add, and nothing changes.
        let state = house.database.dump().await;
        let none = ada.add_keys(&lines[4..].join("\n")).await.unwrap_err();
        assert_eq!(none.flaw(Field::KeyLines), Some(Why::InLine(1, LineFlaw::Key(Weak))));
        let many = ada.add_keys(&(30..51).map(some_key).collect::<Vec<_>>().join("\n")).await;
        assert_eq!(many, Err(Problem::field(Field::KeyLines, Why::TooManyLines(20))));
        let secret = format!("{}\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU", some_key(30));
        assert_eq!(ada.add_keys(&secret).await, Err(Problem::field(Field::KeyLines, Why::PrivateKey)));
        assert_eq!(ada.add_keys("\n # nothing\n").await, Err(Problem::field(Field::KeyLines, Why::Missing)));
        assert_eq!(house.database.dump().await, state);
        // One key of a list is told as one key, and the first one earns a trial its time (E54).
        let kevin = house.kevin().await;
        kevin.start_personal_trial("app-x").await.unwrap();
        let end = kevin.app("app-x").await.unwrap().trial_ends_at.unwrap();
        kevin.add_keys(&some_key(40)).await.unwrap();
        assert_eq!(kevin.app("app-x").await.unwrap().trial_ends_at, Some(end.plus(2 * DAY)));
        assert!(matches!(house.letters_to(KEVIN.email).await.last(), Some(Letter::KeyNotice { .. })));
        house.clock.forward(11 * MINUTE);
        assert_eq!(house.ada().await.add_keys(&some_key(30)).await, Err(Problem::Reauthenticate));
    })
    .await;
}
