//! The provider's events of one handover in any order, once or twice, amid everything else that happens: it always ends in
//! one of two states, and never in between (I20–I24).

use std::sync::Arc;

use rand::{Rng, SeedableRng, rngs::StdRng, seq::SliceRandom};
use teamwork::{
    acts::{EventAbout, Visitor},
    rules::{moment::MINUTE, request::PayingState},
};

use super::{Bank, go, seen};
use crate::{
    house::{Engine, House, each_engine},
    requests::{ANA, own_trial},
};

/// What can happen after the client went to the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Proof,
    Event,
    SameEvent,
    Clock,
    Browser,
    Restart,
    Cancel,
}

const STEPS: [Step; 7] =
    [Step::Proof, Step::Event, Step::SameEvent, Step::Clock, Step::Browser, Step::Restart, Step::Cancel];

/// How many schedules are played on each engine at every push; `PAYMENT_SCHEDULES` plays more.
const SCHEDULES: u64 = 8;

#[tokio::test(flavor = "multi_thread")]
async fn every_order_of_events_ends_in_the_same_state() {
    let wanted = std::env::var("PAYMENT_SCHEDULES").ok().and_then(|text| text.parse().ok());
    for seed in 0..wanted.unwrap_or(SCHEDULES) {
        let mut dice = StdRng::seed_from_u64(seed);
        let mut steps: Vec<Step> = STEPS.iter().flat_map(|step| vec![*step; dice.random_range(1..=2)]).collect();
        if dice.random_bool(0.6) {
            steps.retain(|step| *step != Step::Cancel);
        }
        steps.shuffle(&mut dice);
        each_engine(async |house| play(house, seed, &steps).await).await;
    }
}

async fn play(house: &House, seed: u64, steps: &[Step]) {
    let bank = Bank::of(&house.warren);
    let (id, secret) = own_trial(house).await;
    let gone = go(house, &secret).await.unwrap();
    let page = bank.opened().pop().unwrap();
    let mut warren = house.warren.clone();
    // Cancelled before the provider could be heard of, nothing moves; after that, cancelling is refused.
    let mut cancelled = false;
    for step in steps.iter().chain(&[Step::Proof, Step::Clock]) {
        house.forgive_limits().await;
        match step {
            Step::Proof => bank.prove(&page),
            Step::Event => warren.hear_of_payment(&format!("evt_{seed}"), EventAbout::Page(&page)).await.unwrap(),
            Step::SameEvent => warren.hear_of_payment("evt_same", EventAbout::Page(&page)).await.unwrap(),
            Step::Clock => {
                house.clock.forward(16 * MINUTE / 4);
                warren.tend_payments().await.unwrap();
                warren.forget_cards().await.unwrap();
            }
            Step::Browser => {
                let _ = seen(house, &gone).await;
                warren.tend_payments().await.unwrap();
            }
            Step::Restart => {
                warren = house.beside().await;
                warren.pay_through(bank.clone() as Arc<_>);
            }
            Step::Cancel => cancelled |= house.kevin().await.cancel_request(id).await.is_ok(),
        }
    }
    house.clock.forward(16 * MINUTE);
    warren.tend_payments().await.unwrap();
    warren.forget_cards().await.unwrap();
    let state = seen(house, &gone).await;
    let companies: Vec<(i64,)> =
        house.database.rows("SELECT COUNT(*) FROM companies WHERE slug LIKE 'caf-alba%'").await;
    let users: Vec<(i64,)> =
        house.database.rows(&format!("SELECT COUNT(*) FROM users WHERE email_key = '{ANA}'")).await;
    let (companies, users) = (companies[0].0, users[0].0);
    let forgotten = bank.forgotten().len();
    match cancelled {
        true => assert_eq!((state, companies, users, forgotten), (PayingState::Over, 0, 0, 1), "{seed}: {steps:?}"),
        false => assert_eq!((state, companies, users, forgotten), (PayingState::Done, 1, 1, 0), "{seed}: {steps:?}"),
    }
}

/// The proof, taken over by eight servers at once, while the sender withdraws the request.
#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_take_the_proof_over_at_once_one_does() {
    for engine in Engine::all() {
        for round in 0..6_i64 {
            let house = House::open(engine).await;
            let bank = Bank::of(&house.warren);
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
