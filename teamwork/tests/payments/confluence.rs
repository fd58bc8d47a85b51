//! All orders of what happens to one handover on its way, everything once or twice: 720 × 64 = 46,080 schedules, and one state
//! in which all of them end (I20–I24, I27).
//!
//! `PAYMENT_ORDERS` plays more of them than at every push, from `PAYMENT_SEED` on; 46,080 are all.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use rand::{Rng, SeedableRng, rngs::StdRng};
use teamwork::{
    acts::EventAbout,
    rules::{moment::MINUTE, request::PayingState},
};

use super::template::{Gone, restarted, side_by_side, wanted};
use crate::house::Engine;

/// What happens to a handover between the way to the provider and its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// The client enters the card at the provider.
    Proof,
    /// The provider tells of the page; twice is the same event again.
    Completed,
    /// It tells of the page by another event.
    Succeeded,
    /// The clock asks after what is open.
    Clock,
    /// The browser comes back.
    Browser,
    /// The server falls over, and another goes on.
    Restart,
}

const STEPS: [Step; 6] = [Step::Proof, Step::Completed, Step::Succeeded, Step::Clock, Step::Browser, Step::Restart];
const ORDERS: u64 = 720;
const TWICE: u64 = 64;
const ALL: u64 = ORDERS * TWICE;

/// The schedule of this number: an order, and which steps come twice. Where they come again the seed decides: right after the
/// first time or at any time later.
fn schedule(number: u64, seed: u64) -> Vec<Step> {
    let (mut order, twice) = (number / TWICE % ORDERS, number % TWICE);
    let mut left = STEPS.to_vec();
    let mut steps = Vec::new();
    while !left.is_empty() {
        let count = left.len() as u64;
        steps.push(left.remove(usize::try_from(order % count).unwrap()));
        order /= count;
    }
    let mut dice = StdRng::seed_from_u64(seed ^ number);
    for (index, step) in STEPS.into_iter().enumerate().filter(|(index, _)| twice >> index & 1 == 1) {
        let first = steps.iter().position(|one| *one == step).unwrap_or(index);
        steps.insert(dice.random_range(first + 1..=steps.len()), step);
    }
    steps
}

#[test]
fn the_schedules_are_all_there_are() {
    let mut seen: Vec<String> = (0..ALL)
        .map(|number| {
            let steps = schedule(number, 1);
            let mut firsts = Vec::new();
            steps.iter().for_each(|step| (!firsts.contains(step)).then(|| firsts.push(*step)).unwrap_or_default());
            let twice = STEPS.map(|step| steps.iter().filter(|one| **one == step).count());
            assert!(firsts.len() == 6 && twice.iter().all(|times| (1..=2).contains(times)));
            format!("{firsts:?}{twice:?}")
        })
        .collect();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 46_080);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_order_of_every_event_ends_in_one_state() {
    let (usual, seed) = (48, wanted("PAYMENT_SEED", 20_261_130));
    let count = wanted("PAYMENT_ORDERS", usual).min(ALL);
    for engine in Engine::all() {
        // A copy of a database of PostgreSQL takes a tenth of a second.
        let count = if engine == Engine::Sqlite { count } else { count.div_ceil(12) };
        let began = std::time::Instant::now();
        let gone = Arc::new(Gone::to_the_provider(engine).await);
        let ends: Arc<Mutex<BTreeMap<String, u64>>> = Arc::default();
        let (template, found) = (gone.clone(), ends.clone());
        side_by_side(count, move |index| {
            let (gone, ends) = (template.clone(), found.clone());
            async move {
                // As far apart as possible, whatever part of them is played.
                let number = (index * (ALL / count) + seed) % ALL;
                let end = play(&gone, number, seed).await;
                *ends.lock().unwrap().entry(end).or_default() += 1;
            }
        })
        .await;
        let ends = std::mem::take(&mut *ends.lock().unwrap());
        println!(
            "{engine:?}: {count} of {ALL} schedules from seed {seed}: {} final state, 0 double charges, {} s",
            ends.len(),
            began.elapsed().as_secs()
        );
        assert_eq!(ends.len(), 1, "{ends:#?}");
        Arc::into_inner(gone).unwrap().forget().await;
    }
}

async fn play(gone: &Gone, number: u64, seed: u64) -> String {
    let (house, bank) = gone.again().await;
    let steps = schedule(number, seed);
    let mut warren = house.warren.clone();
    let about = EventAbout::Page(&gone.page);
    for step in &steps {
        match step {
            Step::Proof => bank.prove(&gone.page),
            Step::Completed => warren.hear_of_payment("evt_completed", about).await.unwrap(),
            Step::Succeeded => warren.hear_of_payment("evt_succeeded", about).await.unwrap(),
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
                // The house itself looks on.
                if !Arc::ptr_eq(&warren, &house.warren) {
                    warren.close().await;
                }
                warren = next;
            }
        }
    }
    // Whatever was lost is repaired within a quarter of an hour.
    house.clock.forward(15 * MINUTE);
    warren.tend_payments().await.unwrap();
    warren.forget_cards().await.unwrap();
    let (state, end) = gone.state_of(&house, &bank).await;
    assert_eq!((state, bank.taken().len()), (PayingState::Done, 0), "schedule {number}, seed {seed}: {steps:?}");
    if number % 16 == 0 {
        assert_eq!(house.warren.fsck().await, Ok(Vec::new()), "schedule {number}, seed {seed}: {steps:?}");
    }
    if !Arc::ptr_eq(&warren, &house.warren) {
        warren.close().await;
    }
    house.end().await;
    end
}
