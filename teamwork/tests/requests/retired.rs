//! A plan that no new App can have, and the trials that have it: what is shown before the press is what the client is told,
//! and what they were told they can accept.

use teamwork::{
    acts::Visitor,
    rules::{money::Money, request::RequestForm},
};

use super::{ANA, accept, own_trial, to};
use crate::house::{House, each_engine};

async fn retire(house: &House, plan: &str) {
    house.database.run(&format!("UPDATE plans SET offered = FALSE WHERE key = '{plan}'")).await;
}

/// With the plan that the page sends, and without one.
#[tokio::test(flavor = "multi_thread")]
async fn a_trial_is_offered_on_the_plan_it_has() {
    each_engine(async |house| {
        house.kevin().await.start_personal_trial("app-x").await.unwrap();
        retire(house, "small").await;
        let kevin = house.kevin().await;
        let sheet = kevin.request_sheet("app-x").await.unwrap();
        assert_eq!(sheet.offer.total, Money::new(900, "EUR"));
        assert!(sheet.plans.iter().any(|plan| plan.key == sheet.plan), "what it has can be chosen: {:?}", sheet.plans);
        for plan in [sheet.plan.clone(), String::new()] {
            house.forgive_limits().await;
            let id = kevin.send_request("app-x", RequestForm { plan, ..to(ANA) }).await.unwrap();
            let secret = house.newest_secret(ANA).await;
            let view = Visitor::Guest(house.guest()).look_at_request(&secret).await.unwrap();
            assert_eq!(view.offer.total, sheet.offer.total);
            kevin.cancel_request(id).await.unwrap();
        }
    })
    .await;
}

/// What was sent before the plan was withdrawn goes on, and so does what is sent again.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_client_was_told_outlives_the_price_list() {
    each_engine(async |house| {
        let (id, secret) = own_trial(house).await;
        retire(house, "small").await;
        let kevin = house.kevin().await;
        assert!(!kevin.request_sheet("app-x").await.unwrap().outdated);
        assert!(Visitor::Guest(house.guest()).look_at_request(&secret).await.is_ok());
        house.forgive_limits().await;
        kevin.resend_request(id).await.unwrap();
        assert!(!kevin.request_sheet("app-x").await.unwrap().outdated);
        assert!(accept(house, &house.newest_secret(ANA).await).await.is_ok());
    })
    .await;
}
