//! Signing up through an invitation: only the mailed link, to the very address, proves the mailbox.

use teamwork::rules::{
    problem::{Gone, Problem},
    role::Role,
};

use super::{TRILLIAN, the_open_one};
use crate::house::{ADA, House, MALLORY, each_engine, last_part};

async fn invite_trillian(house: &House) -> String {
    house.ada().await.invite("acme", TRILLIAN, Role::Developer, "").await.unwrap();
    house.secret_to(TRILLIAN).await
}

async fn role_of(person: &teamwork::acts::Actor) -> Option<Role> {
    person.my_companies().await.unwrap().first().map(|company| company.role)
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_up_through_the_mailed_link_is_in_at_once() {
    each_engine(async |house| {
        let secret = invite_trillian(house).await;
        let trillian = house.sign_up("Trillian", TRILLIAN, Some(&secret)).await;
        assert!(trillian.me().confirmed);
        assert_eq!(role_of(&trillian).await, Some(Role::Developer));
        let confirmations = house.letters_to(TRILLIAN).await;
        assert!(!confirmations.iter().any(|l| matches!(l, teamwork::letters::Letter::ConfirmEmail { .. })));
    })
    .await;
}

/// The canonical form counts, not the spelling.
#[tokio::test(flavor = "multi_thread")]
async fn another_spelling_of_the_invited_address_is_the_invited_address() {
    each_engine(async |house| {
        let secret = invite_trillian(house).await;
        let trillian = house.sign_up("Trillian", " TRILLIAN@heart.Example ", Some(&secret)).await;
        assert_eq!(role_of(&trillian).await, Some(Role::Developer));
    })
    .await;
}

/// B4: the link does not sign up whom it likes.
#[tokio::test(flavor = "multi_thread")]
async fn with_another_address_the_mailed_link_proves_nothing() {
    each_engine(async |house| {
        let secret = invite_trillian(house).await;
        let other = house.sign_up("Zaphod", "zaphod@heart.example", Some(&secret)).await;
        assert!(!other.me().confirmed);
        assert_eq!(role_of(&other).await, None);
        the_open_one(house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_copied_link_proves_nothing() {
    each_engine(async |house| {
        invite_trillian(house).await;
        let id = the_open_one(house).await;
        let copied = last_part(&house.ada().await.copy_invitation_link("acme", id).await.unwrap());
        let trillian = house.sign_up("Trillian", TRILLIAN, Some(&copied)).await;
        assert!(!trillian.me().confirmed);
        assert_eq!(role_of(&trillian).await, None);
        assert_eq!(trillian.accept_invitation(&copied).await, Err(Problem::Unconfirmed));
    })
    .await;
}

/// After the code from the mailbox the copied link is as good as the mailed one.
#[tokio::test(flavor = "multi_thread")]
async fn the_copied_link_is_accepted_after_the_address_was_confirmed() {
    each_engine(async |house| {
        invite_trillian(house).await;
        let id = the_open_one(house).await;
        let copied = last_part(&house.ada().await.copy_invitation_link("acme", id).await.unwrap());
        house.sign_up("Trillian", TRILLIAN, Some(&copied)).await;
        house.guest().confirm_email(&house.secret_to(TRILLIAN).await).await.unwrap();
        let cookie = house.guest().sign_in(TRILLIAN, crate::house::PASSWORD).await.unwrap().secret;
        let trillian = house.recognise(&cookie).await.unwrap();
        assert_eq!(trillian.accept_invitation(&copied).await, Ok("acme".into()));
    })
    .await;
}

/// B9: the address alone, without the token, is a plain sign-up.
#[tokio::test(flavor = "multi_thread")]
async fn signing_up_with_an_invited_address_claims_nothing() {
    each_engine(async |house| {
        invite_trillian(house).await;
        let claimant = house.sign_up("Imposter", TRILLIAN, None).await;
        assert!(!claimant.me().confirmed);
        assert_eq!(role_of(&claimant).await, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_link_makes_a_plain_account() {
    each_engine(async |house| {
        let secret = invite_trillian(house).await;
        let id = the_open_one(house).await;
        house.ada().await.cancel_invitation("acme", id).await.unwrap();
        let trillian = house.sign_up("Trillian", TRILLIAN, Some(&secret)).await;
        assert!(!trillian.me().confirmed);
        assert_eq!(trillian.accept_invitation(&secret).await, Err(Problem::Gone(Gone::InvitationWithdrawn)));
    })
    .await;
}

/// "An invitation never signs anybody in to an existing account": who has one gets nothing by signing up again.
#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_does_not_open_an_existing_account() {
    each_engine(async |house| {
        house.ada().await.invite("acme", MALLORY.email, Role::Developer, "").await.unwrap();
        let secret = house.secret_to(MALLORY.email).await;
        let claimant = house.sign_up("Imposter", MALLORY.email, Some(&secret)).await;
        assert_ne!(claimant.id(), house.mallory().await.id());
        assert!(!claimant.me().confirmed);
        assert_eq!(role_of(&claimant).await, None);
        assert_eq!(house.mallory().await.accept_invitation(&secret).await, Ok("acme".into()));
    })
    .await;
}

/// The sender lost the right between mail and sign-up: an account, but no membership.
#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_hears_that_the_sender_is_gone() {
    each_engine(async |house| {
        house.grace().await.invite("acme", TRILLIAN, Role::Admin, "").await.unwrap();
        let secret = house.secret_to(TRILLIAN).await;
        house.grace().await.leave("acme").await.unwrap();
        let trillian = house.sign_up("Trillian", TRILLIAN, Some(&secret)).await;
        assert_eq!(role_of(&trillian).await, None);
        assert_eq!(house.role_of(ADA).await, Some(Role::Owner));
    })
    .await;
}
