//! Several at the same instant: numbers without a gap, no line credited twice, no cent given twice.

use super::{DECEMBER, NOVEMBER, invoice, note, owed, part};
use crate::{
    billing::{
        dunning::{one_invoice, shell},
        noon,
    },
    house::each_engine,
    races::at_once,
};

/// Twelve want a euro of a line of 9.67: nine get it.
#[tokio::test(flavor = "multi_thread")]
async fn credit_notes_at_once_are_numbered_in_a_row_and_never_too_much() {
    each_engine(async |house| {
        one_invoice(house).await;
        let tasks: Vec<_> = (0..12)
            .map(|_| {
                let shell = shell(house);
                tokio::spawn(async move { shell.credit_invoice(NOVEMBER, &[part(1, "1.00")], "At once").await })
            })
            .collect();
        let mut numbers = Vec::new();
        for task in tasks {
            numbers.extend(task.await.unwrap().ok().map(|number| number.number));
        }
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=9).collect::<Vec<_>>());
        // 9.00 net with 19 % is 10.71.
        assert_eq!((owed(house, NOVEMBER).await.1, owed(house, NOVEMBER).await.2), (1_151 - 1_071, 1_071));
    })
    .await;
}

/// Credit ∥ pay: whoever comes first, the payer has all of it in the end.
#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_meets_a_credit_note_is_not_lost() {
    each_engine(async |house| {
        one_invoice(house).await;
        let (one, other) = (shell(house), shell(house));
        let both = at_once(async move { one.credit_invoice(NOVEMBER, &[], "At once").await }, async move {
            other.record_payment(NOVEMBER, "11.51").await
        });
        let (credited, paid) = both.await;
        credited.unwrap();
        let paid = if paid.is_ok() { 1_151 } else { 0 };
        assert_eq!(note(house, "CN-000001").await.left.amount, paid);
    })
    .await;
}

/// Credit ∥ bill: the next invoice is paid by it, whichever of the two is issued first.
#[tokio::test(flavor = "multi_thread")]
async fn a_credit_note_that_meets_the_next_invoice_pays_it() {
    for _ in 0..4 {
        each_engine(async |house| {
            one_invoice(house).await;
            shell(house).record_payment(NOVEMBER, "").await.unwrap();
            house.clock.set(noon("2027-01-01"));
            let (server, shell) = (house.warren.clone(), shell(house));
            let both = at_once(async move { server.bill().await }, async move {
                shell.credit_invoice(NOVEMBER, &[], "At once").await
            });
            let (billed, credited) = both.await;
            assert!(billed.is_ok() && credited.is_ok());
            let next = invoice(house, DECEMBER).await;
            assert_eq!((next.document.total, next.balance.amount, next.set_off.len()), (3_451, 2_300, 1));
            assert_eq!(note(house, "CN-000001").await.left.amount, 0);
        })
        .await;
    }
}
