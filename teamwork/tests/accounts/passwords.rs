//! Signing in by password, and changing it (E7).

use teamwork::{
    acts::{Guest, PasswordCost},
    letters::SecurityEvent,
    rules::{
        log::Door,
        problem::{Field, Problem, Thing, Why},
    },
};

use super::{OTHER, TRILLIAN, is_notice};
use crate::house::{ADA, NETWORK, PASSWORD, each_engine};

/// I38: a wrong password and an unknown address are the same answer.
#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_and_an_unknown_address_are_one_answer() {
    each_engine(async |house| {
        let wrong = Some(Problem::field(Field::Password, Why::WrongCredentials));
        assert_eq!(house.guest().sign_in(ADA.email, OTHER).await.err(), wrong);
        assert_eq!(house.guest().sign_in(TRILLIAN, OTHER).await.err(), wrong);
        assert_eq!(house.guest().sign_in(ADA.email, &"x".repeat(5_000)).await.err(), wrong);
        assert!(house.mails().await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_address_of_a_sign_in_may_be_spelled_in_any_case() {
    each_engine(async |house| {
        assert!(house.guest().sign_in(" ADA@acme.EXAMPLE ", PASSWORD).await.is_ok());
        assert!(house.guest().sign_in(ADA.email, &PASSWORD.to_uppercase()).await.is_err(), "the password may not");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_password_ends_the_other_sessions_and_is_told() {
    each_engine(async |house| {
        let other = house.guest().sign_in(ADA.email, PASSWORD).await.unwrap().secret;
        house.ada().await.ask_email_change("new@acme.example").await.unwrap();
        let pending = house.secret_to("new@acme.example").await;
        let mine = house.ada().await.change_password(PASSWORD, OTHER).await.unwrap().secret;
        assert!(house.recognise(&mine).await.is_some());
        assert!(house.recognise(&other).await.is_none());
        assert!(house.recognise(&house.cookie(ADA)).await.is_none(), "the old cookie of this session");
        assert_eq!(house.guest().confirm_email(&pending).await, Err(Problem::NotFound(Thing::Page)));
        assert!(house.guest().sign_in(ADA.email, PASSWORD).await.is_err());
        assert!(house.guest().sign_in(ADA.email, OTHER).await.is_ok());
        assert!(is_notice(&house.letters_to(ADA.email).await[0], SecurityEvent::PasswordChanged));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_old_password_there_is_no_new_one() {
    each_engine(async |house| {
        let before = house.database.dump().await;
        let wrong = house.ada().await.change_password(OTHER, OTHER).await.err();
        assert_eq!(wrong, Some(Problem::field(Field::Password, Why::WrongPassword)));
        let weak = house.ada().await.change_password(PASSWORD, "adaadaadaadaada").await.err();
        assert_eq!(weak, Some(Problem::field(Field::NewPassword, Why::Guessable)));
        assert_eq!(house.database.dump().await, before);
    })
    .await;
}

/// A stolen database is as expensive to guess in as today's settings say, also for who has not changed their password.
#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_hashes_the_password_anew_when_it_was_hashed_at_another_cost() {
    each_engine(async |house| {
        let hashed = async |cost: &str| {
            let sql =
                format!("SELECT COUNT(*) FROM users WHERE email = '{}' AND password_hash LIKE '%{cost}%'", ADA.email);
            house.database.count(&sql).await == 1
        };
        assert!(hashed("$m=8,t=1,p=1$").await);
        let dearer = house.open_as(|settings| settings.password_cost = PasswordCost::PRODUCTION).await;
        let sign_in = async |password| {
            let guest = Guest::new(&dearer, Door::Page, NETWORK, "Firefox/1 Linux", dearer.request());
            guest.sign_in(ADA.email, password).await.map(|_| ())
        };
        assert!(sign_in(OTHER).await.is_err());
        assert!(hashed("$m=8,t=1,p=1$").await, "only who knows it");
        sign_in(PASSWORD).await.unwrap();
        assert!(hashed("$m=19456,t=2,p=1$").await);
        let before = house
            .database
            .texts(&[], "SELECT password_hash FROM users WHERE password_hash LIKE '%19456%'", "password_hash")
            .await;
        sign_in(PASSWORD).await.unwrap();
        let after = house
            .database
            .texts(&[], "SELECT password_hash FROM users WHERE password_hash LIKE '%19456%'", "password_hash")
            .await;
        assert_eq!((before.len(), before), (1, after), "once");
        assert_eq!(house.log().await.iter().filter(|entry| entry.event == "signed_in").count(), 2);
        dearer.close().await;
    })
    .await;
}
