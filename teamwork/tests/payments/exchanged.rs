//! While a bank thinks about a charge, its Billing Contact comes to pay otherwise: what is told is about what was charged, and the
//! next day is the one that is written down (E62, E73).

use teamwork::{
    acts::EventAbout,
    letters::Letter,
    rules::{day::Day, id::BillingContactId, invoice::ArchiveView, payment::Decline},
};

use super::{
    Bank,
    charging::{NUMBER, charge_on, with_invoice},
    debiting::{CREDITOR, give_mandate, set_creditor, wait_until, with_debit},
};
use crate::{
    billing::{BILLED, day, noon},
    house::{House, each_engine},
};

const IBAN: &str = "SEPA direct debit, IBAN ending in 3000";
const VISA: &str = "Visa ending in 4242";

/// What M30 said: what did not pay, why, and when the next try comes.
async fn told(house: &House) -> Vec<(String, Decline, Option<Day>)> {
    let failed = |letter| match letter {
        Letter::ChargeFailed { card, why, next, .. } => Some((card, why, next)),
        _ => None,
    };
    house.letters_to(BILLED).await.into_iter().filter_map(failed).collect()
}

async fn version(house: &House, contact: BillingContactId) -> i64 {
    house.ada().await.billing_contact("acme", contact).await.unwrap().details.unwrap().version
}

async fn give_card(house: &House, bank: &Bank, contact: BillingContactId) {
    let version = version(house, contact).await;
    house.ada().await.enter_card("acme", contact, version).await.unwrap();
    let page = bank.opened().pop().unwrap();
    bank.prove(&page);
    house.warren.hear_of_payment("evt_card", EventAbout::Page(&page)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_debit_fails_when_a_card_pays_by_now() {
    each_engine(async |house| {
        let (bank, contact) = with_debit(house).await;
        charge_on(house, "2026-12-07").await;
        house.clock.set(noon("2026-12-08"));
        give_card(house, &bank, contact).await;
        bank.decide(false);
        wait_until(house, "2026-12-09").await;
        assert_eq!(told(house).await, [(IBAN.to_owned(), Decline::Funds, Some(day("2026-12-10")))]);
        charge_on(house, "2026-12-10").await;
        assert_eq!(bank.taken(), [1_151], "by the card, on that day");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_debit_fails_when_nothing_is_charged_by_now() {
    each_engine(async |house| {
        let (bank, contact) = with_debit(house).await;
        charge_on(house, "2026-12-07").await;
        house.clock.set(noon("2026-12-08"));
        let version = version(house, contact).await;
        house.ada().await.remove_card("acme", contact, version).await.unwrap();
        bank.decide(false);
        wait_until(house, "2026-12-09").await;
        assert_eq!(told(house).await, [(IBAN.to_owned(), Decline::Funds, None)]);
    })
    .await;
}

/// The day of the mandate has passed while nobody knew of the charge, and each debit is announced before.
#[tokio::test(flavor = "multi_thread")]
async fn a_card_fails_when_an_account_pays_by_now() {
    each_engine(async |house| {
        let (bank, _) = with_invoice(house).await;
        set_creditor(house, CREDITOR).await;
        bank.decline(Some(Decline::Declined));
        bank.be_mute(true);
        charge_on(house, "2026-12-03").await;
        bank.be_mute(false);
        house.clock.set(noon("2026-12-04"));
        give_mandate(house, &bank, "evt_2").await;
        wait_until(house, "2026-12-11").await;
        assert_eq!(told(house).await, [(VISA.to_owned(), Decline::Declined, Some(day("2026-12-13")))]);
        charge_on(house, "2026-12-12").await;
        assert_eq!(bank.charged_to().len(), 1);
        charge_on(house, "2026-12-13").await;
        assert_eq!(bank.charged_to().len(), 2);
    })
    .await;
}

/// For nobody transfers what is being debited: not on the page, not behind the mailed link, and not when the Company is gone.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_under_way_is_not_to_be_transferred() {
    each_engine(async |house| {
        let (bank, contact) = with_debit(house).await;
        let secret = house.secret_to(BILLED).await;
        charge_on(house, "2026-12-07").await;
        house.clock.set(noon("2026-12-08"));
        let version = version(house, contact).await;
        house.ada().await.remove_card("acme", contact, version).await.unwrap();
        let under_way = Some((IBAN.to_owned(), true));
        let shown = |view: ArchiveView| view.invoice().unwrap().pays.map(|pays| (pays.card, pays.charging));
        assert_eq!(shown(house.ada().await.invoice("acme", NUMBER).await.unwrap()), under_way);
        let ends = house.ada().await.company_end("acme").await.unwrap().invoices;
        assert_eq!(ends.iter().map(|one| one.charging).collect::<Vec<_>>(), [true]);
        house.ada().await.delete_company("acme", "Acme Inc").await.unwrap();
        assert_eq!(shown(house.guest().look_at_invoice(&secret).await.unwrap()), under_way);
        bank.decide(false);
        house.clock.set(noon("2026-12-10"));
        house.warren.tend_charges().await.unwrap();
        assert_eq!(shown(house.guest().look_at_invoice(&secret).await.unwrap()), None);
        let letters = house.letters_to(BILLED).await;
        let Some(Letter::PaymentDue { balance, link: Some(_), .. }) = letters.last() else { panic!("{letters:?}") };
        assert_eq!(balance.amount, 1_151);
        let mailed = house.secret_to(BILLED).await;
        assert!(house.guest().look_at_invoice(&mailed).await.is_ok(), "there it stands how to pay");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_bank_takes_back_is_told_of_the_account_it_was_taken_from() {
    each_engine(async |house| {
        let (bank, contact) = with_debit(house).await;
        charge_on(house, "2026-12-07").await;
        bank.decide(true);
        wait_until(house, "2026-12-10").await;
        give_card(house, &bank, contact).await;
        bank.take_back();
        house.clock.set(noon("2026-12-20"));
        house.warren.watch_debits().await.unwrap();
        assert_eq!(told(house).await, [(IBAN.to_owned(), Decline::Returned, None)]);
    })
    .await;
}
