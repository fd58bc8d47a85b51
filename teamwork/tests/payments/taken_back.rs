//! A debit that has paid and is taken back weeks after (I25, I28): its invoice is open again, and dunned from then on.

use teamwork::{
    acts::EventAbout,
    letters::Letter,
    rules::{
        dunning::Arrears,
        invoice::{InvoiceState, PayBack},
        moment::DAY,
        payment::Decline,
        problem::Conflict,
    },
};

use super::{
    charging::{NUMBER, charge_on, failures, state},
    debiting::{shell, standing, wait_until, with_debit},
};
use crate::{
    billing::{BILLED, day, noon},
    house::each_engine,
};

/// By an event, or by the daily question; whoever hears of it twice reopens it once.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_bank_takes_back_is_open_again() {
    for is_told in [true, false] {
        each_engine(async |house| {
            let (bank, _) = with_debit(house).await;
            charge_on(house, "2026-12-07").await;
            // Whoever hears of the end before the beginning believes neither.
            house.warren.hear_of_payment("evt_d0", EventAbout::Return("charge-0")).await.unwrap();
            assert_eq!(state(house).await, InvoiceState::Open);
            bank.decide(true);
            wait_until(house, "2026-12-10").await;
            assert_eq!(state(house).await, InvoiceState::Paid);
            house.clock.set(noon("2026-12-30"));
            house.warren.watch_debits().await.unwrap();
            assert_eq!(state(house).await, InvoiceState::Paid, "nothing was taken back");
            bank.take_back();
            house.clock.set(noon("2027-01-12"));
            if is_told {
                bank.be_silent(true);
                let told = house.warren.hear_of_payment("evt_d1", EventAbout::Return("charge-0")).await;
                assert_eq!(told, Err(Conflict::ProviderSilent.into()), "it is told again");
                bank.be_silent(false);
            }
            for event in ["evt_d1", "evt_d1", "evt_d2"].into_iter().filter(|_| is_told) {
                house.warren.hear_of_payment(event, EventAbout::Return("charge-0")).await.unwrap();
            }
            for _ in 0..2 {
                house.warren.watch_debits().await.unwrap();
            }
            let invoice = house.ada().await.invoice("acme", NUMBER).await.unwrap().invoice().unwrap();
            assert_eq!((invoice.state, invoice.balance.amount), (InvoiceState::Open, 1_151));
            assert_eq!(invoice.payments.iter().map(|one| one.returned.is_some()).collect::<Vec<_>>(), [true]);
            assert_eq!(failures(house).await, [(Decline::Returned, None)]);
            assert_eq!(standing(house).await, Arrears::Failing);
            let log = house.log().await;
            assert_eq!(log.iter().filter(|entry| entry.event == "charge_returned").count(), 1);
            charge_on(house, "2027-01-13").await;
            assert_eq!(bank.taken().len(), 1, "nobody is debited again without a word of theirs");
            assert_eq!(house.warren.fsck().await, Ok(Vec::new()));

            shell(house).record_payment(NUMBER, "").await.unwrap();
            assert_eq!((state(house).await, standing(house).await), (InvoiceState::Paid, Arrears::Active));
            // What was transferred goes back by transfer: the account has nothing there.
            shell(house).credit_invoice(NUMBER, &[], "Wrong").await.unwrap();
            let nothing = Err(Conflict::NothingOnCard.into());
            assert_eq!(shell(house).pay_credit_back("CN-000001", "", PayBack::Card).await, nothing);
        })
        .await;
    }
}

/// Four weeks after it was due: each step comes as late after the return as it usually comes after that day.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_back_is_dunned_from_then_on() {
    each_engine(async |house| {
        let (bank, _) = with_debit(house).await;
        charge_on(house, "2026-12-07").await;
        bank.decide(true);
        wait_until(house, "2026-12-10").await;
        bank.take_back();
        house.clock.set(noon("2027-01-12"));
        house.warren.watch_debits().await.unwrap();
        let mut steps = Vec::new();
        for on in ["2027-01-12", "2027-01-21", "2027-01-22", "2027-02-01", "2027-02-02"] {
            wait_until(house, on).await;
            steps.push(house.database.count("SELECT dun_step FROM invoices").await);
        }
        assert_eq!(steps, [1, 1, 2, 2, 3], "ten and twenty-one days later");
        let letters = house.letters_to(BILLED).await;
        let kept = letters.iter().find_map(|letter| match letter {
            Letter::AppsSuspended { kept_until, .. } => Some(*kept_until),
            _ => None,
        });
        assert_eq!(kept, Some(day("2027-03-04")), "fifty-one days later");
    })
    .await;
}

/// Eight weeks are over: nobody asks any more.
#[tokio::test(flavor = "multi_thread")]
async fn a_debit_is_watched_as_long_as_it_can_be_taken_back() {
    each_engine(async |house| {
        let (bank, _) = with_debit(house).await;
        charge_on(house, "2026-12-07").await;
        bank.decide(true);
        wait_until(house, "2026-12-10").await;
        let mut asked = 0;
        for _ in 0..70 {
            house.clock.forward(DAY);
            asked += house.warren.watch_debits().await.unwrap();
        }
        assert_eq!(asked, 60);
    })
    .await;
}
