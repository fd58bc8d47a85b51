//! Invoices are charged to a card by a timetable (E68, E73): once each, whatever falls over (I28).

use std::sync::Arc;

use teamwork::{
    acts::{Actor, EventAbout, Operator},
    letters::Letter,
    rules::{
        day::Day,
        id::BillingContactId,
        invoice::{InvoiceState, InvoiceTab, PaidNow},
        moment::{DAY, MINUTE},
        payment::Decline,
        permission::Refusal,
        problem::{Conflict, Problem, Thing},
    },
};

use super::Bank;
use crate::{
    billing::{BILLED, bill, day, first, noon, set_seller},
    house::{GRACE, House, MARA, each_engine},
};

pub const NUMBER: &str = "W-000001";

/// Acme Inc pays with a card, and its November is billed: 11.51 EUR.
pub async fn with_invoice(house: &House) -> (Arc<Bank>, BillingContactId) {
    let bank = Bank::of(house);
    set_seller(house).await;
    let ada = house.ada().await;
    let contact = first(&ada).await;
    let version = ada.billing_contact("acme", contact).await.unwrap().details.unwrap().version;
    ada.enter_card("acme", contact, version).await.unwrap();
    let page = bank.opened().pop().unwrap();
    bank.prove(&page);
    house.warren.hear_of_payment("evt_1", EventAbout::Page(&page)).await.unwrap();
    ada.create_app("acme", "shop", "standard", contact).await.unwrap();
    house.clock.set(noon("2026-12-01"));
    bill(house).await;
    (bank, contact)
}

pub async fn charge_on(house: &House, day: &str) {
    house.clock.set(noon(day));
    house.warren.charge_cards().await.unwrap();
}

pub async fn state(house: &House) -> InvoiceState {
    house.ada().await.invoice("acme", NUMBER).await.unwrap().invoice().unwrap().state
}

pub async fn failures(house: &House) -> Vec<(Decline, Option<Day>)> {
    let failed = |letter| match letter {
        Letter::ChargeFailed { why, next, .. } => Some((why, next)),
        _ => None,
    };
    house.letters_to(BILLED).await.into_iter().filter_map(failed).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_is_charged_two_days_after_the_invoice() {
    each_engine(async |house| {
        let (bank, _) = with_invoice(house).await;
        let letters = house.letters_to(BILLED).await;
        let Some(Letter::Invoice { charge: Some((card, on)), .. }) = letters.last() else { panic!("{letters:?}") };
        assert_eq!((card.as_str(), *on), ("Visa ending in 4242", day("2026-12-03")), "M29 says when");
        charge_on(house, "2026-12-02").await;
        assert!(bank.taken().is_empty(), "it can be read before");
        let secret = house.secret_to(BILLED).await;
        house.guest().mail_invoice_again(&secret).await.unwrap();
        let again = house.letters_to(BILLED).await.pop();
        let Some(Letter::Invoice { charge: Some((card, on)), .. }) = again else { panic!("{again:?}") };
        assert_eq!((card.as_str(), on), ("Visa ending in 4242", day("2026-12-03")), "M29 says it again");
        charge_on(house, "2026-12-03").await;
        charge_on(house, "2026-12-04").await;
        assert_eq!((bank.taken(), state(house).await), (vec![1_151], InvoiceState::Paid));
        let invoice = house.ada().await.invoice("acme", NUMBER).await.unwrap().invoice().unwrap();
        assert_eq!((invoice.payments.len(), invoice.payments[0].amount.amount), (1, 1_151));
        house.guest().mail_invoice_again(&secret).await.unwrap();
        let again = house.letters_to(BILLED).await.pop();
        let Some(Letter::Invoice { charge: None, now: Some(now), .. }) = again else { panic!("{again:?}") };
        assert_eq!((now.state, now.settled), (InvoiceState::Paid, Some(day("2026-12-03"))), "nobody pays twice");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_charge_that_fails_is_tried_three_more_times() {
    each_engine(async |house| {
        let (bank, contact) = with_invoice(house).await;
        bank.decline(Some(Decline::Funds));
        for day in ["2026-12-03", "2026-12-05", "2026-12-06", "2026-12-10", "2026-12-17", "2026-12-31"] {
            charge_on(house, day).await;
        }
        let next = [Some("2026-12-06"), Some("2026-12-10"), Some("2026-12-17"), None];
        assert_eq!(failures(house).await, next.map(|next| (Decline::Funds, next.map(day))), "M30");
        // A new card counts for what is open too (E62).
        bank.decline(None);
        house.clock.set(noon("2027-01-05"));
        let ada = house.ada().await;
        let version = ada.billing_contact("acme", contact).await.unwrap().details.unwrap().version;
        ada.enter_card("acme", contact, version).await.unwrap();
        let page = bank.opened().pop().unwrap();
        bank.prove(&page);
        house.warren.hear_of_payment("evt_2", EventAbout::Page(&page)).await.unwrap();
        charge_on(house, "2027-01-07").await;
        assert_eq!((bank.taken(), state(house).await), (vec![1_151], InvoiceState::Paid));
    })
    .await;
}

/// A bank that wants the person is not asked again without them.
#[tokio::test(flavor = "multi_thread")]
async fn what_needs_the_person_waits_for_the_person() {
    each_engine(async |house| {
        let (bank, _) = with_invoice(house).await;
        bank.decline(Some(Decline::NeedsPerson));
        for day in ["2026-12-03", "2026-12-06", "2026-12-31"] {
            charge_on(house, day).await;
        }
        assert_eq!(failures(house).await, [(Decline::NeedsPerson, None)]);
    })
    .await;
}

/// I28: the provider took the money, and its answer was lost; the house fell over; another server goes on.
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_lost_charges_nobody_twice() {
    for (later, told) in [(5 * MINUTE, "by the same key"), (2 * DAY, "by looking")] {
        each_engine(async |house| {
            let (bank, _) = with_invoice(house).await;
            bank.be_mute(true);
            charge_on(house, "2026-12-03").await;
            assert_eq!((bank.taken(), state(house).await), (vec![1_151], InvoiceState::Open), "nobody knows yet");
            let shell = Operator::of_the_house(&house.warren);
            let under_way = Err(Conflict::ChargeUnderWay.into());
            assert_eq!(shell.record_payment(NUMBER, "").await, under_way);
            assert_eq!(shell.write_off(NUMBER, "Too late").await, under_way);
            assert_eq!(shell.credit_invoice(NUMBER, &[], "Too late").await.map(drop), under_way);
            assert_eq!(house.ada().await.pay_invoice_now("acme", NUMBER).await.map(|_| ()), under_way);
            bank.be_mute(false);
            let other = house.beside().await;
            bank.serve(&other);
            house.clock.forward(later);
            other.charge_cards().await.unwrap();
            other.tend_charges().await.unwrap();
            house.warren.tend_charges().await.unwrap();
            assert_eq!((bank.taken(), state(house).await), (vec![1_151], InvoiceState::Paid), "{told}");
            other.close().await;
        })
        .await;
    }
}

/// A charge that the provider never heard of is told anew after a day, and blamed on nobody.
#[tokio::test(flavor = "multi_thread")]
async fn a_charge_that_never_arrived_is_made_again() {
    each_engine(async |house| {
        let (bank, _) = with_invoice(house).await;
        bank.be_silent(true);
        charge_on(house, "2026-12-03").await;
        bank.be_silent(false);
        house.clock.forward(DAY);
        house.warren.tend_charges().await.unwrap();
        assert!(bank.taken().is_empty() && failures(house).await.is_empty());
        house.warren.charge_cards().await.unwrap();
        assert_eq!((bank.taken(), state(house).await), (vec![1_151], InvoiceState::Paid));
    })
    .await;
}

/// What was ordered by hand uses up no try, and the day of the next one passed while nobody knew.
#[tokio::test(flavor = "multi_thread")]
async fn a_next_try_is_never_one_that_has_passed() {
    each_engine(async |house| {
        let (bank, _) = with_invoice(house).await;
        bank.decline(Some(Decline::Funds));
        bank.be_mute(true);
        house.clock.set(noon("2026-12-02"));
        assert_eq!(
            house.ada().await.pay_invoice_now("acme", NUMBER).await,
            Ok(PaidNow { state: InvoiceState::Open, declined: None, debit_on: None })
        );
        bank.be_mute(false);
        house.clock.set(noon("2026-12-05"));
        house.warren.tend_charges().await.unwrap();
        assert_eq!(failures(house).await, [(Decline::Funds, Some(day("2026-12-06")))]);
        house.warren.charge_cards().await.unwrap();
        assert_eq!(bank.charged_to().len(), 1, "not before that day");
        charge_on(house, "2026-12-06").await;
        assert_eq!(bank.charged_to().len(), 2);
    })
    .await;
}

/// Row 43.
#[tokio::test(flavor = "multi_thread")]
async fn owners_and_billing_members_pay_now() {
    each_engine(async |house| {
        let (bank, _) = with_invoice(house).await;
        let refused = Err(Problem::Refused(Refusal::NeedsBilling));
        assert_eq!(house.person(GRACE).await.pay_invoice_now("acme", NUMBER).await, refused);
        let stranger = house.mallory().await.pay_invoice_now("acme", NUMBER).await;
        assert_eq!(stranger, Err(Problem::NotFound(Thing::Company)));
        let mara = house.person(MARA).await;
        for number in ["W-000002", "", "1", "x"] {
            let answer = mara.pay_invoice_now("acme", number).await;
            assert_eq!(answer, Err(Problem::NotFound(Thing::Invoice)), "{number}");
        }
        bank.decline(Some(Decline::Declined));
        let declined = PaidNow { state: InvoiceState::Open, declined: Some(Decline::Declined), debit_on: None };
        assert_eq!(mara.pay_invoice_now("acme", NUMBER).await, Ok(declined));
        bank.decline(None);
        let paid = PaidNow { state: InvoiceState::Paid, declined: None, debit_on: None };
        assert_eq!(mara.pay_invoice_now("acme", NUMBER).await, Ok(paid));
        assert_eq!(mara.pay_invoice_now("acme", NUMBER).await, Err(Conflict::InvoiceSettled.into()));
        assert_eq!(bank.taken(), [1_151]);
    })
    .await;
}

/// What the bank said stays beside the invoice until something newer was entered, which then pays what is open (E62).
#[tokio::test(flavor = "multi_thread")]
async fn why_a_card_did_not_pay_is_told_until_another_is_entered() {
    each_engine(async |house| {
        let (bank, contact) = with_invoice(house).await;
        let ada = house.ada().await;
        let told = async || ada.invoice("acme", NUMBER).await.unwrap().invoice().unwrap();
        assert_eq!(told().await.pays.unwrap().declined, None);
        for why in [Decline::Funds, Decline::NeedsPerson] {
            bank.decline(Some(why));
            house.clock.forward(MINUTE);
            let answer = ada.pay_invoice_now("acme", NUMBER).await;
            assert_eq!(answer, Ok(PaidNow { state: InvoiceState::Open, declined: Some(why), debit_on: None }));
            let invoice = told().await;
            assert_eq!((invoice.pays.unwrap().declined, invoice.contact), (Some(why), Some(contact)));
        }
        bank.decline(None);
        house.clock.forward(MINUTE);
        let version = ada.billing_contact("acme", contact).await.unwrap().details.unwrap().version;
        ada.enter_card("acme", contact, version).await.unwrap();
        let page = bank.opened().pop().unwrap();
        bank.prove(&page);
        house.warren.hear_of_payment("evt_2", EventAbout::Page(&page)).await.unwrap();
        assert_eq!(told().await.pays.unwrap().declined, None, "that was the old one");
        charge_on(house, "2026-12-03").await;
        assert_eq!((bank.taken(), state(house).await), (vec![1_151], InvoiceState::Paid));
    })
    .await;
}

/// Two servers and an impatient person, at once.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_charges_at_once_charges_once() {
    each_engine(async |house| {
        let (bank, contact) = with_invoice(house).await;
        house.clock.set(noon("2026-12-03"));
        let (ada, other): (Actor, _) = (house.ada().await, house.beside().await);
        bank.serve(&other);
        let charges = (0..6).map(|number| {
            let (ada, warren) = (ada.clone(), if number % 2 == 0 { house.warren.clone() } else { other.clone() });
            tokio::spawn(async move {
                match number {
                    0 => drop(ada.pay_invoice_now("acme", NUMBER).await),
                    _ => drop(warren.charge_cards().await.unwrap()),
                }
            })
        });
        for one in charges.collect::<Vec<_>>() {
            one.await.unwrap();
        }
        assert_eq!((bank.taken(), state(house).await), (vec![1_151], InvoiceState::Paid));
        let page = house.ada().await.invoices("acme", contact, InvoiceTab::Paid, None, None).await.unwrap();
        assert_eq!(page.documents.len(), 1);
        other.close().await;
    })
    .await;
}

/// M34: told once, when next month is the last or it is over.
#[tokio::test(flavor = "multi_thread")]
async fn people_hear_that_their_card_expires() {
    each_engine(async |house| {
        let (_, _) = with_invoice(house).await;
        let told = async |day: &str| {
            house.clock.set(noon(day));
            house.warren.tell_of_expiring_cards().await.unwrap();
            let letters = house.letters_to(BILLED).await;
            letters.iter().filter(|letter| matches!(letter, Letter::CardExpires { .. })).count()
        };
        // The card of the bank lasts until June 2029.
        assert_eq!([told("2029-04-30").await, told("2029-05-01").await, told("2029-06-15").await], [0, 1, 1]);
    })
    .await;
}
