//! A handover on its way amid everything hostile: a provider that is silent, events about other things, a sender who cancels, a
//! deadline that passes, servers that fall over, in any order and number. It always ends in one of three states, and never in
//! between (I20–I24, I27).
//!
//! `PAYMENT_SCHEDULES` plays more of them than at every push, from `PAYMENT_SEED` on.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};

use rand::{Rng, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use teamwork::{
    acts::{EventAbout, Visitor},
    rules::{
        id::ChargeId,
        moment::{DAY, HOUR, MINUTE},
        request::PayingState,
    },
};

use super::{
    Bank, go, seen,
    template::{Gone, restarted, side_by_side, wanted},
};
use crate::{
    house::{Engine, House},
    requests::own_trial,
};

/// What can happen after the client went to the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Proof,
    /// An event about the page, under a new name or under the one before.
    Event,
    SameEvent,
    /// Signed events of the account that are about nothing of this house.
    Foreign,
    Clock,
    Browser,
    Restart,
    /// The provider answers nothing until it is asked to again.
    Silence,
    Speech,
    Hours,
    Cancel,
    Deadline,
}

/// Each as often as it is to be likely.
const STEPS: [Step; 16] = [
    Step::Proof,
    Step::Proof,
    Step::Event,
    Step::Event,
    Step::SameEvent,
    Step::Foreign,
    Step::Clock,
    Step::Clock,
    Step::Browser,
    Step::Restart,
    Step::Silence,
    Step::Silence,
    Step::Speech,
    Step::Hours,
    Step::Cancel,
    Step::Deadline,
];

/// How a schedule may end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    HandedOver,
    Cancelled,
    Expired,
}

#[tokio::test(flavor = "multi_thread")]
async fn every_hostile_schedule_ends_in_one_of_three_states() {
    let (usual, seed) = (24, wanted("PAYMENT_SEED", 20_261_130));
    let count = wanted("PAYMENT_SCHEDULES", usual);
    for engine in Engine::all() {
        let count = if engine == Engine::Sqlite { count } else { count.div_ceil(12) };
        let began = std::time::Instant::now();
        let gone = Arc::new(Gone::to_the_provider(engine).await);
        let ends: Arc<Mutex<BTreeMap<End, (u64, BTreeSet<String>)>>> = Arc::default();
        let (template, found) = (gone.clone(), ends.clone());
        side_by_side(count, move |number| {
            let (gone, ends) = (template.clone(), found.clone());
            async move {
                let (end, state) = play(&gone, seed + number).await;
                let mut ends = ends.lock().unwrap();
                let (times, states) = ends.entry(end).or_default();
                *times += 1;
                states.insert(state);
            }
        })
        .await;
        let ends = std::mem::take(&mut *ends.lock().unwrap());
        let told: Vec<_> = ends.iter().map(|(end, (times, _))| format!("{end:?} {times}")).collect();
        let (told, time) = (told.join(", "), began.elapsed().as_secs());
        println!("{engine:?}: {count} hostile schedules from seed {seed}: {told}; 0 double charges, {time} s");
        for (end, (_, states)) in &ends {
            assert_eq!(states.len(), 1, "{end:?} in several ways: {states:#?}");
        }
        Arc::into_inner(gone).unwrap().forget().await;
    }
}

async fn play(gone: &Gone, seed: u64) -> (End, String) {
    let mut dice = StdRng::seed_from_u64(seed);
    let steps: Vec<Step> = (0..dice.random_range(4..=16)).map(|_| *STEPS.choose(&mut dice).unwrap()).collect();
    let (house, bank) = gone.again().await;
    let mut warren = house.warren.clone();
    let (mut cancelled, mut passed) = (false, false);
    for (index, step) in steps.iter().chain(&[Step::Speech, Step::Proof, Step::Clock]).enumerate() {
        match step {
            Step::Proof => bank.prove(&gone.page),
            Step::Event => {
                warren.hear_of_payment(&format!("evt_{index}"), EventAbout::Page(&gone.page)).await.unwrap();
            }
            Step::SameEvent => warren.hear_of_payment("evt_same", EventAbout::Page(&gone.page)).await.unwrap(),
            Step::Foreign => {
                warren.hear_of_payment(&format!("evt_{index}"), EventAbout::Page("cs_of_others")).await.unwrap();
                let charge = ChargeId::new(house.warren.now(), [3; 10]);
                warren.hear_of_payment(&format!("evt_{index}c"), EventAbout::Charge(charge)).await.unwrap();
            }
            Step::Clock => {
                house.clock.forward(4 * MINUTE);
                warren.tend_payments().await.unwrap();
                warren.forget_cards().await.unwrap();
            }
            Step::Browser => {
                let _ = gone.seen(&house).await;
                warren.tend_payments().await.unwrap();
            }
            Step::Restart => {
                let next = restarted(&house, &bank).await;
                if !Arc::ptr_eq(&warren, &house.warren) {
                    warren.close().await;
                }
                warren = next;
            }
            Step::Silence => bank.be_silent(true),
            Step::Speech => bank.be_silent(false),
            Step::Hours => house.clock.forward(dice.random_range(1..=10) * HOUR),
            Step::Cancel => cancelled |= house.kevin().await.cancel_request(gone.request).await.is_ok(),
            // Much later the whole request is forgotten.
            Step::Deadline if passed => {}
            Step::Deadline => {
                house.clock.forward(8 * DAY);
                warren.tend_requests().await.unwrap();
                passed = true;
            }
        }
    }
    house.clock.forward(16 * MINUTE);
    warren.tend_payments().await.unwrap();
    warren.tend_requests().await.unwrap();
    house.clock.forward(HOUR);
    warren.forget_cards().await.unwrap();
    let (state, lines) = gone.state_of(&house, &bank).await;
    let end = match (state, cancelled) {
        (PayingState::Done, false) => End::HandedOver,
        (PayingState::Over, true) => End::Cancelled,
        (PayingState::Over, false) if passed => End::Expired,
        _ => panic!("seed {seed}: {state:?}, cancelled {cancelled}, deadline {passed}: {steps:?}"),
    };
    let (unwanted, taken) = (bank.forgotten().len(), bank.taken().len());
    assert_eq!((unwanted == 0, taken), (end == End::HandedOver, 0), "seed {seed}: {steps:?}\n{lines}");
    if seed % 16 == 0 {
        assert_eq!(house.warren.fsck().await, Ok(Vec::new()), "seed {seed}: {steps:?}");
    }
    if !Arc::ptr_eq(&warren, &house.warren) {
        warren.close().await;
    }
    house.end().await;
    (end, lines)
}

/// The proof, taken over by eight servers at once, while the sender withdraws the request.
#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_take_the_proof_over_at_once_one_does() {
    for engine in Engine::all() {
        for round in 0..6_i64 {
            let house = House::open(engine).await;
            let bank = Bank::of(&house);
            let (id, secret) = own_trial(&house).await;
            let gone = go(&house, &secret).await.unwrap();
            let page = bank.opened().pop().unwrap();
            bank.prove(&page);
            let cancelling = {
                let kevin = house.kevin().await;
                tokio::spawn(async move {
                    tokio::time::sleep(std::time::Duration::from_millis(u64::try_from(round * 2).unwrap())).await;
                    kevin.cancel_request(id).await.is_ok()
                })
            };
            let heard = (0..8).map(|number| {
                let (warren, page) = (house.warren.clone(), page.clone());
                tokio::spawn(async move {
                    warren.hear_of_payment(&format!("evt_{number}"), EventAbout::Page(&page)).await.unwrap();
                })
            });
            for one in heard.collect::<Vec<_>>() {
                one.await.unwrap();
            }
            let cancelled = cancelling.await.unwrap();
            house.clock.forward(16 * MINUTE);
            house.warren.tend_payments().await.unwrap();
            let expected = if cancelled { PayingState::Over } else { PayingState::Done };
            assert_eq!(seen(&house, &gone).await, expected, "{engine:?} {round}");
            assert_eq!(house.warren.fsck().await, Ok(Vec::new()));
            let ana = Visitor::Guest(house.guest()).look_at_request(&secret).await;
            assert!(ana.is_err(), "it cannot be answered again");
            house.warren.close().await;
            house.database.drop().await;
        }
    }
}
