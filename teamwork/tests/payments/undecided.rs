//! A debit the bank has not decided on for weeks: it is overdue in the end, or the operator settles it (I28).

use teamwork::{
    acts::Operator,
    rules::{dunning::Arrears, invoice::InvoiceState, problem::Conflict},
};

use super::{
    charging::{NUMBER, charge_on, failures, state},
    debiting::{shell, standing, wait_until, with_debit},
};
use crate::{billing::noon, house::each_engine};

/// Three weeks and no longer.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_bank_never_decides_is_overdue_in_the_end() {
    each_engine(async |house| {
        let (bank, _) = with_debit(house).await;
        charge_on(house, "2026-12-07").await;
        wait_until(house, "2026-12-27").await;
        assert_eq!(standing(house).await, Arrears::Active);
        wait_until(house, "2026-12-29").await;
        assert_eq!(standing(house).await, Arrears::Failing);
        bank.decide(true);
        wait_until(house, "2026-12-30").await;
        assert_eq!((state(house).await, standing(house).await), (InvoiceState::Paid, Arrears::Active));
    })
    .await;
}

/// After three weeks, or at once where no provider is left: and what the bank takes or refuses later changes nothing.
#[tokio::test(flavor = "multi_thread")]
async fn the_operator_settles_what_no_bank_decides() {
    for (on, is_left) in [("2026-12-29", true), ("2026-12-10", false)] {
        for (pays, how) in [(true, "paid"), (false, "written off"), (true, "credited")] {
            each_engine(async |house| {
                let (bank, _) = with_debit(house).await;
                charge_on(house, "2026-12-07").await;
                house.clock.set(noon("2026-12-10"));
                assert_eq!(shell(house).write_off(NUMBER, "Gone").await, Err(Conflict::ChargeUnderWay.into()));
                wait_until(house, on).await;
                let other = house.beside().await;
                let shell = Operator::of_the_house(if is_left { &house.warren } else { &other });
                let (expected, back) = match how {
                    "paid" => (InvoiceState::Paid, shell.record_payment(NUMBER, "").await),
                    "written off" => (InvoiceState::WrittenOff, shell.write_off(NUMBER, "Gone").await),
                    _ => (InvoiceState::Credited, shell.credit_invoice(NUMBER, &[], "Wrong").await.map(drop)),
                };
                assert_eq!(back, Ok(()), "{how}");
                assert_eq!((state(house).await, standing(house).await), (expected, Arrears::Active));
                assert_eq!(house.warren.fsck().await, Ok(Vec::new()), "{how}, and nobody knows of the debit");
                bank.decide(pays);
                wait_until(house, "2027-01-02").await;
                house.warren.tend_refunds().await.unwrap();
                assert_eq!((state(house).await, failures(house).await.len()), (expected, 0), "{how}");
                assert_eq!(bank.returned().iter().map(|money| money.amount).sum::<i64>(), 1_151 * i64::from(pays));
                other.close().await;
            })
            .await;
        }
    }
}
