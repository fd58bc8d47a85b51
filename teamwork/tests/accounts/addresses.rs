//! Changing one's address (I37): fresh proof, the new mailbox proven, the old one told.

use teamwork::{
    letters::{Letter, SecurityEvent},
    rules::{
        moment::{MINUTE, SECOND},
        problem::{Conflict, Problem, Thing},
    },
};

use super::{OTHER, TRILLIAN, is_notice, secrets_to};
use crate::house::{ADA, KEVIN, PASSWORD, each_engine};

const NEW: &str = "ada@lovelace.example";

#[tokio::test(flavor = "multi_thread")]
async fn an_address_changes_when_the_new_mailbox_is_proven() {
    each_engine(async |house| {
        house.ada().await.ask_email_change(NEW).await.unwrap();
        assert_eq!(house.ada().await.me().email, ADA.email, "not before");
        assert!(house.letters_to(ADA.email).await.is_empty());
        house.guest().confirm_email(&house.secret_to(NEW).await).await.unwrap();
        assert_eq!(house.ada().await.me().email, NEW);
        let old = house.letters_to(ADA.email).await;
        assert!(matches!(&old[..], [notice] if is_notice(notice, SecurityEvent::EmailChanged)), "{old:?}");
        let new = house.letters_to(NEW).await;
        assert!(
            is_notice(new.last().unwrap(), SecurityEvent::EmailChanged),
            "M3: to the person and to the old address"
        );
        assert!(house.guest().sign_in(ADA.email, PASSWORD).await.is_err());
        assert!(house.guest().sign_in(NEW, PASSWORD).await.is_ok());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn changing_the_address_asks_for_fresh_proof() {
    each_engine(async |house| {
        let cookie = house.guest().sign_in(ADA.email, PASSWORD).await.unwrap().secret;
        house.clock.forward(10 * MINUTE - SECOND);
        let ada = house.recognise(&cookie).await.unwrap();
        assert_eq!(ada.ask_email_change("x@lovelace.example").await, Ok(()));
        house.clock.forward(SECOND);
        let ada = house.recognise(&cookie).await.unwrap();
        assert_eq!(ada.ask_email_change(NEW).await, Err(Problem::Reauthenticate));
        assert!(house.letters_to(NEW).await.is_empty());
        let cookie = ada.reauthenticate(PASSWORD, "").await.unwrap().secret;
        assert_eq!(house.recognise(&cookie).await.unwrap().ask_email_change(NEW).await, Ok(()));
    })
    .await;
}

/// I38: whether the new address is taken is told by the mail alone; and it can never be confirmed.
#[tokio::test(flavor = "multi_thread")]
async fn a_taken_address_gets_the_same_answer_and_no_link() {
    each_engine(async |house| {
        let ada = house.ada().await;
        assert_eq!(ada.ask_email_change(KEVIN.email).await, ada.ask_email_change(TRILLIAN).await);
        assert!(matches!(&house.letters_to(KEVIN.email).await[..], [Letter::AlreadyRegistered { .. }]));
        assert_eq!(house.letters_to(TRILLIAN).await.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_proves_an_address_first_has_it() {
    each_engine(async |house| {
        house.ada().await.ask_email_change(NEW).await.unwrap();
        house.kevin().await.ask_email_change(NEW).await.unwrap();
        let secrets = secrets_to(house, NEW).await;
        house.guest().confirm_email(&secrets[1]).await.unwrap();
        let late = house.guest().confirm_email(&secrets[0]).await;
        assert_eq!(late, Err(Problem::Conflict(Conflict::AddressInUse)));
        assert_eq!((house.ada().await.me().email.as_str(), house.kevin().await.me().email.as_str()), (ADA.email, NEW));
    })
    .await;
}

/// Somebody mistyped their address at sign-up, and corrected it. Whoever has the mistyped mailbox also has that first
/// link; it must not bring the account back to them.
#[tokio::test(flavor = "multi_thread")]
async fn a_link_to_an_address_that_was_given_up_is_dead() {
    each_engine(async |house| {
        let trillian = house.sign_up("Trillian", "trilian@heart.example", None).await;
        let mistyped = house.secret_to("trilian@heart.example").await;
        trillian.ask_email_change(TRILLIAN).await.unwrap();
        house.guest().confirm_email(&house.secret_to(TRILLIAN).await).await.unwrap();
        assert_eq!(house.guest().confirm_email(&mistyped).await, Err(Problem::NotFound(Thing::Page)));
        assert!(house.guest().sign_in(TRILLIAN, PASSWORD).await.is_ok());
    })
    .await;
}

/// The same for links that were asked for while the old address was still the address.
#[tokio::test(flavor = "multi_thread")]
async fn links_in_the_old_mailbox_die_with_the_change() {
    each_engine(async |house| {
        house.ada().await.ask_email_change(NEW).await.unwrap();
        house.guest().ask_reset(ADA.email).await.unwrap();
        let reset = house.secret_to(ADA.email).await;
        house.guest().ask_sign_in_link(ADA.email, "").await.unwrap();
        let sign_in = house.secret_to(ADA.email).await;
        house.guest().confirm_email(&house.secret_to(NEW).await).await.unwrap();
        assert!(house.guest().reset_password(&reset, OTHER).await.is_err());
        assert!(house.guest().sign_in_by_link(&sign_in).await.is_err());
        assert!(house.guest().sign_in(NEW, PASSWORD).await.is_ok());
    })
    .await;
}

/// I10 after a change: the invitation belongs to the old address.
#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_does_not_follow_a_changed_address() {
    each_engine(async |house| {
        let mallory = house.mallory().await;
        house.ada().await.invite("acme", &mallory.me().email, teamwork::rules::role::Role::Admin, "").await.unwrap();
        let secret = house.secret_to(&mallory.me().email).await;
        mallory.ask_email_change("mallory@archer.example").await.unwrap();
        house.guest().confirm_email(&house.secret_to("mallory@archer.example").await).await.unwrap();
        let answer = house.mallory().await.accept_invitation(&secret).await;
        assert_eq!(answer, Err(Problem::Conflict(Conflict::WrongAccount)));
    })
    .await;
}
