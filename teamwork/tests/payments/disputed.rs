//! A holder disputes what their card has paid: an event tells that it began, and perhaps none how it ends (I27).

use teamwork::{acts::EventAbout, rules::invoice::InvoiceState};

use super::charging::{charge_on, state, with_invoice};
use crate::{billing::noon, house::each_engine};

#[tokio::test(flavor = "multi_thread")]
async fn how_a_dispute_ends_is_found_without_an_event() {
    each_engine(async |house| {
        let (bank, _) = with_invoice(house).await;
        charge_on(house, "2026-12-03").await;
        assert_eq!(state(house).await, InvoiceState::Paid);
        house.clock.set(noon("2027-02-20"));
        assert_eq!(house.warren.watch_debits().await, Ok(0), "nobody asks after a card of which nobody complains");
        house.warren.hear_of_payment("evt_dispute", EventAbout::Return("charge-0")).await.unwrap();
        assert_eq!(state(house).await, InvoiceState::Paid, "it is fought over");
        house.clock.set(noon("2027-05-20"));
        bank.take_back();
        house.warren.watch_debits().await.unwrap();
        assert_eq!(state(house).await, InvoiceState::Open);
    })
    .await;
}

/// It was won: 200 days after the charge nobody asks any more.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_asks_for_ever() {
    each_engine(async |house| {
        let (_bank, _) = with_invoice(house).await;
        charge_on(house, "2026-12-03").await;
        house.clock.set(noon("2027-02-20"));
        house.warren.hear_of_payment("evt_dispute", EventAbout::Return("charge-0")).await.unwrap();
        for (on, asked) in
            [("2027-02-21", 1), ("2027-06-19", 1), ("2027-06-21", 1), ("2027-06-22", 0), ("2027-09-01", 0)]
        {
            house.clock.set(noon(on));
            assert_eq!(house.warren.watch_debits().await, Ok(asked), "{on}");
        }
        assert_eq!(state(house).await, InvoiceState::Paid);
    })
    .await;
}
