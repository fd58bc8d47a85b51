//! What the operator types is sent twice: a button that is pressed twice without script, a command that is repeated because its
//! answer was lost. It happens once.

use teamwork::rules::{
    invoice::{CreditLine, PayBack},
    money::{Part, write_amount},
    problem::{Conflict, Field, Problem, Why},
};

use super::{DECEMBER, NOVEMBER, owed, two_invoices};
use crate::{billing::dunning::shell, house::each_engine};

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_is_noted_twice_came_in_once() {
    each_engine(async |house| {
        two_invoices(house, &[]).await;
        let (shell, before) = (shell(house), owed(house, NOVEMBER).await.1);
        let open = write_amount(before);
        shell.record_payment(NOVEMBER, Part { amount: "4.00", of: &open }).await.unwrap();
        for amount in ["4.00", ""] {
            let again = shell.record_payment(NOVEMBER, Part { amount, of: &open }).await;
            assert_eq!(again, Err(Conflict::AmountChanged.into()), "{amount}");
        }
        assert_eq!(owed(house, NOVEMBER).await.1, before - 400);
        let no_amount = Err(Problem::field(Field::Amount, Why::NotAnAmount));
        assert_eq!(shell.record_payment(NOVEMBER, Part { amount: "4.00", of: "all" }).await, no_amount);
        let open = write_amount(before - 400);
        shell.record_payment(NOVEMBER, Part { amount: "", of: &open }).await.unwrap();
        assert_eq!(owed(house, NOVEMBER).await.1, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_that_is_sent_twice_is_one_credit_note() {
    each_engine(async |house| {
        two_invoices(house, &[NOVEMBER, DECEMBER]).await;
        let shell = shell(house);
        let left = shell.creditable(NOVEMBER).await.unwrap().lines[0].left;
        let part = |left: i64| CreditLine { line: 1, amount: "4.00".into(), left: write_amount(left) };
        shell.credit_invoice(NOVEMBER, &[part(left)], "A week").await.unwrap();
        let again = shell.credit_invoice(NOVEMBER, &[part(left)], "A week").await;
        assert_eq!(again, Err(Conflict::AmountChanged.into()));
        shell.credit_invoice(NOVEMBER, &[part(left - 400)], "Another week").await.unwrap();
        assert_eq!(shell.creditable(NOVEMBER).await.unwrap().lines[0].left, left - 800);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_paid_back_twice_goes_back_once() {
    each_engine(async |house| {
        two_invoices(house, &[NOVEMBER, DECEMBER]).await;
        let shell = shell(house);
        let part = CreditLine { line: 1, amount: "5.00".into(), left: String::new() };
        let note = shell.credit_invoice(NOVEMBER, &[part], "A week").await.unwrap().to_string();
        let left = async || shell.open_credits(None).await.unwrap().credits[0].card.left.amount;
        let before = left().await;
        let seen = write_amount(before);
        let part = Part { amount: "1.00", of: &seen };
        shell.pay_credit_back(&note, part, PayBack::Transfer).await.unwrap();
        assert_eq!(shell.pay_credit_back(&note, part, PayBack::Transfer).await, Err(Conflict::AmountChanged.into()));
        assert_eq!(left().await, before - 100);
    })
    .await;
}
