//! What a card has paid and what was credited since goes back to the card: once, never more than it paid, and what it does not
//! take is left of the credit note again (I25, I28, I29).

use teamwork::{
    acts::{EventAbout, Operator},
    letters::Letter,
    rules::{
        dunning::Arrears,
        invoice::{CreditLine, InvoiceState, PayBack},
        moment::{DAY, MINUTE},
        money::Money,
        payment::{Decline, RefundState},
        problem::{Conflict, Field, Problem, Thing, Why},
    },
};

use super::{
    charging::{NUMBER, charge_on, with_invoice},
    template::pays_back_unheard,
};
use crate::{
    billing::{BILLED, bill, noon},
    house::{House, each_engine},
    payments::Bank,
};

const NOTE: &str = "CN-000001";

fn shell(house: &House) -> Operator {
    Operator::of_the_house(&house.warren)
}

async fn events(house: &House) -> Vec<(String, String)> {
    let log = house.log().await;
    let of_cards = log.into_iter().filter(|entry| entry.event.starts_with("credit_") && entry.event.ends_with("_card"));
    of_cards.map(|entry| (entry.event, entry.after)).collect()
}

async fn letters(house: &House) -> Vec<(i64, bool)> {
    let told = |letter| match letter {
        Letter::CreditToCard { amount, goes, .. } => Some((amount.amount, goes)),
        _ => None,
    };
    house.letters_to(BILLED).await.into_iter().filter_map(told).collect()
}

/// What became of a credit note: parts with their ways to the card, and what is left.
async fn uses(house: &House, number: &str) -> (Vec<(i64, Option<RefundState>)>, i64) {
    let note = house.ada().await.invoice("acme", number).await.unwrap().credit_note().unwrap();
    (note.uses.into_iter().map(|one| (one.amount.amount, one.refund)).collect(), note.left.amount)
}

/// The card has paid the invoice of 11.51, and it is credited: as a whole, or net so much.
async fn paid_and_credited(house: &House, parts: &[&str]) -> std::sync::Arc<Bank> {
    let (bank, _) = with_invoice(house).await;
    charge_on(house, "2026-12-03").await;
    credit(house, parts).await;
    bank
}

async fn credit(house: &House, parts: &[&str]) {
    for amount in parts {
        let line = CreditLine { line: 1, left: String::new(), amount: (*amount).into() };
        shell(house).credit_invoice(NUMBER, &[line], "Billed by mistake").await.unwrap();
    }
    if parts.is_empty() {
        shell(house).credit_invoice(NUMBER, &[], "Billed by mistake").await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_credit_goes_back_to_the_card_once() {
    for (later, how) in [(5 * MINUTE, "by the same key"), (2 * DAY, "by looking")] {
        each_engine(async |house| {
            let bank = paid_and_credited(house, &[]).await;
            let waits = shell(house).open_credits(None).await.unwrap().credits;
            assert_eq!((waits[0].to_card.amount, waits[0].refused), (1_151, None));
            shell(house).pay_credit_back(NOTE, "", PayBack::Card).await.unwrap();
            assert!(bank.returned().is_empty(), "it is written down first");
            assert_eq!(uses(house, NOTE).await, (vec![(1_151, Some(RefundState::Begun))], 0), "it is used up at once");
            assert_eq!(letters(house).await, [(1_151, true)]);
            for by in [PayBack::Card, PayBack::Transfer] {
                assert_eq!(shell(house).pay_credit_back(NOTE, "", by).await, Err(Conflict::CreditUsed.into()));
            }
            assert_eq!(house.warren.fsck().await, Ok(Vec::new()), "on its way back is well");

            pays_back_unheard(house, &bank, later).await;
            assert_eq!(bank.returned(), [Money::new(1_151, "EUR")], "{how}");
            assert_eq!(uses(house, NOTE).await, (vec![(1_151, Some(RefundState::Done))], 0));
            let told = ["credit_to_card", "credit_on_card"].map(|event| (event.to_owned(), "11.51 EUR".to_owned()));
            assert_eq!((events(house).await, letters(house).await.len()), (told.to_vec(), 1));
        })
        .await;
    }
}

/// At once, or weeks after it had arrived: the money is the buyer's still, and everybody is told.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_card_does_not_take_is_left_again() {
    for arrives_first in [false, true] {
        each_engine(async |house| {
            let bank = paid_and_credited(house, &[]).await;
            bank.refuse_back(!arrives_first);
            shell(house).pay_credit_back(NOTE, "10.00", PayBack::Card).await.unwrap();
            house.warren.tend_refunds().await.unwrap();
            if arrives_first {
                assert_eq!(uses(house, NOTE).await, (vec![(1_000, Some(RefundState::Done))], 151));
                bank.refuse_back(true);
                house.clock.forward(20 * DAY);
                let about = EventAbout::Refund(bank.newest_refund().unwrap().parse().unwrap());
                for event in ["evt_2", "evt_2", "evt_3"] {
                    house.warren.hear_of_payment(event, about).await.unwrap();
                }
            }
            assert_eq!(uses(house, NOTE).await, (vec![(1_000, Some(RefundState::Failed))], 1_151));
            assert_eq!(letters(house).await, [(1_000, true), (1_000, false)]);
            let waits = shell(house).open_credits(None).await.unwrap().credits;
            assert!(waits[0].refused.is_some() && waits[0].card.left.amount == 1_151, "the operator sees it");
            assert_eq!(waits[0].to_card.amount, 1_151, "what has not gone can be sent once more");
            assert_eq!(house.warren.fsck().await, Ok(Vec::new()));

            bank.refuse_back(false);
            shell(house).pay_credit_back(NOTE, "", PayBack::Card).await.unwrap();
            let about = EventAbout::Refund(bank.newest_refund().unwrap().parse().unwrap());
            house.warren.hear_of_payment("evt_4", about).await.unwrap();
            house.warren.tend_refunds().await.unwrap();
            let done = vec![(1_000, Some(RefundState::Failed)), (1_151, Some(RefundState::Done))];
            assert_eq!((uses(house, NOTE).await, bank.returned()), ((done, 0), vec![Money::new(1_151, "EUR")]));
        })
        .await;
    }
}

/// The provider tells it while nobody can ask it, or tells nothing at all.
#[tokio::test(flavor = "multi_thread")]
async fn what_comes_back_from_the_card_is_not_overheard() {
    for is_told in [true, false] {
        each_engine(async |house| {
            let bank = paid_and_credited(house, &[]).await;
            shell(house).pay_credit_back(NOTE, "", PayBack::Card).await.unwrap();
            house.warren.tend_refunds().await.unwrap();
            house.clock.forward(20 * DAY);
            house.warren.tend_refunds().await.unwrap();
            assert_eq!(uses(house, NOTE).await, (vec![(1_151, Some(RefundState::Done))], 0));
            bank.refuse_back(true);
            if is_told {
                let about = EventAbout::Refund(bank.newest_refund().unwrap().parse().unwrap());
                bank.be_silent(true);
                let told = house.warren.hear_of_payment("evt_2", about).await;
                assert_eq!(told, Err(Conflict::ProviderSilent.into()), "it is told again");
                bank.be_silent(false);
                house.warren.hear_of_payment("evt_2", about).await.unwrap();
            } else {
                house.clock.forward(DAY);
                house.warren.tend_refunds().await.unwrap();
            }
            assert_eq!(uses(house, NOTE).await, (vec![(1_151, Some(RefundState::Failed))], 1_151));
        })
        .await;
    }
}

/// Some weeks later nobody asks any more.
#[tokio::test(flavor = "multi_thread")]
async fn what_went_back_is_asked_after_as_long_as_it_can_come_back() {
    each_engine(async |house| {
        paid_and_credited(house, &[]).await;
        shell(house).pay_credit_back(NOTE, "", PayBack::Card).await.unwrap();
        assert_eq!(house.warren.tend_refunds().await, Ok(1));
        let mut asked = 0;
        for _ in 0..50 {
            house.clock.forward(DAY);
            asked += house.warren.tend_refunds().await.unwrap();
        }
        assert_eq!(asked, 40);
    })
    .await;
}

/// Nobody is reminded of money that we owe them.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_card_does_not_take_pays_what_is_open() {
    each_engine(async |house| {
        let bank = paid_and_credited(house, &[]).await;
        shell(house).pay_credit_back(NOTE, "", PayBack::Card).await.unwrap();
        house.clock.set(noon("2027-01-01"));
        bill(house).await;
        bank.decline(Some(Decline::Funds));
        charge_on(house, "2027-01-03").await;
        shell(house).record_payment("W-000002", "23.00").await.unwrap();
        let stands = async || house.ada().await.billing("acme").await.unwrap()[0].arrears;
        assert_eq!(stands().await, Arrears::Failing);
        bank.refuse_back(true);
        house.warren.tend_refunds().await.unwrap();
        let december = house.ada().await.invoice("acme", "W-000002").await.unwrap().invoice().unwrap();
        assert_eq!((december.state, december.balance.amount), (InvoiceState::Paid, 0));
        let became = vec![(1_151, Some(RefundState::Failed)), (1_151, None)];
        assert_eq!((uses(house, NOTE).await, stands().await), ((became, 0), Arrears::Active));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_goes_to_the_card_than_it_has_paid() {
    each_engine(async |house| {
        let (bank, _) = with_invoice(house).await;
        let shell = shell(house);
        shell.record_payment(NUMBER, "4.00").await.unwrap();
        // The bank takes what it is not told to, which goes back by itself and is nobody's credit.
        bank.take(Some(Money::new(900, "EUR")));
        charge_on(house, "2026-12-03").await;
        house.warren.tend_refunds().await.unwrap();
        assert_eq!(bank.returned(), [Money::new(149, "EUR")]);
        credit(house, &[]).await;
        let too_much = Problem::field(Field::Amount, Why::MoreThanLeft);
        for (number, amount, expected) in [
            ("CN-000002", "", Problem::NotFound(Thing::CreditNote)),
            (NUMBER, "", Problem::NotFound(Thing::CreditNote)),
            (NOTE, "x", Problem::field(Field::Amount, Why::NotAnAmount)),
            (NOTE, "0", Problem::field(Field::Amount, Why::NotAnAmount)),
            (NOTE, "7.52", too_much),
        ] {
            let answer = shell.pay_credit_back(number, amount, PayBack::Card).await;
            assert_eq!(answer, Err(expected), "{number} {amount}");
        }
        shell.pay_credit_back(NOTE, "5.00", PayBack::Card).await.unwrap();
        shell.pay_credit_back(NOTE, "", PayBack::Card).await.unwrap();
        assert_eq!(uses(house, NOTE).await.1, 400, "what was transferred is transferred back");
        assert_eq!(shell.open_credits(None).await.unwrap().credits[0].to_card.amount, 0);
        let nothing = Err(Conflict::NothingOnCard.into());
        assert_eq!(shell.pay_credit_back(NOTE, "", PayBack::Card).await, nothing);
        shell.pay_credit_back(NOTE, "", PayBack::Transfer).await.unwrap();
        house.warren.tend_refunds().await.unwrap();
        let back: i64 = bank.returned().iter().map(|money| money.amount).sum();
        assert_eq!((bank.taken(), back), (vec![900], 900));
        assert_eq!(
            house.ada().await.invoice("acme", NUMBER).await.unwrap().invoice().unwrap().state,
            InvoiceState::Credited
        );
    })
    .await;
}

/// The card has paid 7.51 of 11.51. Two credit notes of which 11.51 are left want it at the same instant, each several times,
/// with the Company and without it.
#[tokio::test(flavor = "multi_thread")]
async fn credits_that_meet_share_what_the_card_has_paid() {
    for is_gone in [false, true] {
        each_engine(async |house| {
            let (bank, _) = with_invoice(house).await;
            shell(house).record_payment(NUMBER, "4.00").await.unwrap();
            charge_on(house, "2026-12-03").await;
            credit(house, &["4.84"]).await;
            credit(house, &[]).await;
            // The last days of a Company, 3.34, are set off.
            let rest = if is_gone { 66 } else { 400 };
            if is_gone {
                house.ada().await.delete_company("acme", "Acme Inc").await.unwrap();
            }
            let mut tasks = Vec::new();
            for number in [NOTE, "CN-000002"].repeat(3) {
                let shell = shell(house);
                tasks.push(tokio::spawn(async move { shell.pay_credit_back(number, "", PayBack::Card).await }));
            }
            for task in tasks {
                let answer = task.await.unwrap();
                let allowed = [Ok(()), Err(Conflict::CreditUsed.into()), Err(Conflict::NothingOnCard.into())];
                assert!(allowed.contains(&answer), "{answer:?}");
            }
            house.warren.tend_refunds().await.unwrap();
            let back: i64 = bank.returned().iter().map(|money| money.amount).sum();
            let left: i64 =
                shell(house).open_credits(None).await.unwrap().credits.iter().map(|one| one.card.left.amount).sum();
            assert_eq!((back, left), (751, rest));
            assert_eq!(house.warren.fsck().await, Ok(Vec::new()));
        })
        .await;
    }
}

/// Where no cards are taken any more, nothing is promised to one.
#[tokio::test(flavor = "multi_thread")]
async fn without_a_provider_nothing_goes_to_a_card() {
    each_engine(async |house| {
        paid_and_credited(house, &[]).await;
        let other = house.beside().await;
        let answer = Operator::of_the_house(&other).pay_credit_back(NOTE, "", PayBack::Card).await;
        assert_eq!(answer, Err(Conflict::NoCards.into()));
        assert_eq!(uses(house, NOTE).await, (Vec::new(), 1_151));
        other.close().await;
    })
    .await;
}
