//! Between the list of what is to be charged and the charge something happens (I28): nobody is charged by what stood in the list.

use std::{sync::Arc, time::Duration};

use teamwork::{
    acts::EventAbout,
    rules::{id::BillingContactId, invoice::InvoiceState, payment::Decline},
};
use tokio::time::{sleep, timeout};

use super::{
    Bank,
    charging::{charge_on, failures, state, with_invoice},
    debiting::{CREDITOR, set_creditor, with_debit},
};
use crate::{
    billing::{bill, day, noon},
    house::{Engine, House, each_engine},
};

/// November and December are to be charged, 11.51 and 34.51 EUR, November first.
async fn with_two(house: &House) -> (Arc<Bank>, BillingContactId) {
    let (bank, contact) = with_invoice(house).await;
    house.clock.set(noon("2027-01-01"));
    bill(house).await;
    (bank, contact)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_server_has_tried_is_not_tried_again() {
    each_engine(async |house| {
        let (bank, _) = with_two(house).await;
        let other = house.beside().await;
        bank.serve(&other);
        bank.decline(Some(Decline::Funds));
        let faster = other.clone();
        // It finds December in its list too, and is done with it before the first server comes there.
        bank.meanwhile(async move { assert!(faster.charge_cards().await.is_ok()) });
        charge_on(house, "2027-01-03").await;
        assert_eq!(failures(house).await, [(Decline::Funds, Some(day("2027-01-06"))); 2], "one each");
        assert_eq!(bank.charged_to().len(), 2);
        other.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mandate_that_is_given_meanwhile_is_announced_before() {
    each_engine(async |house| {
        let (bank, contact) = with_two(house).await;
        set_creditor(house, CREDITOR).await;
        house.clock.set(noon("2027-01-03"));
        let ada = house.ada().await;
        let version = ada.billing_contact("acme", contact).await.unwrap().details.unwrap().version;
        ada.enter_account("acme", contact, version).await.unwrap();
        let page = bank.opened().pop().unwrap();
        bank.prove_account(&page);
        let (server, account) = (house.warren.clone(), format!("card-{page}"));
        bank.meanwhile(async move { server.hear_of_payment("evt_2", EventAbout::Page(&page)).await.unwrap() });
        house.warren.charge_cards().await.unwrap();
        assert_eq!((bank.charged_to().len(), state(house).await), (1, InvoiceState::Paid), "November, by the card");
        charge_on(house, "2027-01-08").await;
        assert_eq!(bank.charged_to().len(), 1);
        charge_on(house, "2027-01-09").await;
        assert_eq!(bank.charged_to().last(), Some(&account), "six days after the mandate, as announced");
    })
    .await;
}

/// Another transaction has exchanged the card, and this one waits behind it.
#[tokio::test(flavor = "multi_thread")]
async fn the_card_is_charged_that_is_there_when_the_wait_is_over() {
    each_engine(async |house| {
        let (bank, _) = with_invoice(house).await;
        house.clock.set(noon("2026-12-03"));
        let mut eye = house.database.eye().await;
        eye.run("BEGIN").await;
        eye.run("UPDATE billing_contacts SET provider_method = 'another' WHERE provider_method IS NOT NULL").await;
        eye.run("UPDATE invoices SET charges_failed = 0 WHERE charge_on IS NOT NULL").await;
        let (server, asked) = (house.warren.clone(), house.warren.statements());
        let charging = tokio::spawn(async move { server.charge_cards().await });
        it_waits(house, asked).await;
        assert!(bank.charged_to().is_empty());
        eye.run("COMMIT").await;
        charging.await.unwrap().unwrap();
        assert_eq!(bank.charged_to(), ["another"]);
    })
    .await;
}

/// Until somebody who had asked so much has read their list, which needs no lock, and stands before the lock: PostgreSQL tells
/// who waits for one. SQLite does not, but begins nothing while another writes.
async fn it_waits(house: &House, asked: u64) {
    const WAITING: &str =
        "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let waits = async {
        while house.warren.statements() == asked {
            sleep(Duration::from_millis(1)).await;
        }
        while house.database.engine() == Engine::Postgres && house.database.count(WAITING).await == 0 {
            sleep(Duration::from_millis(5)).await;
        }
    };
    assert!(timeout(Duration::from_secs(4), waits).await.is_ok(), "nobody waits");
}

/// Two debits were paid, and another server hears first that both were taken back.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_asks_after_what_was_taken_back() {
    each_engine(async |house| {
        let (bank, _) = with_debit(house).await;
        charge_on(house, "2026-12-07").await;
        house.clock.set(noon("2027-01-01"));
        bill(house).await;
        charge_on(house, "2027-01-07").await;
        bank.decide(true);
        house.clock.set(noon("2027-01-10"));
        house.warren.tend_charges().await.unwrap();
        bank.take_back();
        house.clock.set(noon("2027-01-20"));
        let other = house.beside().await;
        bank.serve(&other);
        let faster = other.clone();
        bank.meanwhile(async move { assert_eq!(faster.watch_debits().await, Ok(1)) });
        assert_eq!(house.warren.watch_debits().await, Ok(2));
        assert_eq!(house.warren.fsck().await, Ok(Vec::new()), "none is taken back and watched still");
        house.clock.set(noon("2027-01-22"));
        assert_eq!(house.warren.watch_debits().await, Ok(0));
        other.close().await;
    })
    .await;
}
