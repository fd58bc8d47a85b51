//! B43: somebody prepares an account with the address of another, and waits. Five ways, none may work.

use teamwork::rules::problem::{Conflict, Field, Problem, Thing, Why};

use super::{OTHER, TRILLIAN, form, secrets_to};
use crate::house::{ADA, PASSWORD, each_engine};

/// Signing up with a taken address claims nothing and can never confirm.
#[tokio::test(flavor = "multi_thread")]
async fn an_account_with_a_taken_address_stays_powerless() {
    each_engine(async |house| {
        let mallory = house.sign_up("Mallory", ADA.email, None).await;
        assert!(secrets_to(house, ADA.email).await.is_empty(), "no link was made");
        mallory.resend_confirmation().await.unwrap();
        assert!(secrets_to(house, ADA.email).await.is_empty());
        let invited = mallory.invite("acme", TRILLIAN, teamwork::rules::role::Role::Developer, "").await;
        assert_eq!(invited, Err(Problem::Unconfirmed));
        assert!(mallory.my_companies().await.unwrap().is_empty());
        assert_ne!(mallory.id(), house.ada().await.id());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_of_a_taken_address_signs_in_as_before() {
    each_engine(async |house| {
        let mut attack = form(ADA.email);
        attack.password = OTHER.into();
        house.guest().sign_up(attack).await.unwrap();
        // As with an address that nobody has: the password opens what was made with it, and that has nothing.
        let cookie = house.guest().sign_in(ADA.email, OTHER).await.unwrap().secret;
        let claimed = house.recognise(&cookie).await.unwrap();
        assert_ne!(claimed.id(), house.ada().await.id());
        assert!(claimed.my_companies().await.unwrap().is_empty());
        let wrong = house.guest().sign_in(ADA.email, "neither of the two").await.err();
        assert_eq!(wrong, Some(Problem::field(Field::Password, Why::WrongCredentials)));
        let cookie = house.guest().sign_in(ADA.email, PASSWORD).await.unwrap().secret;
        assert_eq!(house.recognise(&cookie).await.unwrap().id(), house.ada().await.id());
    })
    .await;
}

/// Mallory signs up first with Trillian's address. Trillian, who owns the mailbox, has a sign-in link mailed: whatever
/// Mallory put into the account – a password, an open session, a pending change of address – opens it no more.
#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_link_takes_a_prepared_account_away_from_who_prepared_it() {
    each_engine(async |house| {
        let mut attack = form(TRILLIAN);
        attack.password = OTHER.into();
        let open = house.guest().sign_up(attack).await.unwrap().secret;
        let mallory = house.recognise(&open).await.unwrap();
        mallory.ask_email_change("evil@elsewhere.example").await.unwrap();
        let pending = house.secret_to("evil@elsewhere.example").await;

        house.guest().ask_sign_in_link(TRILLIAN, "").await.unwrap();
        let secret = house.secret_to(TRILLIAN).await;
        let cookie = house.guest().sign_in_by_link(&secret).await.unwrap().secret;
        assert!(house.recognise(&cookie).await.unwrap().me().confirmed);

        assert!(house.recognise(&open).await.is_none(), "the open session");
        assert!(house.guest().sign_in(TRILLIAN, OTHER).await.is_err(), "the password");
        assert_eq!(house.guest().confirm_email(&pending).await, Err(Problem::NotFound(Thing::Page)), "the change");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_took_an_account_by_link_sets_a_password_of_their_own() {
    each_engine(async |house| {
        house.guest().sign_up(form(TRILLIAN)).await.unwrap();
        house.guest().ask_sign_in_link(TRILLIAN, "").await.unwrap();
        let secret = house.secret_to(TRILLIAN).await;
        let cookie = house.guest().sign_in_by_link(&secret).await.unwrap().secret;
        let trillian = house.recognise(&cookie).await.unwrap();
        assert!(!trillian.me().has_password);
        trillian.change_password("", OTHER).await.unwrap();
        assert!(house.guest().sign_in(TRILLIAN, OTHER).await.is_ok());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_takes_a_prepared_account_away_from_who_prepared_it() {
    each_engine(async |house| {
        let open = house.guest().sign_up(form(TRILLIAN)).await.unwrap().secret;
        let mallory = house.recognise(&open).await.unwrap();
        mallory.ask_email_change("evil@elsewhere.example").await.unwrap();
        let pending = house.secret_to("evil@elsewhere.example").await;
        house.guest().ask_reset(TRILLIAN).await.unwrap();
        let secret = house.secret_to(TRILLIAN).await;
        house.guest().reset_password(&secret, OTHER).await.unwrap();
        assert!(house.recognise(&open).await.is_none());
        assert!(house.guest().sign_in(TRILLIAN, PASSWORD).await.is_err());
        assert_eq!(house.guest().confirm_email(&pending).await, Err(Problem::NotFound(Thing::Page)));
    })
    .await;
}

/// Both claim the address; whoever has the mailbox gets it, and the other claim is dead.
#[tokio::test(flavor = "multi_thread")]
async fn of_two_claims_only_the_one_that_was_proven_lives() {
    each_engine(async |house| {
        let first = house.sign_up("Mallory", TRILLIAN, None).await;
        let second = house.sign_up("Trillian", TRILLIAN, None).await;
        let secrets = secrets_to(house, TRILLIAN).await;
        house.guest().confirm_email(&secrets[1]).await.unwrap();
        let late = house.guest().confirm_email(&secrets[0]).await;
        assert_eq!(late, Err(Problem::Conflict(Conflict::AddressInUse)));
        assert_ne!(first.id(), second.id());
        let cookie = house.guest().sign_in(TRILLIAN, PASSWORD).await.unwrap().secret;
        assert_eq!(house.recognise(&cookie).await.unwrap().id(), second.id());
    })
    .await;
}

/// The mailed invitation confirms the account of whoever comes through it, not the one that was prepared.
#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_does_not_fall_to_a_prepared_account() {
    each_engine(async |house| {
        let mallory = house.sign_up("Mallory", TRILLIAN, None).await;
        house.ada().await.invite("acme", TRILLIAN, teamwork::rules::role::Role::Admin, "").await.unwrap();
        let secret = house.secret_to(TRILLIAN).await;
        let trillian = house.sign_up("Trillian", TRILLIAN, Some(&secret)).await;
        assert_eq!(trillian.my_companies().await.unwrap().len(), 1);
        assert!(mallory.my_companies().await.unwrap().is_empty());
        mallory.resend_confirmation().await.unwrap();
        let letters = house.letters_to(TRILLIAN).await;
        assert!(matches!(letters.last(), Some(teamwork::letters::Letter::AlreadyRegistered { .. })));
    })
    .await;
}
