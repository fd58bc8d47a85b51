//! What the provider took beside what it was told, or beside what is still owed, goes back, once, whatever falls over (I28, I29).

use teamwork::{
    acts::EventAbout,
    letters::Letter,
    rules::{
        invoice::InvoiceState,
        moment::{DAY, MINUTE},
        money::Money,
        payment::Decline,
    },
};

use super::{
    charging::{charge_on, failures, state, with_invoice},
    template::pays_back_unheard,
};
use crate::{
    billing::BILLED,
    house::{House, each_engine},
};

async fn events(house: &House, event: &str) -> Vec<String> {
    let log = house.log().await;
    log.into_iter().filter(|entry| entry.event == event).map(|entry| entry.after).collect()
}

fn money(amount: i64, currency: &str) -> Money {
    Money::new(amount, currency)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_too_much_goes_back_once() {
    for (later, how) in [(5 * MINUTE, "by the same key"), (2 * DAY, "by looking")] {
        each_engine(async |house| {
            let (bank, _) = with_invoice(house).await;
            bank.take(Some(money(1_500, "EUR")));
            charge_on(house, "2026-12-03").await;
            assert_eq!((bank.taken(), state(house).await), (vec![1_500], InvoiceState::Paid));
            let invoice = house.ada().await.invoice("acme", "W-000001").await.unwrap().invoice().unwrap();
            assert_eq!(invoice.payments.iter().map(|payment| payment.amount.amount).collect::<Vec<_>>(), [1_151]);
            assert_eq!(events(house, "refund_begun").await, ["3.49 EUR"]);
            assert!(bank.returned().is_empty(), "it is written down first");
            assert_eq!(house.warren.fsck().await, Ok(Vec::new()), "on its way back is well");

            pays_back_unheard(house, &bank, later).await;
            assert_eq!(bank.returned(), [money(349, "EUR")], "{how}");
            assert_eq!(events(house, "refund_done").await, ["3.49 EUR"]);
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_too_little_is_charged_the_next_day() {
    each_engine(async |house| {
        let (bank, _) = with_invoice(house).await;
        bank.take(Some(money(1_000, "EUR")));
        charge_on(house, "2026-12-03").await;
        bank.take(None);
        house.warren.charge_cards().await.unwrap();
        assert_eq!((bank.taken(), state(house).await), (vec![1_000], InvoiceState::Open));
        charge_on(house, "2026-12-04").await;
        house.warren.tend_refunds().await.unwrap();
        assert_eq!((bank.taken(), state(house).await), (vec![1_000, 151], InvoiceState::Paid));
        assert!(bank.returned().is_empty());
    })
    .await;
}

/// The holder of the card has disputed it and won. Nobody asks after cards day by day: the provider tells.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_charged_back_to_a_card_is_open_again() {
    each_engine(async |house| {
        let (bank, _) = with_invoice(house).await;
        charge_on(house, "2026-12-03").await;
        bank.take_back();
        house.clock.forward(30 * DAY);
        assert_eq!(house.warren.watch_debits().await, Ok(0));
        for event in ["evt_2", "evt_2", "evt_3"] {
            house.warren.hear_of_payment(event, EventAbout::Return("charge-0")).await.unwrap();
        }
        assert_eq!((state(house).await, failures(house).await), (InvoiceState::Open, vec![(Decline::Returned, None)]));
        let letters = house.letters_to(BILLED).await;
        let named =
            letters.iter().any(|one| matches!(one, Letter::ChargeFailed { card, .. } if card.starts_with("Visa")));
        assert!(named, "{letters:?}");
        assert_eq!(events(house, "charge_returned").await, ["11.51 EUR"]);
        house.warren.charge_cards().await.unwrap();
        assert_eq!(bank.taken().len(), 1, "nobody is charged again without a word of theirs");
    })
    .await;
}

/// Another currency pays nothing: all of it goes back, and nobody is blamed.
#[tokio::test(flavor = "multi_thread")]
async fn another_currency_goes_back_whole() {
    each_engine(async |house| {
        let (bank, _) = with_invoice(house).await;
        bank.take(Some(money(1_151, "USD")));
        charge_on(house, "2026-12-03").await;
        bank.take(None);
        house.warren.tend_refunds().await.unwrap();
        assert_eq!((bank.returned(), state(house).await), (vec![money(1_151, "USD")], InvoiceState::Open));
        house.warren.charge_cards().await.unwrap();
        assert_eq!((bank.taken(), state(house).await), (vec![1_151, 1_151], InvoiceState::Paid));
        assert!(failures(house).await.is_empty());
    })
    .await;
}
