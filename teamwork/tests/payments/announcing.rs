//! Nobody is debited whom no notice reached before (E62, row 43): for when, how much, and by whom.

use teamwork::{
    letters::Letter,
    rules::{
        day::Day,
        invoice::{InvoiceState, PaidNow},
        moment::DAY,
        problem::Conflict,
    },
};

use super::{
    charging::{NUMBER, charge_on, failures, state},
    debiting::{CREDITOR, give_mandate, notice, sells, set_creditor, wait_until, with_debit},
};
use crate::{
    billing::{BILLED, bill, day, first, noon},
    house::{House, each_engine},
};

/// Which debits were announced beside the invoices: for when, and how much.
async fn announced(house: &House) -> Vec<(Day, i64)> {
    let ahead = |letter| match letter {
        Letter::DebitAhead { on, amount, .. } => Some((on, amount.amount)),
        _ => None,
    };
    house.letters_to(BILLED).await.into_iter().filter_map(ahead).collect()
}

/// E62: what is open is debited too, and its payer hears of that two days before at least.
#[tokio::test(flavor = "multi_thread")]
async fn a_new_mandate_pays_what_is_open_after_a_notice() {
    for (given, on) in [("2026-12-05", "2026-12-11"), ("2026-12-20", "2026-12-22")] {
        each_engine(async |house| {
            let bank = sells(house).await;
            let ada = house.ada().await;
            ada.create_app("acme", "shop", "standard", first(&ada).await).await.unwrap();
            house.clock.set(noon("2026-12-01"));
            bill(house).await;
            house.clock.set(noon(given));
            give_mandate(house, &bank, "evt_1").await;
            let letters = house.letters_to(BILLED).await;
            let told = letters.iter().find_map(|letter| match letter {
                Letter::DebitAhead { on, amount, debit, .. } => Some((*on, amount.amount, debit.clone())),
                _ => None,
            });
            assert_eq!(told, Some((day(on), 1_151, notice())), "given on {given}");
            house.clock.set(noon(on).plus(-DAY));
            house.warren.charge_cards().await.unwrap();
            assert_eq!(bank.newest_charge(), None);
            charge_on(house, on).await;
            assert!(bank.newest_charge().is_some());
        })
        .await;
    }
}

/// Row 43: also who is in a hurry hears of it two days before.
#[tokio::test(flavor = "multi_thread")]
async fn paying_now_brings_the_debit_forward() {
    each_engine(async |house| {
        let (bank, _) = with_debit(house).await;
        let ada = house.ada().await;
        for _ in 0..2 {
            assert_eq!(
                ada.pay_invoice_now("acme", NUMBER).await,
                Ok(PaidNow { state: InvoiceState::Open, declined: None, debit_on: Some(day("2026-12-03")) })
            );
        }
        assert_eq!((bank.charged_to().len(), announced(house).await), (0, vec![(day("2026-12-03"), 1_151)]));
        let ordered = house.log().await.into_iter().filter(|entry| entry.event == "debit_ordered");
        assert_eq!(ordered.map(|entry| entry.after).collect::<Vec<_>>(), ["11.51 EUR on 3 Dec 2026"]);
        charge_on(house, "2026-12-02").await;
        assert_eq!(bank.charged_to().len(), 0);
        charge_on(house, "2026-12-03").await;
        let again = house.ada().await.pay_invoice_now("acme", NUMBER).await;
        assert_eq!(again, Err(Conflict::ChargeUnderWay.into()));
        bank.decide(true);
        wait_until(house, "2026-12-05").await;
        assert_eq!((bank.taken(), state(house).await), (vec![1_151], InvoiceState::Paid));
    })
    .await;
}

/// The provider has never heard of a debit: the day that was announced has passed, so another one is.
#[tokio::test(flavor = "multi_thread")]
async fn a_debit_that_never_arrived_is_announced_anew() {
    each_engine(async |house| {
        let (bank, _) = with_debit(house).await;
        bank.be_silent(true);
        charge_on(house, "2026-12-07").await;
        bank.be_silent(false);
        wait_until(house, "2026-12-08").await;
        assert_eq!(announced(house).await, [(day("2026-12-10"), 1_151)]);
        charge_on(house, "2026-12-09").await;
        assert_eq!(bank.charged_to().len(), 0);
        charge_on(house, "2026-12-10").await;
        assert_eq!((bank.charged_to().len(), failures(house).await.len()), (1, 0));
    })
    .await;
}

/// Without the identifier no notice is whole: what was given is not debited, and what is issued is to be transferred.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_debited_for_a_creditor_without_a_name() {
    each_engine(async |house| {
        let (bank, _) = with_debit(house).await;
        set_creditor(house, "").await;
        charge_on(house, "2026-12-08").await;
        assert_eq!(bank.charged_to().len(), 0);
        let refused = house.ada().await.pay_invoice_now("acme", NUMBER).await;
        assert_eq!(refused, Err(Conflict::NoSepa.into()));
        house.clock.set(noon("2027-01-01"));
        bill(house).await;
        let letters = house.letters_to(BILLED).await;
        assert!(matches!(letters.last(), Some(Letter::Invoice { charge: None, debit: None, .. })), "{letters:?}");
        set_creditor(house, CREDITOR).await;
        charge_on(house, "2027-01-02").await;
        assert_eq!((bank.charged_to().len(), announced(house).await), (0, vec![(day("2027-01-04"), 1_151)]), "anew");
        charge_on(house, "2027-01-04").await;
        assert_eq!(bank.charged_to().len(), 1);
    })
    .await;
}
