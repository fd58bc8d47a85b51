//! How long a trial lasts that is offered again and again (S19, I19).

use teamwork::rules::{app::AppState, moment::DAY, request::RequestForm};

use super::{ANA, state_of, to};
use crate::house::{House, each_engine};

async fn later(house: &House, days: i64) {
    house.clock.forward(days * DAY);
    house.warren.tend_requests().await.unwrap();
    house.warren.tend_trials().await.unwrap();
}

/// One request and one renewal: who presses "Send again" before each deadline has no trial for ever.
#[tokio::test(flavor = "multi_thread")]
async fn sending_again_does_not_stop_the_clock_for_ever() {
    each_engine(async |house| {
        house.kevin().await.start_personal_trial("app-x").await.unwrap();
        let form = RequestForm { days: "30".into(), ..to(ANA) };
        let id = house.kevin().await.send_request("app-x", form).await.unwrap();
        later(house, 5).await;
        house.kevin().await.resend_request(id).await.unwrap();
        later(house, 29).await;
        assert_eq!(state_of(house, "app-x").await, AppState::Trial, "sent again before its own end costs nothing");
        house.forgive_limits().await;
        house.kevin().await.resend_request(id).await.unwrap();
        later(house, 29).await;
        assert_eq!(state_of(house, "app-x").await, AppState::Trial, "one renewal");
        house.forgive_limits().await;
        house.kevin().await.edit_request(id, Default::default()).await.unwrap();
        later(house, 1).await;
        assert_eq!(state_of(house, "app-x").await, AppState::Suspended, "and then the operator");
    })
    .await;
}
