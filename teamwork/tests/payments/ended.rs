//! A Company ends while its invoices are to be charged (S3, S25): what was told to be charged is asked for otherwise.

use teamwork::{
    letters::Letter,
    rules::{day::Day, payment::Decline},
};

use super::{
    charging::{NUMBER, charge_on, with_invoice},
    debiting::with_debit,
};
use crate::{
    billing::{BILLED, day, dunning::one_invoice, noon},
    house::{House, each_engine},
};

/// What the address for invoices was asked to transfer: which invoice, how much, until when.
async fn asked(house: &House) -> Vec<(String, i64, Day)> {
    let due = |letter| match letter {
        Letter::PaymentDue { number, link: Some(_), slug, balance, due, .. } if slug.is_empty() => {
            Some((number.to_string(), balance.amount, due))
        }
        _ => None,
    };
    house.letters_to(BILLED).await.into_iter().filter_map(due).collect()
}

/// Before the first charge of a card, between two of them, and before a debit.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_card_that_is_gone_was_to_pay_is_to_be_transferred() {
    for (pays_by, ends) in [("card", "2026-12-02"), ("card", "2026-12-04"), ("account", "2026-12-03")] {
        each_engine(async |house| {
            let (bank, _) = if pays_by == "card" { with_invoice(house).await } else { with_debit(house).await };
            bank.decline(Some(Decline::Funds));
            if ends == "2026-12-04" {
                charge_on(house, "2026-12-03").await;
            }
            let tried = bank.charged_to().len();
            house.clock.set(noon(ends));
            house.ada().await.delete_company("acme", "Acme Inc").await.unwrap();
            // The one for the last days says itself that it is to be transferred.
            assert_eq!(asked(house).await, [(NUMBER.to_owned(), 1_151, day("2026-12-15"))], "{pays_by} {ends}");
            let mails = house.mails().await;
            let mail = mails.iter().find(|mail| matches!(mail.letter, Letter::PaymentDue { .. })).unwrap();
            let seen = house.guest().look_at_invoice(&house.secret_of(&mail.letter)).await.unwrap().invoice().unwrap();
            assert!(seen.pays.is_none() && seen.balance.amount == 1_151, "there it stands how to pay");
            for later in ["2026-12-07", "2026-12-13", "2026-12-20"] {
                charge_on(house, later).await;
            }
            assert_eq!((bank.charged_to().len(), asked(house).await.len()), (tried, 1), "{pays_by} {ends}");
            assert_eq!(house.warren.fsck().await, Ok(Vec::new()));
        })
        .await;
    }
}

/// That an invoice is to be transferred its own mail has said.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_asked_twice() {
    each_engine(async |house| {
        one_invoice(house).await;
        house.clock.set(noon("2026-12-02"));
        house.ada().await.delete_company("acme", "Acme Inc").await.unwrap();
        assert_eq!(asked(house).await, []);
    })
    .await;
}
