//! SEPA direct debit (E66, E68): announced with the invoice, made on the seventh, decided days later, and not dunned meanwhile.

use std::sync::Arc;

use teamwork::{
    acts::{EventAbout, Operator},
    letters::Letter,
    rules::{
        billing::PaymentMethod,
        dunning::Arrears,
        id::BillingContactId,
        invoice::InvoiceState,
        payment::{DebitNotice, Decline},
        problem::Conflict,
    },
};

use super::{
    Bank,
    charging::{NUMBER, charge_on, failures, state},
};
use crate::{
    billing::{BILLED, bill, day, first, noon, set_seller},
    house::{House, each_engine},
};

/// The creditor identifier of the seller.
pub const CREDITOR: &str = "DE98ZZZ09999999999";

/// The operator of the house.
pub fn shell(house: &House) -> Operator {
    Operator::of_the_house(&house.warren)
}

/// How the Billing Contact of Acme Inc stands.
pub async fn standing(house: &House) -> Arrears {
    house.ada().await.billing("acme").await.unwrap()[0].arrears
}

/// The seller is known and may debit; the bank that does it.
pub async fn sells(house: &House) -> Arc<Bank> {
    set_seller(house).await;
    set_creditor(house, CREDITOR).await;
    Bank::of(house)
}

/// The seller has this creditor identifier from now on, or none.
pub async fn set_creditor(house: &House, identifier: &str) {
    shell(house).set_setting("seller_creditor", identifier).await.unwrap();
}

/// Acme Inc gives a mandate.
pub async fn give_mandate(house: &House, bank: &Bank, event: &str) -> BillingContactId {
    let ada = house.ada().await;
    let contact = first(&ada).await;
    let version = ada.billing_contact("acme", contact).await.unwrap().details.unwrap().version;
    ada.enter_account("acme", contact, version).await.unwrap();
    let page = bank.opened().pop().unwrap();
    bank.prove_account(&page);
    house.warren.hear_of_payment(event, EventAbout::Page(&page)).await.unwrap();
    contact
}

/// Acme Inc pays by direct debit, and its November is billed: 11.51 EUR.
pub async fn with_debit(house: &House) -> (Arc<Bank>, BillingContactId) {
    let bank = sells(house).await;
    let contact = give_mandate(house, &bank, "evt_1").await;
    house.ada().await.create_app("acme", "shop", "standard", contact).await.unwrap();
    house.clock.set(noon("2026-12-01"));
    bill(house).await;
    (bank, contact)
}

/// What a payer is told of their mandate.
pub fn notice() -> DebitNotice {
    DebitNotice { mandate: "MNDT-7".into(), creditor: CREDITOR.into() }
}

/// The clocks of charges and of dunning strike at noon of that day.
pub async fn wait_until(house: &House, text: &str) {
    house.clock.set(noon(text));
    house.warren.tend_charges().await.unwrap();
    house.warren.dun().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_debit_is_announced_made_on_the_seventh_and_paid_days_later() {
    each_engine(async |house| {
        let (bank, contact) = with_debit(house).await;
        let details = house.ada().await.billing_contact("acme", contact).await.unwrap().details.unwrap();
        assert_eq!((details.method, details.card.is_none()), (PaymentMethod::Sepa, true));
        assert_eq!(details.pays_by(), "SEPA direct debit, IBAN ending in 3000");
        let mandate = details.mandate.unwrap();
        assert_eq!((mandate.place().as_str(), mandate.reference.as_str()), ("bank 37040044 in DE", "MNDT-7"));
        let letters = house.letters_to(BILLED).await;
        let Some(Letter::Invoice { charge: Some((account, on)), debit, .. }) = letters.last() else {
            panic!("{letters:?}")
        };
        assert_eq!((account.as_str(), *on), ("SEPA direct debit, IBAN ending in 3000", day("2026-12-07")));
        assert_eq!(*debit, Some(notice()));
        let collection = house.ada().await.invoice("acme", NUMBER).await.unwrap().document().collection.clone();
        let collection = collection.unwrap();
        assert_eq!((collection.on, collection.debit.unwrap().notice), (*on, notice()));
        charge_on(house, "2026-12-06").await;
        assert_eq!(bank.newest_charge(), None);
        charge_on(house, "2026-12-07").await;
        assert!(bank.newest_charge().is_some() && bank.taken().is_empty());
        // Due on the 15th, reminded of on the 18th: but a bank thinks.
        wait_until(house, "2026-12-19").await;
        assert_eq!((state(house).await, standing(house).await), (InvoiceState::Open, Arrears::Active));
        assert_eq!(shell(house).record_payment(NUMBER, "").await, Err(Conflict::ChargeUnderWay.into()));
        charge_on(house, "2026-12-19").await;
        bank.decide(true);
        wait_until(house, "2026-12-20").await;
        assert_eq!((bank.taken(), state(house).await), (vec![1_151], InvoiceState::Paid));
        assert!(failures(house).await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_debit_that_fails_is_told_with_the_next_one() {
    each_engine(async |house| {
        let (bank, _) = with_debit(house).await;
        charge_on(house, "2026-12-07").await;
        bank.decide(false);
        wait_until(house, "2026-12-10").await;
        assert_eq!(failures(house).await, [(Decline::Funds, Some(day("2026-12-13")))]);
        let letters = house.letters_to(BILLED).await;
        assert!(
            letters
                .iter()
                .any(|one| matches!(one, Letter::ChargeFailed { debit: Some(debit), .. } if *debit == notice()))
        );
        assert_eq!((state(house).await, standing(house).await), (InvoiceState::Open, Arrears::Failing));
        charge_on(house, "2026-12-13").await;
        bank.decide(true);
        wait_until(house, "2026-12-16").await;
        assert_eq!((bank.taken(), state(house).await), (vec![1_151], InvoiceState::Paid));
    })
    .await;
}

/// Due on the 15th, reminded of on the 18th: but we have said that we fetch it.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_reminded_of_what_will_be_debited() {
    each_engine(async |house| {
        let bank = sells(house).await;
        let ada = house.ada().await;
        ada.create_app("acme", "shop", "standard", first(&ada).await).await.unwrap();
        house.clock.set(noon("2026-12-01"));
        bill(house).await;
        house.clock.set(noon("2026-12-17"));
        give_mandate(house, &bank, "evt_1").await;
        wait_until(house, "2026-12-18").await;
        assert_eq!(standing(house).await, Arrears::Active);
        charge_on(house, "2026-12-19").await;
        bank.decide(true);
        wait_until(house, "2026-12-22").await;
        assert_eq!((state(house).await, standing(house).await), (InvoiceState::Paid, Arrears::Active));
    })
    .await;
}

/// Where an invoice is due at once, it is debited before anybody is reminded.
#[tokio::test(flavor = "multi_thread")]
async fn the_first_reminder_comes_after_the_debit() {
    each_engine(async |house| {
        for (setting, days) in [("payment_days", "1"), ("reminder_days", "1")] {
            shell(house).set_setting(setting, days).await.unwrap();
        }
        with_debit(house).await;
        let days: Vec<(i64, i64)> = house.database.rows("SELECT charge_on, dun_on FROM invoices").await;
        assert_eq!(days, [(day("2026-12-07").0, day("2026-12-08").0)]);
    })
    .await;
}
