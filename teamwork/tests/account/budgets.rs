//! How many statements the acts of an account may issue; see `budgets.rs` beside this room.

use super::stage::{KEY, company_app, some_key};
use crate::{
    budgets::{costs, spent, telling},
    house::{KEVIN, each_engine},
};

#[tokio::test(flavor = "multi_thread")]
async fn keys_and_preferences_stay_within_their_budgets() {
    each_engine(async |house| {
        let ada = house.ada().await;
        costs!(house, ada.keys(), 1).unwrap();
        costs!(house, ada.preferences(), 1).unwrap();
        // Person, key, what a trial earns by it, mail, end of the chain, log.
        let key = costs!(house, ada.add_key(KEY, "laptop"), telling(house, 6)).unwrap();
        costs!(house, ada.key_proof(key), 1).unwrap();
        // Key, mail, end of the chain, log.
        costs!(house, ada.remove_key(key), telling(house, 4)).unwrap();
        company_app(house, "shop", true).await;
        costs!(house, ada.deploy_keys("shop", "acme"), 2).unwrap();
        // Standing, key, end of the chain, log.
        let key = costs!(house, ada.add_deploy_key("shop", &some_key(1), "ci", true), telling(house, 4)).unwrap();
        // Standing, key, delete, end of the chain, log.
        costs!(house, ada.remove_deploy_key("shop", key), telling(house, 5)).unwrap();
        // Person, forget, newsletter, end of the chain, log; and one for each that is muted.
        let wanted = ada.preferences().await.unwrap();
        costs!(house, ada.change_preferences(wanted), telling(house, 5)).unwrap();
        // View, end of the chain, log.
        costs!(house, ada.change_view(ada.me().view), telling(house, 3)).unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_costs_the_same_whatever_the_person_has() {
    each_engine(async |house| {
        let kevin = house.kevin().await;
        costs!(house, kevin.closing(), 4).unwrap();
        for number in 0..10 {
            kevin.add_key(&some_key(number), "x").await.unwrap();
        }
        // Person, Companies, trials, mail, sessions, fifteen that erase, end of the chain, log; and for the Company
        // standing, what is lost, delete, count, withdraw twice, end of the chain, log, mails.
        costs!(house, kevin.close_account(KEVIN.email), telling(house, 31)).unwrap();
    })
    .await;
}
