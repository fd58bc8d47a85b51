//! Money is on its way (4.5): how long a suspension and the end of the Apps wait for it.

use std::{sync::Arc, time::Duration};

use teamwork::{
    acts::Operator,
    rules::{
        day::Day,
        dunning::Arrears,
        id::BillingContactId,
        invoice::InvoiceState,
        moment::HOUR,
        payment::Decline,
        problem::{Conflict, Problem},
    },
};

use super::{
    Bank,
    charging::{charge_on, state, with_invoice},
    debiting::{CREDITOR, give_mandate, wait_until},
};
use crate::{
    billing::{
        day,
        dunning::{OVERDUE, RUNS, come_to, one_invoice, shell, standing, state as app_state},
        noon,
    },
    house::{House, each_engine},
};

/// Acme Inc pays by transfer, and has not; its Apps wait to be deleted from the 4th of February on. Debits are taken here.
async fn doomed(house: &House) -> (Arc<Bank>, BillingContactId) {
    let contact = one_invoice(house).await;
    Operator::of_the_house(&house.warren).set_setting("seller_creditor", CREDITOR).await.unwrap();
    let bank = Bank::of(house);
    come_to(house, 5).await;
    (bank, contact)
}

/// Whether a charge is under way, and when a debit was announced for, as the operator sees it.
async fn seen(house: &House) -> Option<(bool, Option<Day>)> {
    shell(house).doomed().await.unwrap().first().map(|one| (one.charging, one.debit_on))
}

async fn end(house: &House, contact: BillingContactId) -> Result<(), Problem> {
    shell(house).delete_for_non_payment(contact, "Acme Inc", "Unpaid").await
}

/// Nothing is deleted two days before the money comes.
#[tokio::test(flavor = "multi_thread")]
async fn no_app_ends_while_a_bank_decides_about_its_payment() {
    for pays in [Some(true), None] {
        each_engine(async |house| {
            let (bank, contact) = doomed(house).await;
            let under_way = Err(Conflict::ChargeUnderWay.into());
            assert_eq!(seen(house).await, Some((false, None)));
            give_mandate(house, &bank, "evt_1").await;
            assert_eq!(seen(house).await, Some((false, Some(day("2027-02-06")))));
            assert_eq!(end(house, contact).await, under_way, "it is announced");
            charge_on(house, "2027-02-06").await;
            assert_eq!(seen(house).await, Some((true, None)));
            assert_eq!(end(house, contact).await, under_way, "the bank thinks");
            let Some(pays) = pays else {
                wait_until(house, "2027-02-26").await;
                assert_eq!(end(house, contact).await, under_way);
                // Three weeks and no longer.
                wait_until(house, "2027-02-27").await;
                assert_eq!((seen(house).await, end(house, contact).await), (Some((false, None)), Ok(())));
                return;
            };
            bank.decide(pays);
            wait_until(house, "2027-02-10").await;
            assert_eq!((seen(house).await, end(house, contact).await), (None, Err(Conflict::NotDoomed.into())));
            assert_eq!((state(house).await, app_state(house, "shop").await), (InvoiceState::Paid, RUNS));
        })
        .await;
    }
}

/// Another server begins a charge, and this one waits behind it.
#[tokio::test(flavor = "multi_thread")]
async fn a_charge_that_was_begun_when_the_wait_is_over_counts() {
    each_engine(async |house| {
        let (bank, _) = with_invoice(house).await;
        bank.decline(Some(Decline::Funds));
        charge_on(house, "2026-12-03").await;
        house.clock.set(noon("2026-12-25"));
        let now = house.warren.now().millis();
        let mut eye = house.database.eye().await;
        eye.run("BEGIN").await;
        eye.run("UPDATE invoices SET charge_on = NULL WHERE charge_on IS NOT NULL").await;
        let begun = "UPDATE charges SET state = 'begun', why = NULL, reference = NULL, ended_at = NULL, begun_at =";
        eye.run(&format!("{begun} {now}")).await;
        let server = house.warren.clone();
        let dunning = tokio::spawn(async move { server.dun().await });
        tokio::time::sleep(Duration::from_millis(200)).await;
        eye.run("COMMIT").await;
        dunning.await.unwrap().unwrap();
        assert_eq!(house.database.count("SELECT dun_step FROM invoices").await, 1, "no second reminder");
    })
    .await;
}

/// The same account without money, entered again before each debit and after each that has failed: a debit was always announced.
#[tokio::test(flavor = "multi_thread")]
async fn an_empty_account_keeps_no_app_running() {
    each_engine(async |house| {
        let contact = one_invoice(house).await;
        Operator::of_the_house(&house.warren).set_setting("seller_creditor", CREDITOR).await.unwrap();
        let bank = Bank::of(house);
        let mut on = day("2027-01-14");
        house.clock.set(on.start());
        while app_state(house, "shop").await != OVERDUE {
            assert!(on < day("2027-01-28"), "three weeks after the day of the suspension, and a last reminder");
            if on.0 % 6 == 0 {
                house.forgive_limits().await;
                give_mandate(house, &bank, &format!("evt_{}", on.0)).await;
            }
            on = on.plus(1);
            house.clock.set(on.start());
            house.warren.charge_cards().await.unwrap();
            house.clock.forward(HOUR);
            bank.decide(false);
            house.warren.tend_charges().await.unwrap();
            house.warren.dun().await.unwrap();
        }
        assert_eq!((on, standing(house).await), (day("2027-01-28"), Arrears::Blocked));
        for on in ["2027-02-17", "2027-02-27"] {
            wait_until(house, on).await;
        }
        // The same holds for the end, three weeks later still.
        house.clock.set(noon("2027-03-17"));
        house.forgive_limits().await;
        give_mandate(house, &bank, "evt_last").await;
        assert_eq!(seen(house).await, Some((false, Some(day("2027-03-19")))));
        assert_eq!(end(house, contact).await, Err(Conflict::ChargeUnderWay.into()));
        house.clock.set(noon("2027-03-18"));
        assert_eq!(end(house, contact).await, Ok(()), "and nobody waits for ever");
    })
    .await;
}
