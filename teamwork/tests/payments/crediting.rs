//! Credit notes beside charges of cards (I28, I29): what a card is being charged for is not set off, and when the charge has
//! not paid it, it is.

use std::sync::Arc;

use teamwork::{
    acts::Operator,
    letters::Letter,
    rules::{
        dunning::Arrears,
        invoice::{InvoiceState, InvoiceTab, PaidNow},
        moment::{DAY, HOUR, Moment},
        money::Money,
        payment::Decline,
    },
};

use super::{
    Bank,
    charging::{charge_on, with_invoice},
};
use crate::{
    billing::BILLED,
    house::{House, each_engine},
    races::at_once,
};

const NOVEMBER: &str = "W-000001";
const DECEMBER: &str = "W-000002";
/// Two of 34.51, after one of 11.51.
const JANUARY: &str = "W-000003";

/// November and December are paid by card, and the provider does not answer what came of the charge for January.
async fn one_under_way(house: &House) -> Arc<Bank> {
    let (bank, _) = with_invoice(house).await;
    charge_on(house, "2026-12-03").await;
    for (issued, charged) in [("2027-01-01", Some("2027-01-03")), ("2027-02-01", None)] {
        house.clock.set(Moment::parse_day(issued).unwrap().plus(12 * HOUR));
        while house.warren.bill().await.unwrap() > 0 {}
        if let Some(day) = charged {
            charge_on(house, day).await;
        }
    }
    bank.be_silent(true);
    charge_on(house, "2027-02-03").await;
    bank.be_silent(false);
    assert_eq!(bank.taken(), [1_151, 3_451]);
    bank
}

async fn credit(house: &House, number: &str) {
    Operator::of_the_house(&house.warren).credit_invoice(number, &[], "Billed by mistake").await.unwrap();
}

/// State and balance of the invoice for January, and what is left of the credit note.
async fn stands(house: &House) -> (InvoiceState, i64, i64) {
    let ada = house.ada().await;
    let invoice = ada.invoice("acme", JANUARY).await.unwrap().invoice().unwrap();
    let note = ada.invoice("acme", "CN-000001").await.unwrap().credit_note().unwrap();
    (invoice.state, invoice.balance.amount, note.left.amount)
}

/// What is open by the mails that say that a card has failed.
async fn told_to_be_open(house: &House) -> Vec<Money> {
    let failed = |letter| match letter {
        Letter::ChargeFailed { amount, .. } => Some(amount),
        _ => None,
    };
    house.letters_to(BILLED).await.into_iter().filter_map(failed).collect()
}

async fn told_in_the_log(house: &House, event: &str) -> usize {
    house.log().await.iter().filter(|entry| entry.event == event).count()
}

/// Declined, never heard of, or paid too little: the credit note pays what it can, and the card the rest.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_charge_has_not_paid_a_credit_note_pays() {
    for how in ["declined", "lost", "too little"] {
        each_engine(async |house| {
            let bank = one_under_way(house).await;
            credit(house, NOVEMBER).await;
            assert_eq!(stands(house).await, (InvoiceState::Open, 3_451, 1_151), "{how}: nobody knows yet");
            match how {
                "declined" => bank.decline(Some(Decline::Funds)),
                "lost" => house.clock.forward(DAY),
                _ => bank.take(Some(Money::new(1_000, "EUR"))),
            }
            house.clock.forward(HOUR);
            house.warren.tend_charges().await.unwrap();
            let taken = if how == "too little" { 1_000 } else { 0 };
            assert_eq!(stands(house).await, (InvoiceState::Open, 2_300 - taken, 0), "{how}");
            let declined = if how == "declined" { vec![Money::new(2_300, "EUR")] } else { Vec::new() };
            assert_eq!(told_to_be_open(house).await, declined, "M30 when it was {how}");
            bank.decline(None);
            bank.take(None);
            charge_on(house, "2027-02-07").await;
            assert_eq!(stands(house).await, (InvoiceState::Paid, 0, 0), "{how}");
            assert_eq!(bank.taken().iter().sum::<i64>(), 1_151 + 3_451 + 2_300, "{how}: not a cent twice");
        })
        .await;
    }
}

/// Nothing is open then, so nobody is asked for anything, nor told that a card has failed.
#[tokio::test(flavor = "multi_thread")]
async fn a_credit_note_that_pays_all_of_it_leaves_nothing_to_fail() {
    each_engine(async |house| {
        let bank = one_under_way(house).await;
        credit(house, DECEMBER).await;
        bank.decline(Some(Decline::Declined));
        house.clock.forward(HOUR);
        house.warren.tend_charges().await.unwrap();
        assert_eq!(stands(house).await, (InvoiceState::Paid, 0, 0));
        for day in ["2027-02-07", "2027-03-01"] {
            charge_on(house, day).await;
        }
        house.warren.dun().await.unwrap();
        assert_eq!((bank.taken().len(), told_to_be_open(house).await.len()), (2, 0));
        assert_eq!(house.ada().await.billing("acme").await.unwrap()[0].arrears, Arrears::Active);
        assert_eq!(
            (told_in_the_log(house, "charge_failed").await, told_in_the_log(house, "credit_set_off").await),
            (1, 1)
        );
    })
    .await;
}

/// A first charge has failed, and a second one, by hand, is under way.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_failing_is_clear_when_a_credit_note_pays_instead() {
    each_engine(async |house| {
        let bank = one_under_way(house).await;
        bank.decline(Some(Decline::Declined));
        house.clock.forward(HOUR);
        house.warren.tend_charges().await.unwrap();
        let ada = house.ada().await;
        let waits = PaidNow { state: InvoiceState::Open, declined: None, debit_on: None };
        let declined = PaidNow { declined: Some(Decline::Declined), ..waits };
        assert_eq!(ada.pay_invoice_now("acme", JANUARY).await, Ok(declined));
        bank.be_silent(true);
        house.forgive_limits().await;
        assert_eq!(ada.pay_invoice_now("acme", JANUARY).await, Ok(waits));
        credit(house, DECEMBER).await;
        bank.be_silent(false);
        house.clock.forward(HOUR);
        house.warren.tend_charges().await.unwrap();
        assert_eq!(stands(house).await, (InvoiceState::Paid, 0, 0));
        let letters = house.letters_to(BILLED).await;
        let cleared = letters.iter().filter(|one| matches!(one, Letter::AllClear { overdue: false, .. }));
        assert_eq!(cleared.count(), 1, "M31: it was failing, and is not any more");
        let contact = crate::billing::first(&ada).await;
        let open = ada.invoices("acme", contact, InvoiceTab::Open, None, None).await.unwrap();
        assert!(open.documents.is_empty());
    })
    .await;
}

/// Credit ∥ fail: whichever comes first, the credit note has paid its part.
#[tokio::test(flavor = "multi_thread")]
async fn a_credit_note_that_meets_the_end_of_a_charge_pays_once() {
    for _ in 0..4 {
        each_engine(async |house| {
            let bank = one_under_way(house).await;
            bank.decline(Some(Decline::Funds));
            house.clock.forward(HOUR);
            let (server, shell) = (house.warren.clone(), Operator::of_the_house(&house.warren));
            let both = at_once(async move { server.tend_charges().await }, async move {
                shell.credit_invoice(NOVEMBER, &[], "At once").await
            });
            let (tended, credited) = both.await;
            assert!(tended.is_ok() && credited.is_ok());
            assert_eq!(stands(house).await, (InvoiceState::Open, 2_300, 0));
            assert_eq!(told_in_the_log(house, "credit_set_off").await, 1);
        })
        .await;
    }
}
