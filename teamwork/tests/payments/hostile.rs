//! The charge of an invoice amid everything hostile: answers that are lost, a provider that is silent, declines, takes other
//! money or drops its keys, events about other charges, impatient people, servers that fall over and days that pass, in any
//! order and number. In the end the invoice is paid, and exactly what it said was taken (I25, I27–I29).
//!
//! `CHARGE_SCHEDULES` plays more of them than at every push, from `PAYMENT_SEED` on.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use rand::{Rng, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use teamwork::{
    acts::{EventAbout, Operator, Warren},
    rules::{
        id::ChargeId,
        invoice::{InvoiceState, PayBack},
        moment::{DAY, HOUR, MINUTE},
        money::Money,
        payment::Decline,
        problem::Conflict,
    },
};

use super::{
    Bank,
    charging::{NUMBER, state, with_invoice},
    template::{restarted, side_by_side, wanted},
};
use crate::house::{Engine, House, Stage};

/// What can happen to a charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// The clock charges what is due.
    Due,
    /// It asks after what is open.
    Asks,
    /// The provider tells of the newest charge, and of one of others.
    Event,
    Foreign,
    /// Somebody presses "Pay now".
    ByHand,
    Restart,
    Mute,
    Silent,
    Declines,
    /// It takes too much, too little, or another currency.
    TakesOther,
    /// All of that is over.
    Well,
    Minutes,
    Hours,
    /// The provider drops its keys.
    Days,
}

const STEPS: [Step; 14] = [
    Step::Due,
    Step::Asks,
    Step::Event,
    Step::Foreign,
    Step::ByHand,
    Step::Restart,
    Step::Mute,
    Step::Silent,
    Step::Declines,
    Step::TakesOther,
    Step::Well,
    Step::Minutes,
    Step::Hours,
    Step::Days,
];

#[tokio::test(flavor = "multi_thread")]
async fn nobody_pays_more_than_the_invoice_says() {
    let (usual, seed) = (24, wanted("PAYMENT_SEED", 20_261_130));
    let count = wanted("CHARGE_SCHEDULES", usual);
    for engine in Engine::all() {
        let count = if engine == Engine::Sqlite { count } else { count.div_ceil(12) };
        let began = std::time::Instant::now();
        let house = House::open(engine).await;
        with_invoice(&house).await;
        house.clock.forward(2 * DAY);
        let stage = Arc::new(house.freeze().await);
        let (charges, refunds) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
        let (template, taken, returned) = (stage.clone(), charges.clone(), refunds.clone());
        side_by_side(count, move |number| {
            let (stage, taken, returned) = (template.clone(), taken.clone(), returned.clone());
            async move {
                let (charges, refunds) = play(&stage, seed + number).await;
                taken.fetch_add(charges, Ordering::SeqCst);
                returned.fetch_add(refunds, Ordering::SeqCst);
            }
        })
        .await;
        let (charges, refunds, time) =
            (charges.load(Ordering::SeqCst), refunds.load(Ordering::SeqCst), began.elapsed());
        println!(
            "{engine:?}: {count} hostile charges from seed {seed}: all paid, {charges} times taken, {refunds} times paid back, \
             0 double charges, {} s",
            time.as_secs()
        );
        Arc::into_inner(stage).unwrap().database.drop().await;
    }
}

/// Answers how often money was taken, and how often it went back.
async fn play(stage: &Stage, seed: u64) -> (u64, u64) {
    let mut dice = StdRng::seed_from_u64(seed);
    let steps: Vec<Step> = (0..dice.random_range(4..=16)).map(|_| *STEPS.choose(&mut dice).unwrap()).collect();
    let house = House::lean_on(stage).await;
    let bank = Bank::of(&house);
    let mut warren = house.warren.clone();
    for (index, step) in steps.iter().enumerate() {
        match step {
            Step::Due => drop(warren.charge_cards().await.unwrap()),
            Step::Asks => drop(ask(&warren).await),
            Step::Event => {
                if let Some(charge) = bank.newest_charge() {
                    let about = EventAbout::Charge(charge.parse().unwrap());
                    let heard = warren.hear_of_payment(&format!("evt_{}", dice.random_range(0..=index)), about).await;
                    // Nobody could be asked whether what has gone back came back: it is told again.
                    let silent = Err(Conflict::ProviderSilent.into());
                    assert!(heard == Ok(()) || heard == silent, "seed {seed}: {steps:?}: {heard:?}");
                }
            }
            Step::Foreign => {
                let charge = ChargeId::new(house.warren.now(), [3; 10]);
                warren.hear_of_payment(&format!("evt_f{index}"), EventAbout::Charge(charge)).await.unwrap();
            }
            Step::ByHand => {
                house.forgive_limits().await;
                let _ = house.ada().await.pay_invoice_now("acme", NUMBER).await;
            }
            Step::Restart => {
                let next = restarted(&house, &bank).await;
                if !Arc::ptr_eq(&warren, &house.warren) {
                    warren.close().await;
                }
                warren = next;
            }
            Step::Mute => bank.be_mute(true),
            Step::Silent => bank.be_silent(true),
            Step::Declines => bank.decline(Some(*[Decline::Declined, Decline::NeedsPerson].choose(&mut dice).unwrap())),
            Step::TakesOther => {
                let other = [(1_500, "EUR"), (700, "EUR"), (1, "EUR"), (1_151, "USD")];
                let (amount, currency) = *other.choose(&mut dice).unwrap();
                bank.take(Some(Money::new(amount, currency)));
            }
            Step::Well => well(&bank),
            Step::Minutes => house.clock.forward(dice.random_range(1..=20) * MINUTE),
            Step::Hours => house.clock.forward(dice.random_range(1..=22) * HOUR),
            Step::Days => house.clock.forward(dice.random_range(1..=4) * DAY),
        }
    }
    well(&bank);
    // What is under way is decided within a day, and what the clock has given up somebody pays.
    for _ in 0..3 {
        house.clock.forward(DAY);
        ask(&warren).await;
        warren.charge_cards().await.unwrap();
        house.forgive_limits().await;
        let _ = house.ada().await.pay_invoice_now("acme", NUMBER).await;
        ask(&warren).await;
    }
    let told = format!("seed {seed}: {steps:?}: took {:?}, paid back {:?}", bank.taken(), bank.returned());
    assert_eq!(state(&house).await, InvoiceState::Paid, "{told}");
    let back = bank.returned();
    let back_euros: i64 = back.iter().filter(|money| money.currency == "EUR").map(|money| money.amount).sum();
    let back_dollars: i64 = back.iter().filter(|money| money.currency == "USD").map(|money| money.amount).sum();
    let (euros, dollars) = bank.taken_by_currency();
    assert_eq!((euros - back_euros, dollars - back_dollars), (1_151, 0), "{told}");
    let paid = house.ada().await.invoice("acme", NUMBER).await.unwrap().invoice().unwrap().payments;
    assert_eq!(paid.iter().map(|payment| payment.amount.amount).sum::<i64>(), 1_151, "{told}");
    assert_eq!(house.warren.fsck().await, Ok(Vec::new()), "{told}");
    give_all_back(&house, &bank, &mut warren, &mut dice, &told).await;
    if !Arc::ptr_eq(&warren, &house.warren) {
        warren.close().await;
    }
    house.end().await;
    (bank.taken().len() as u64, back.len() as u64)
}

/// The operator credits the invoice and sends the money to the card, as long as it takes, under the same hostility. In the end
/// nobody has anything of the payer: the credit note is used up, and what was taken too much and came back is paid back by hand.
async fn give_all_back(house: &House, bank: &Bank, warren: &mut Arc<Warren>, dice: &mut StdRng, told: &str) {
    let shell = Operator::of_the_house(&house.warren);
    let note = shell.credit_invoice(NUMBER, &[], "Hostile").await.unwrap().to_string();
    let (before, mut steps) = (bank.newest_refund(), Vec::new());
    for _ in 0..dice.random_range(1..=8) {
        let step = dice.random_range(0..6);
        steps.push(step);
        match step {
            0 => drop(shell.pay_credit_back(&note, *["", "1.00"].choose(dice).unwrap(), PayBack::Card).await),
            1 => drop(ask(warren).await),
            2 => bank.be_mute(dice.random_bool(0.5)),
            3 => bank.be_silent(dice.random_bool(0.5)),
            4 => bank.refuse_back(dice.random_bool(0.5)),
            _ => house.clock.forward(dice.random_range(1..=72) * HOUR),
        }
        let newest = bank.newest_refund().filter(|_| bank.newest_refund() != before);
        if let Some(refund) = newest.filter(|_| dice.random_bool(0.3)) {
            let about = EventAbout::Refund(refund.parse().unwrap());
            let _ = warren.hear_of_payment(&format!("evt_r{}", steps.len()), about).await;
        }
    }
    well(bank);
    for _ in 0..2 {
        house.clock.forward(DAY);
        ask(warren).await;
        let _ = shell.pay_credit_back(&note, "", PayBack::Card).await;
        ask(warren).await;
    }
    let told = format!("{told}, then {steps:?}: paid back {:?}", bank.returned());
    assert_eq!(shell.open_credits(None).await.unwrap().credits.len(), 0, "{told}");
    let mut back = bank.returned();
    back.extend(pay_surpluses_back(house, bank, &told).await);
    let sum = |currency: &str| back.iter().filter(|one| one.currency == currency).map(|one| one.amount).sum::<i64>();
    assert_eq!((sum("EUR"), sum("USD")), bank.taken_by_currency(), "{told}");
    assert_eq!(house.warren.fsck().await, Ok(Vec::new()), "{told}");
}

/// Only what really came back has to be paid back by hand; answers what that was.
async fn pay_surpluses_back(house: &House, bank: &Bank, told: &str) -> Vec<Money> {
    let shell = Operator::of_the_house(&house.warren);
    let (surpluses, refused) = (shell.open_surpluses().await.unwrap(), bank.refused());
    assert_eq!(house.warren.fsck().await.unwrap().is_empty(), surpluses.is_empty(), "{told}");
    for surplus in &surpluses {
        assert!(refused.contains(&surplus.refund.to_string()), "{surplus:?} arrived: {told}");
        shell.settle_surplus(surplus.refund).await.unwrap();
    }
    surpluses.into_iter().map(|surplus| surplus.amount).collect()
}

async fn ask(warren: &Arc<Warren>) {
    warren.tend_charges().await.unwrap();
    warren.tend_refunds().await.unwrap();
}

fn well(bank: &Bank) {
    bank.be_mute(false);
    bank.be_silent(false);
    bank.decline(None);
    bank.take(None);
    bank.refuse_back(false);
}
