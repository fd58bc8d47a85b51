//! Whoever has no card at the provider any more is not known there either: no address of anybody stays (R42, I28).

use teamwork::{
    acts::EventAbout,
    rules::{
        moment::{DAY, HOUR, MINUTE},
        problem::{Conflict, Problem},
    },
};

use super::{Bank, charging::with_invoice, go};
use crate::{
    billing::first,
    house::{House, each_engine},
    requests::own_trial,
};

async fn tend(house: &House, later: i64) {
    house.clock.forward(later);
    house.warren.tend_payments().await.unwrap();
    house.warren.forget_cards().await.unwrap();
}

/// A page that was left, one that was replaced, one that never came, and a card that nobody wants.
#[tokio::test(flavor = "multi_thread")]
async fn who_never_entered_a_card_is_forgotten() {
    each_engine(async |house| {
        let bank = Bank::of(house);
        let (request, secret) = own_trial(house).await;
        bank.be_pageless(true);
        let silent = go(house, &secret).await.map(|_| ());
        assert_eq!(silent, Err(Problem::Conflict(Conflict::ProviderSilent)));
        bank.be_pageless(false);
        assert_eq!(bank.knows(), 1, "it knows of somebody, and the house of no page");
        house.clock.forward(1);
        go(house, &secret).await.unwrap();
        house.clock.forward(1);
        go(house, &secret).await.unwrap();
        let [older, newer] = &bank.opened()[..] else { panic!("two pages") };
        bank.close(older);
        tend(house, MINUTE).await;
        assert_eq!(bank.knows(), 2, "who went to the older page is forgotten");
        bank.prove(newer);
        house.kevin().await.cancel_request(request).await.unwrap();
        bank.be_silent(true);
        tend(house, 2 * HOUR).await;
        assert_eq!(bank.knows(), 2, "nobody answers");
        bank.be_silent(false);
        tend(house, 2 * HOUR).await;
        assert_eq!((bank.knows(), bank.forgotten().len()), (0, 1));
    })
    .await;
}

/// One page about which the provider never answers keeps no other from being looked at.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_nobody_answers_about_holds_up_no_other() {
    each_engine(async |house| {
        let bank = Bank::of(house);
        let (_, secret) = own_trial(house).await;
        for _ in 0..3 {
            house.forgive_limits().await;
            go(house, &secret).await.unwrap();
            house.clock.forward(1);
        }
        let [oldest, older, _] = &bank.opened()[..] else { panic!("three pages") };
        bank.close(oldest);
        bank.close(older);
        bank.be_silent_about(Some(oldest));
        tend(house, MINUTE).await;
        tend(house, MINUTE).await;
        assert_eq!(bank.knows(), 2, "who went to the older page is forgotten");
        bank.be_silent_about(None);
        tend(house, HOUR / 4).await;
        assert_eq!(bank.knows(), 1);
    })
    .await;
}

/// Each question waits for an answer, and the clock that asks it waits for charges too.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_does_not_answer_is_asked_once_of_a_kind() {
    each_engine(async |house| {
        let bank = Bank::of(house);
        for table in ["cards_to_forget (method", "customers_to_forget (customer"] {
            house.database.run(&format!("INSERT INTO {table}, try_at) VALUES ('a', 0), ('b', 0), ('c', 0)")).await;
        }
        bank.be_silent(true);
        house.warren.forget_cards().await.unwrap();
        assert_eq!(bank.asked(), 2);
        bank.be_silent(false);
        assert_eq!(house.warren.forget_cards().await, Ok(4), "the ones that were not asked for");
        house.clock.forward(HOUR);
        assert_eq!(house.warren.forget_cards().await, Ok(2));
    })
    .await;
}

/// The provider finds a charge by whose card it is, so that stays until the charge is decided.
#[tokio::test(flavor = "multi_thread")]
async fn who_is_being_charged_is_known_until_that_is_decided() {
    each_engine(async |house| {
        let (bank, contact) = with_invoice(house).await;
        let ada = house.ada().await;
        let version = async || ada.billing_contact("acme", contact).await.unwrap().details.unwrap().version;
        bank.be_mute(true);
        house.clock.forward(2 * DAY);
        house.warren.charge_cards().await.unwrap();
        bank.be_mute(false);
        assert_eq!(house.ada().await.remove_card("acme", contact, version().await).await.map(|_| ()), Ok(()));
        house.warren.forget_cards().await.unwrap();
        assert_eq!((bank.forgotten().len(), bank.knows()), (1, 1), "the card is gone; whose it was is needed");
        house.clock.forward(HOUR);
        house.warren.tend_charges().await.unwrap();
        house.warren.forget_cards().await.unwrap();
        assert_eq!((bank.taken(), bank.knows()), (vec![1_151], 0));
    })
    .await;
}

/// A card that is exchanged, archived or ended with its Company takes its person along.
#[tokio::test(flavor = "multi_thread")]
async fn who_pays_otherwise_is_forgotten() {
    each_engine(async |house| {
        let bank = Bank::of(house);
        let ada = house.ada().await;
        let slug = house.company_of(&ada, "Elsewhere").await;
        let contact = ada.billing(&slug).await.unwrap()[0].id;
        assert_ne!(contact, first(&ada).await);
        for event in ["evt_1", "evt_2"] {
            house.clock.forward(1);
            let ada = house.ada().await;
            let version = ada.billing_contact(&slug, contact).await.unwrap().details.unwrap().version;
            ada.enter_card(&slug, contact, version).await.unwrap();
            let page = bank.opened().pop().unwrap();
            bank.prove(&page);
            house.warren.hear_of_payment(event, EventAbout::Page(&page)).await.unwrap();
            house.warren.forget_cards().await.unwrap();
            assert_eq!(bank.knows(), 1, "{event}: {:?}", bank.forgotten());
        }
        ada.delete_company(&slug, "Elsewhere").await.unwrap();
        house.warren.forget_cards().await.unwrap();
        assert_eq!((bank.forgotten().len(), bank.knows()), (2, 0));
    })
    .await;
}
