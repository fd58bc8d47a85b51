//! Limits (T12, I47): they hold, they end, and a restart forgives nothing.

use std::sync::Arc;

use teamwork::{
    acts::{Guest, Warren},
    rules::{
        limit::Limit,
        log::Door,
        moment::{DAY, HOUR, MINUTE},
        problem::{Field, Problem, Why},
        role::Role,
    },
};

use super::{OTHER, TRILLIAN};
use crate::house::{ADA, GRACE, PASSWORD, each_engine};

fn is_limited<T: std::fmt::Debug>(answer: Result<T, Problem>, by: Limit) -> bool {
    matches!(answer, Err(Problem::TooMany { limit, seconds }) if limit == by && seconds > 0)
}

fn from(warren: &Arc<Warren>, network: &str) -> Guest {
    Guest::new(warren, Door::Page, network, "", warren.request())
}

#[tokio::test(flavor = "multi_thread")]
async fn after_ten_wrong_passwords_a_network_rests_also_after_a_restart() {
    each_engine(async |house| {
        let wrong = Problem::field(Field::Password, Why::WrongCredentials);
        for _ in 0..10 {
            assert_eq!(house.guest().sign_in(ADA.email, OTHER).await.err(), Some(wrong.clone()));
        }
        let limit = Limit::PasswordPerAccount;
        assert!(is_limited(house.guest().sign_in("ADA@acme.example", PASSWORD).await.map(|_| ()), limit));
        let restarted = house.beside().await;
        let answer = from(&restarted, crate::house::NETWORK).sign_in(ADA.email, PASSWORD).await;
        assert!(is_limited(answer.map(|_| ()), limit));
        restarted.close().await;
        assert!(house.guest().sign_in(GRACE.email, PASSWORD).await.is_ok(), "the others do not rest");
        house.clock.forward(15 * MINUTE);
        assert!(house.guest().sign_in(ADA.email, PASSWORD).await.is_ok());
    })
    .await;
}

/// A stranger who tries passwords does not lock the owner of the account out.
#[tokio::test(flavor = "multi_thread")]
async fn the_owner_gets_in_while_somebody_else_is_guessing() {
    each_engine(async |house| {
        for _ in 0..12 {
            assert!(house.guest_from("198.51.100.66").sign_in(ADA.email, OTHER).await.is_err());
        }
        assert!(house.guest().sign_in(ADA.email, PASSWORD).await.is_ok());
        assert!(is_limited(
            house.guest_from("198.51.100.66").sign_in(ADA.email, PASSWORD).await.map(|_| ()),
            Limit::PasswordPerAccount
        ));
    })
    .await;
}

/// NIST SP 800-63B: a hundred for one account, however many networks there are.
#[tokio::test(flavor = "multi_thread")]
async fn from_a_thousand_networks_there_are_a_hundred_tries() {
    each_engine(async |house| {
        for n in 0..100 {
            let answer = house.guest_from(&format!("10.0.0.{n}")).sign_in(TRILLIAN, OTHER).await;
            assert!(matches!(answer, Err(Problem::Invalid(_))), "{n}");
        }
        let answer = house.guest_from("10.0.1.0").sign_in(TRILLIAN, OTHER).await;
        assert!(is_limited(answer.map(|_| ()), Limit::PasswordAnywhere));
    })
    .await;
}

/// Only failures count: who gets in begins anew.
#[tokio::test(flavor = "multi_thread")]
async fn a_success_takes_the_failures_back() {
    each_engine(async |house| {
        for _ in 0..2 {
            for _ in 0..6 {
                assert!(house.guest().sign_in(ADA.email, OTHER).await.is_err());
            }
            assert!(house.guest().sign_in(ADA.email, PASSWORD).await.is_ok());
        }
    })
    .await;
}

/// An unknown address rests like a known one, or the limit would tell them apart (I38).
#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_address_is_limited_like_a_known_one() {
    each_engine(async |house| {
        for _ in 0..10 {
            assert!(house.guest().sign_in(TRILLIAN, OTHER).await.is_err());
        }
        assert!(is_limited(house.guest().sign_in(TRILLIAN, OTHER).await.map(|_| ()), Limit::PasswordPerAccount));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_flooded_with_mails_they_did_not_ask_for() {
    each_engine(async |house| {
        for n in 0..5 {
            house.guest_from(&format!("198.51.100.{n}")).ask_reset(ADA.email).await.unwrap();
        }
        let limit = Limit::MailPerAddress;
        assert!(is_limited(house.guest().ask_reset(ADA.email).await, limit));
        assert!(is_limited(house.guest().ask_sign_in_link("ADA@ACME.example", "").await, limit));
        assert!(is_limited(house.guest().sign_up(super::form(ADA.email)).await.map(|_| ()), limit));
        assert!(is_limited(house.kevin().await.ask_email_change(ADA.email).await, limit));
        assert_eq!(house.letters_to(ADA.email).await.len(), 5);
        house.clock.forward(HOUR);
        assert!(house.guest().ask_reset(ADA.email).await.is_ok());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_network_asks_for_fifty_mails_an_hour() {
    each_engine(async |house| {
        for n in 0..50 {
            house.guest().ask_reset(&format!("n{n}@heart.example")).await.unwrap();
        }
        assert!(is_limited(house.guest().ask_reset(TRILLIAN).await, Limit::MailPerNetwork));
        assert!(house.guest_from("198.51.100.1").ask_reset(TRILLIAN).await.is_ok());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_network_guesses_two_hundred_links() {
    each_engine(async |house| {
        for n in 0..200 {
            assert!(house.guest().look_at_link(&format!("{n:0>43}")).await.is_err());
        }
        let answer = house.guest().look_at_link(&"A".repeat(43)).await;
        assert!(is_limited(answer, Limit::LinksPerNetwork));
        assert!(is_limited(house.guest().confirm_email(&"A".repeat(43)).await, Limit::LinksPerNetwork));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_is_invited_five_times_a_day_whoever_does_it() {
    each_engine(async |house| {
        for n in 0..5 {
            let who = if n % 2 == 0 { ADA } else { GRACE };
            house.person(who).await.invite("acme", TRILLIAN, Role::Developer, "").await.unwrap();
            let id = house.ada().await.invitations("acme").await.unwrap()[0].id;
            house.ada().await.cancel_invitation("acme", id).await.unwrap();
        }
        let invited = house.ada().await.invite("acme", TRILLIAN, Role::Developer, "").await.unwrap();
        assert_eq!(invited[0].outcome, teamwork::rules::invitation::InviteOutcome::TooOften);
        house.clock.forward(DAY);
        let invited = house.ada().await.invite("acme", TRILLIAN, Role::Developer, "").await.unwrap();
        assert_eq!(invited[0].outcome, teamwork::rules::invitation::InviteOutcome::Sent);
    })
    .await;
}

/// A resend is a mail to the same stranger: the second door has the lock of the first.
#[tokio::test(flavor = "multi_thread")]
async fn resending_counts_like_inviting() {
    each_engine(async |house| {
        house.ada().await.invite("acme", TRILLIAN, Role::Developer, "").await.unwrap();
        let id = house.ada().await.invitations("acme").await.unwrap()[0].id;
        for _ in 0..4 {
            house.ada().await.resend_invitation("acme", id).await.unwrap();
        }
        assert!(is_limited(house.ada().await.resend_invitation("acme", id).await, Limit::InvitationsPerAddress));
        let edited = house.grace().await.edit_invitation("acme", id, Role::Admin, "").await;
        assert!(is_limited(edited, Limit::InvitationsPerAddress));
        assert_eq!(house.letters_to(TRILLIAN).await.len(), 5);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_invites_twenty_an_hour() {
    each_engine(async |house| {
        let many: Vec<String> = (0..20).map(|n| format!("n{n}@heart.example")).collect();
        house.grace().await.invite("acme", &many.join(","), Role::Developer, "").await.unwrap();
        let answer = house.grace().await.invite("acme", TRILLIAN, Role::Developer, "").await;
        assert!(is_limited(answer, Limit::InvitationsPerPerson));
        assert!(house.ada().await.invite("acme", TRILLIAN, Role::Developer, "").await.is_ok());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_company_invites_fifty_a_day() {
    each_engine(async |house| {
        for (batch, size) in [20, 20, 10].into_iter().enumerate() {
            let many: Vec<String> = (0..size).map(|n| format!("n{batch}-{n}@heart.example")).collect();
            house.ada().await.invite("acme", &many.join(","), Role::Developer, "").await.unwrap();
            house.clock.forward(HOUR);
        }
        let answer = house.grace().await.invite("acme", TRILLIAN, Role::Developer, "").await;
        assert!(is_limited(answer, Limit::InvitationsPerCompany));
        assert!(house.letters_to(TRILLIAN).await.is_empty());
    })
    .await;
}
