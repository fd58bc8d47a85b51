//! The clock of a trial while a client is asked (S19): it is not ended meanwhile, runs for two days at least afterwards, and
//! that twice; then only the operator helps.

use teamwork::{
    acts::{Declining, Visitor},
    rules::{
        app::AppState,
        moment::{DAY, HOUR, SECOND},
    },
};

use super::{ANA, accept, offer, own_trial, state_of};
use crate::house::{House, KEVIN, each_engine};

async fn tend(house: &House) {
    house.warren.tend_requests().await.unwrap();
    house.warren.tend_trials().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trial_is_not_ended_while_a_client_is_asked() {
    each_engine(async |house| {
        house.kevin().await.start_personal_trial("app-x").await.unwrap();
        house.clock.forward(6 * DAY);
        let (_, secret) = offer(house, KEVIN, "app-x", ANA).await;
        for _ in 0..6 {
            house.clock.forward(DAY);
            tend(house).await;
        }
        assert_eq!(state_of(house, "app-x").await, AppState::Trial, "its own end was five days ago");
        assert!(accept(house, &secret).await.is_ok());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_request_a_trial_runs_for_two_days_at_least_and_that_twice() {
    each_engine(async |house| {
        house.kevin().await.start_personal_trial("app-x").await.unwrap();
        house.clock.forward(6 * DAY);
        for round in 0..2 {
            let (_, secret) = offer(house, KEVIN, "app-x", ANA).await;
            house.clock.forward(3 * DAY);
            tend(house).await;
            assert_eq!(state_of(house, "app-x").await, AppState::Trial, "{round}");
            Visitor::Guest(house.guest()).decline_request(&secret, &Declining::default()).await.unwrap();
            let app = house.kevin().await.app("app-x").await.unwrap();
            assert_eq!(app.trial_ends_at, Some(house.warren.now().plus(2 * DAY)), "{round}");
            house.clock.forward(2 * DAY - SECOND);
            tend(house).await;
            assert_eq!(state_of(house, "app-x").await, AppState::Trial, "{round}");
        }
        // One request and one renewal; a third does not stop the clock.
        offer(house, KEVIN, "app-x", ANA).await;
        house.clock.forward(SECOND);
        tend(house).await;
        assert_eq!(state_of(house, "app-x").await, AppState::Suspended);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_time_left_gets_none_for_it() {
    each_engine(async |house| {
        let (id, _) = own_trial(house).await;
        let before = house.kevin().await.app("app-x").await.unwrap().trial_ends_at;
        house.kevin().await.cancel_request(id).await.unwrap();
        assert_eq!(house.kevin().await.app("app-x").await.unwrap().trial_ends_at, before);
        assert_eq!(house.database.count("SELECT CAST(SUM(reprieves) AS BIGINT) FROM apps").await, 0);
    })
    .await;
}

/// 4.3: suspended (trial ended) → active by a completed request; and it is kept as long as somebody is asked.
#[tokio::test(flavor = "multi_thread")]
async fn an_ended_trial_is_handed_over_too() {
    each_engine(async |house| {
        house.kevin().await.start_personal_trial("app-x").await.unwrap();
        house.clock.forward(7 * DAY);
        tend(house).await;
        assert_eq!(state_of(house, "app-x").await, AppState::Suspended);
        house.clock.forward(6 * DAY);
        let (id, _) = offer(house, KEVIN, "app-x", ANA).await;
        house.clock.forward(3 * DAY);
        tend(house).await;
        assert_eq!(state_of(house, "app-x").await, AppState::Suspended, "kept beyond the seven days");
        house.kevin().await.cancel_request(id).await.unwrap();
        house.clock.forward(2 * DAY - HOUR);
        tend(house).await;
        assert_eq!(state_of(house, "app-x").await, AppState::Suspended, "and for two days more");
        let (_, secret) = offer(house, KEVIN, "app-x", ANA).await;
        let accepted = accept(house, &secret).await.unwrap();
        assert_eq!(super::apps_of(house, &accepted).await[0].state, Some(AppState::Active));
    })
    .await;
}
