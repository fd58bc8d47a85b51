//! A bank has kept its fee and so a rest of an invoice is open that nobody is charged (4.5): it holds nothing up.

use std::sync::Arc;

use teamwork::{
    acts::EventAbout,
    letters::Letter,
    rules::{
        dunning::Arrears,
        id::BillingContactId,
        invoice::{CreditLine, InvoiceState},
        money::Money,
        problem::Conflict,
    },
};

use super::{
    Bank,
    charging::{NUMBER, charge_on, state},
    debiting::{CREDITOR, give_mandate},
};
use crate::{
    billing::{
        BILLED, bill,
        dunning::{OVERDUE, RUNS, come_to, dun, one_invoice, shell, standing, state as app_state},
        noon,
    },
    house::{House, each_engine},
};

/// Acme Inc has not transferred 11.51 EUR, and its Apps are suspended.
async fn blocked(house: &House) -> (Arc<Bank>, BillingContactId) {
    let contact = one_invoice(house).await;
    let bank = Bank::of(house);
    come_to(house, 3).await;
    assert_eq!((standing(house).await, app_state(house, "shop").await), (Arrears::Blocked, OVERDUE));
    (bank, contact)
}

async fn give_card(house: &House, bank: &Bank, contact: BillingContactId) {
    let ada = house.ada().await;
    let version = ada.billing_contact("acme", contact).await.unwrap().details.unwrap().version;
    ada.enter_card("acme", contact, version).await.unwrap();
    let page = bank.opened().pop().unwrap();
    bank.prove(&page);
    house.warren.hear_of_payment("evt_1", EventAbout::Page(&page)).await.unwrap();
}

/// Whether everything runs again, and somebody heard so, while something is open.
async fn all_is_clear(house: &House) {
    assert_eq!((standing(house).await, app_state(house, "shop").await), (Arrears::Active, RUNS));
    assert_eq!(state(house).await, InvoiceState::Open);
    let letters = house.letters_to(BILLED).await;
    let clear = letters.iter().filter(|letter| matches!(letter, Letter::AllClear { overdue: false, .. })).count();
    assert_eq!(clear, 1, "{letters:?}");
}

/// 11.21 were transferred, were charged, or were credited.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_little_to_be_charged_suspends_nobody() {
    for how in ["transferred", "charged", "credited"] {
        each_engine(async |house| {
            let (bank, contact) = blocked(house).await;
            match how {
                "transferred" => shell(house).record_payment(NUMBER, "11.21").await.unwrap(),
                "charged" => {
                    give_card(house, &bank, contact).await;
                    bank.take(Some(Money::new(1_121, "EUR")));
                    charge_on(house, "2027-01-05").await;
                }
                _ => {
                    let line = CreditLine { line: 1, amount: "9.40".into(), left: String::new() };
                    shell(house).credit_invoice(NUMBER, &[line], "The fee of a bank").await.map(drop).unwrap();
                }
            }
            all_is_clear(house).await;
            for later in ["2027-01-25", "2027-02-04"] {
                charge_on(house, later).await;
                dun(house).await;
            }
            all_is_clear(house).await;
            assert!(shell(house).doomed().await.unwrap().is_empty());
            assert_eq!(bank.charged_to().len(), usize::from(how == "charged"));
        })
        .await;
    }
}

/// What the bank would refuse is refused with words.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_pays_so_little_by_card_or_debit() {
    each_engine(async |house| {
        let (bank, contact) = blocked(house).await;
        shell(house).set_setting("seller_creditor", CREDITOR).await.unwrap();
        shell(house).record_payment(NUMBER, "11.02").await.unwrap();
        let pay = async || house.ada().await.pay_invoice_now("acme", NUMBER).await.map(drop);
        assert_eq!(pay().await, Err(Conflict::TooLittle.into()), "nor is a card asked for");
        give_card(house, &bank, contact).await;
        assert_eq!(pay().await, Err(Conflict::TooLittle.into()));
        house.clock.forward(1);
        give_mandate(house, &bank, "evt_2").await;
        assert_eq!(pay().await, Err(Conflict::TooLittle.into()));
        assert!(bank.charged_to().is_empty());
    })
    .await;
}

/// The rest of November stands at its step for ever, and December goes its own way to the end.
#[tokio::test(flavor = "multi_thread")]
async fn the_next_invoice_is_told_as_if_nothing_were_left_of_this_one() {
    each_engine(async |house| {
        one_invoice(house).await;
        come_to(house, 2).await;
        house.clock.set(noon("2027-01-01"));
        bill(house).await;
        come_to(house, 3).await;
        shell(house).record_payment(NUMBER, "11.21").await.unwrap();
        for on in ["2027-01-18", "2027-01-25", "2027-02-05"] {
            house.clock.set(noon(on));
            dun(house).await;
        }
        assert_eq!((standing(house).await, app_state(house, "shop").await), (Arrears::Blocked, OVERDUE));
        let letters = house.letters_to(BILLED).await;
        let suspended = letters.iter().filter(|letter| matches!(letter, Letter::AppsSuspended { .. })).count();
        assert_eq!(suspended, 2, "once for each of them");
    })
    .await;
}

/// What a card has paid all but thirty cents of is disputed: it is dunned from the first step on.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_back_of_it_begins_anew() {
    each_engine(async |house| {
        let (bank, contact) = blocked(house).await;
        give_card(house, &bank, contact).await;
        bank.take(Some(Money::new(1_121, "EUR")));
        charge_on(house, "2027-01-05").await;
        all_is_clear(house).await;
        bank.take_back();
        house.warren.hear_of_payment("evt_2", EventAbout::Return("charge-0")).await.unwrap();
        assert_eq!((standing(house).await, app_state(house, "shop").await), (Arrears::Failing, RUNS));
        assert_eq!(house.database.count("SELECT dun_step FROM invoices").await, 1);
    })
    .await;
}
