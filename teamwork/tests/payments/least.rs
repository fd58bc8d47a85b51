//! A provider charges 0.50 at least: nobody is charged less, nor reminded of it (E68, E73).

use teamwork::{
    acts::Operator,
    rules::{
        dunning::Arrears,
        invoice::{CreditLine, InvoiceState},
    },
};

use super::charging::{NUMBER, charge_on, state, with_invoice};
use crate::{
    billing::{bill, noon},
    house::{House, each_engine},
};

const JANUARY: &str = "W-000003";

fn shell(house: &House) -> Operator {
    Operator::of_the_house(&house.warren)
}

/// 34.41 of 34.51 were there: 34.01 are set off, 0.50 are charged, and 0.40 are there still.
#[tokio::test(flavor = "multi_thread")]
async fn a_credit_leaves_enough_to_be_charged() {
    each_engine(async |house| {
        let (bank, _) = with_invoice(house).await;
        charge_on(house, "2026-12-03").await;
        house.clock.set(noon("2027-01-01"));
        bill(house).await;
        charge_on(house, "2027-01-03").await;
        let line = CreditLine { line: 1, left: String::new(), amount: "28.92".into() };
        shell(house).credit_invoice("W-000002", &[line], "Billed by mistake").await.unwrap();
        house.clock.set(noon("2027-02-01"));
        bill(house).await;
        let ada = house.ada().await;
        let invoice = ada.invoice("acme", JANUARY).await.unwrap().invoice().unwrap();
        let left = ada.invoice("acme", "CN-000001").await.unwrap().credit_note().unwrap().left;
        assert_eq!((invoice.balance.amount, left.amount), (50, 40));
        charge_on(house, "2027-02-03").await;
        assert_eq!(bank.taken(), [1_151, 3_451, 50]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_little_is_neither_charged_nor_dunned() {
    each_engine(async |house| {
        let (bank, _) = with_invoice(house).await;
        shell(house).record_payment(NUMBER, "11.20").await.unwrap();
        for day in ["2026-12-03", "2026-12-18", "2026-12-25", "2027-01-05"] {
            charge_on(house, day).await;
            house.warren.dun().await.unwrap();
        }
        let arrears = house.ada().await.billing("acme").await.unwrap()[0].arrears;
        assert_eq!((bank.charged_to().len(), state(house).await, arrears), (0, InvoiceState::Open, Arrears::Active));
    })
    .await;
}
