//! A bank takes back a part of what a charge has paid: no more than that is owed again (I25, I28).

use teamwork::{
    acts::Operator,
    rules::invoice::{InvoiceState, PayBack},
};

use super::{
    charging::{NUMBER, charge_on},
    debiting::{wait_until, with_debit},
};
use crate::{billing::noon, house::each_engine};

/// 4.51 of 11.51 were given back before; who disputes the rest owes the rest.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_given_back_before_is_not_owed_again() {
    each_engine(async |house| {
        let (bank, _) = with_debit(house).await;
        charge_on(house, "2026-12-07").await;
        bank.decide(true);
        wait_until(house, "2026-12-10").await;
        let shell = Operator::of_the_house(&house.warren);
        let note = shell.credit_invoice(NUMBER, &[], "Billed by mistake").await.unwrap().to_string();
        shell.pay_credit_back(&note, "4.51", PayBack::Card).await.unwrap();
        house.warren.tend_refunds().await.unwrap();
        shell.pay_credit_back(&note, "7.00", PayBack::Transfer).await.unwrap();
        bank.take_back_of_each(700);
        house.clock.set(noon("2027-01-12"));
        for _ in 0..2 {
            house.warren.watch_debits().await.unwrap();
        }
        let invoice = house.ada().await.invoice("acme", NUMBER).await.unwrap().invoice().unwrap();
        let payments: Vec<_> = invoice.payments.iter().map(|one| (one.amount.amount, one.returned.is_some())).collect();
        assert_eq!((invoice.balance.amount, payments), (700, vec![(700, true), (451, false)]));
        assert_eq!(
            house.database.count("SELECT COUNT(*) FROM invoices WHERE state = 'open' AND balance = 700").await,
            1
        );
        shell.record_payment(NUMBER, "").await.unwrap();
        let invoice = house.ada().await.invoice("acme", NUMBER).await.unwrap().invoice().unwrap();
        assert_ne!(invoice.state, InvoiceState::Open);
    })
    .await;
}
