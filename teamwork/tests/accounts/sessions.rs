//! Sessions (I36): how they end, and that what ended never lives again.

use teamwork::rules::{
    moment::{DAY, HOUR, MINUTE, SECOND},
    problem::{Problem, Thing},
};

use crate::house::{ADA, PASSWORD, each_engine};

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_ends_the_session_for_good() {
    each_engine(async |house| {
        let cookie = house.cookie(ADA);
        let ada = house.ada().await;
        ada.sign_out().await.unwrap();
        assert!(house.recognise(&cookie).await.is_none());
        // B39: a slow request that was recognised before does not write the session back.
        house.clock.forward(2 * 60 * SECOND);
        assert_eq!(ada.reauthenticate(PASSWORD, "").await.err(), Some(Problem::SignedOut));
        assert!(house.recognise(&cookie).await.is_none());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unused_session_ends_after_a_day() {
    each_engine(async |house| {
        let cookie = house.guest().sign_in(ADA.email, PASSWORD).await.unwrap().secret;
        house.clock.forward(24 * HOUR - SECOND);
        assert!(house.recognise(&cookie).await.is_some(), "one second before; and this use counts");
        house.clock.forward(24 * HOUR - SECOND);
        assert!(house.recognise(&cookie).await.is_some());
        house.clock.forward(24 * HOUR);
        assert!(house.recognise(&cookie).await.is_none(), "exactly then");
        house.clock.forward(-SECOND - SECOND);
        let back = house.guest().sign_in(ADA.email, PASSWORD).await;
        assert!(back.is_ok());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_in_use_ends_after_fourteen_days() {
    each_engine(async |house| {
        let began = house.warren.now();
        let cookie = house.guest().sign_in(ADA.email, PASSWORD).await.unwrap().secret;
        while house.warren.now().since(began) < 14 * DAY - 12 * HOUR {
            house.clock.forward(12 * HOUR);
            assert!(house.recognise(&cookie).await.is_some());
        }
        house.clock.set(began.plus(14 * DAY - SECOND));
        assert!(house.recognise(&cookie).await.is_some(), "one second before");
        house.clock.set(began.plus(14 * DAY));
        assert!(house.recognise(&cookie).await.is_none(), "exactly then");
        house.warren.sweep().await.unwrap();
        house.clock.set(began);
        assert!(house.recognise(&cookie).await.is_none(), "and not after a look back");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn proving_the_password_changes_the_secret_of_the_session() {
    each_engine(async |house| {
        house.clock.forward(10 * MINUTE);
        let (old, ada) = (house.cookie(ADA), house.ada().await);
        assert!(!ada.me().fresh);
        assert!(ada.reauthenticate("not the password", "").await.is_err());
        assert!(house.recognise(&old).await.is_some(), "a failed proof changes nothing");
        let new = ada.reauthenticate(PASSWORD, "").await.unwrap().secret;
        assert!(house.recognise(&old).await.is_none());
        assert!(house.recognise(&new).await.unwrap().me().fresh);
    })
    .await;
}

/// B40: what a browser had before signing in is worth nothing afterwards.
#[tokio::test(flavor = "multi_thread")]
async fn every_sign_in_has_a_secret_of_its_own() {
    each_engine(async |house| {
        let one = house.guest().sign_in(ADA.email, PASSWORD).await.unwrap().secret;
        let two = house.guest().sign_in(ADA.email, PASSWORD).await.unwrap().secret;
        assert_ne!(one, two);
        assert!(one.len() == 43 && two.len() == 43, "256 bits");
        for text in ["", "null", &one[..42], &one.to_lowercase(), &"A".repeat(43)] {
            assert!(house.recognise(text).await.is_none(), "{text:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn my_sessions_are_listed_and_one_can_be_ended() {
    each_engine(async |house| {
        let other = house.guest().sign_in(ADA.email, PASSWORD).await.unwrap().secret;
        let ada = house.ada().await;
        let cards = ada.sessions().await.unwrap();
        assert_eq!(cards.len(), 2);
        assert_eq!(cards.iter().filter(|card| card.current).count(), 1);
        assert!(cards.iter().all(|card| card.device == "Firefox on Linux"));
        let id = cards.iter().find(|card| !card.current).unwrap().id;
        ada.end_session(id).await.unwrap();
        assert!(house.recognise(&other).await.is_none());
        assert_eq!(ada.end_session(id).await, Err(Problem::NotFound(Thing::Session)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_ends_the_session_of_somebody_else() {
    each_engine(async |house| {
        let ada = house.ada().await;
        let answer = house.mallory().await.end_session(ada.session().unwrap()).await;
        assert_eq!(answer, Err(Problem::NotFound(Thing::Session)));
        assert!(house.recognise(&house.cookie(ADA)).await.is_some());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_others_can_be_ended_at_once() {
    each_engine(async |house| {
        let mut others = Vec::new();
        for _ in 0..3 {
            others.push(house.guest().sign_in(ADA.email, PASSWORD).await.unwrap().secret);
        }
        house.ada().await.end_other_sessions().await.unwrap();
        for other in others {
            assert!(house.recognise(&other).await.is_none());
        }
        assert_eq!(house.ada().await.sessions().await.unwrap().len(), 1);
        assert!(house.recognise(&house.cookie(crate::house::GRACE)).await.is_some(), "and only mine");
    })
    .await;
}
