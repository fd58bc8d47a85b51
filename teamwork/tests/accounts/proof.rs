//! Who has no password proves by a mailed link that it is them, and comes back to where they were.

use teamwork::{
    acts::Actor,
    letters::Letter,
    rules::{
        limit::Limit,
        moment::{MINUTE, SECOND},
        problem::{Field, Gone, Problem, Thing, Why},
    },
};

use super::{OTHER, TRILLIAN};
use crate::{
    house::{House, each_engine},
    requests::{ANA, accept, own_trial},
};

/// Ana has accepted a payment request and has no password; her proof of then is too old. Her cookie.
async fn client(house: &House) -> String {
    let (_, secret) = own_trial(house).await;
    let session = accept(house, &secret).await.unwrap().session.unwrap().secret;
    house.clock.forward(10 * MINUTE);
    session
}

async fn ana(house: &House, cookie: &str) -> Actor {
    house.recognise(cookie).await.unwrap()
}

fn gone(gone: Gone) -> Option<Problem> {
    Some(Problem::Gone(gone))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailed_link_opens_the_guarded_acts_to_who_has_no_password() {
    each_engine(async |house| {
        let old = client(house).await;
        let stale = ana(house, &old).await;
        assert_eq!(stale.ask_email_change(TRILLIAN).await, Err(Problem::Reauthenticate));
        stale.ask_proof("/c/caf-alba/billing?x=1").await.unwrap();
        let letter = house.letters_to(ANA).await.pop().unwrap();
        let Letter::ProofLink { device, expires_at, .. } = &letter else { panic!("{letter:?}") };
        assert_eq!((device.as_str(), *expires_at), ("Firefox on Linux", house.warren.now().plus(15 * MINUTE)));
        let secret = house.secret_of(&letter);
        let before = house.database.dump().await;
        assert_eq!(stale.look_at_proof(&secret).await, Ok(()));
        assert_eq!(house.database.dump().await, before, "looking changes nothing");
        let proven = stale.prove_by_link(&secret, "").await.unwrap();
        assert_eq!(proven.next, "/c/caf-alba/billing?x=1");
        assert!(house.recognise(&old).await.is_none(), "the session has a new secret");
        let fresh = ana(house, &proven.secret).await;
        assert_eq!(fresh.ask_email_change(TRILLIAN).await, Ok(()));
        assert_eq!(fresh.prove_by_link(&secret, "").await.err(), gone(Gone::LinkUsed));
        house.clock.forward(10 * MINUTE - SECOND);
        assert!(ana(house, &proven.secret).await.me().fresh, "for ten minutes");
        house.clock.forward(SECOND);
        assert!(!ana(house, &proven.secret).await.me().fresh, "and no longer");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_is_for_one_person_for_a_while_and_for_nothing_else() {
    each_engine(async |house| {
        let cookie = client(house).await;
        let me = ana(house, &cookie).await;
        me.ask_proof("//evil.example").await.unwrap();
        let secret = house.secret_to(ANA).await;
        let nothing = Some(Problem::NotFound(Thing::Page));
        assert_eq!(house.ada().await.look_at_proof(&secret).await.err(), nothing);
        assert_eq!(house.ada().await.prove_by_link(&secret, "").await.err(), nothing, "Ada is not Ana");
        assert_eq!(house.guest().sign_in_by_link(&secret).await.err(), nothing);
        assert_eq!(house.guest().reset_password(&secret, OTHER).await.err(), nothing);
        assert_eq!(house.guest().confirm_email(&secret).await.err(), nothing);
        house.guest().ask_sign_in_link(ANA, "").await.unwrap();
        let to_sign_in = house.secret_to(ANA).await;
        assert_eq!(me.prove_by_link(&to_sign_in, "").await.err(), nothing);

        // Another browser of hers that has the mailbox is as good; the one that asked stays as it was.
        let elsewhere = house.guest().sign_in_by_link(&to_sign_in).await.unwrap().secret;
        house.clock.forward(15 * MINUTE - SECOND);
        assert!(!ana(house, &elsewhere).await.me().fresh);
        let proven = ana(house, &elsewhere).await.prove_by_link(&secret, "").await.unwrap();
        assert_eq!(proven.next, "/account", "never to another house");
        assert!(ana(house, &proven.secret).await.me().fresh && !ana(house, &cookie).await.me().fresh);

        for wait in [15 * MINUTE, 15 * MINUTE + SECOND] {
            let me = ana(house, &cookie).await;
            me.ask_proof("/").await.unwrap();
            let late = house.secret_to(ANA).await;
            house.clock.forward(wait);
            assert_eq!(ana(house, &cookie).await.prove_by_link(&late, "").await.err(), gone(Gone::LinkExpired));
        }
    })
    .await;
}

/// Two presses of the same button: one proof.
#[tokio::test(flavor = "multi_thread")]
async fn a_proof_is_used_once_by_two_at_once() {
    each_engine(async |house| {
        let cookie = client(house).await;
        let me = ana(house, &cookie).await;
        me.ask_proof("/").await.unwrap();
        let secret = house.secret_to(ANA).await;
        let (one, two) = tokio::join!(me.prove_by_link(&secret, ""), me.prove_by_link(&secret, ""));
        assert_eq!([one.is_ok(), two.is_ok()].iter().filter(|ok| **ok).count(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn proofs_are_mailed_a_few_times_an_hour_and_only_to_who_has_no_password() {
    each_engine(async |house| {
        let password = Err(Problem::field(Field::Password, Why::Missing));
        assert_eq!(house.ada().await.ask_proof("/").await, password, "whoever has one gives it");
        let cookie = client(house).await;
        // A stranger who has the address mailed to all the time keeps nobody from their own proof.
        for _ in 0..5 {
            let _ = house.guest_from("203.0.113.9").ask_sign_in_link(ANA, "").await;
        }
        for _ in 0..5 {
            ana(house, &cookie).await.ask_proof("/").await.unwrap();
        }
        let sixth = ana(house, &cookie).await.ask_proof("/").await;
        assert!(matches!(sixth, Err(Problem::TooMany { limit: Limit::MailPerAddress, .. })), "{sixth:?}");
    })
    .await;
}
