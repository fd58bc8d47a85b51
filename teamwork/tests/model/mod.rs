//! Random lives, lived twice: in the law ([`law`]) and in a real house ([`play`]). After every wish both have to give the
//! same answer and look the same; so both engines have the same transcript too (I46).
//!
//! `MODEL_SEED` begins with another seed, `MODEL_LIVES` lives more or fewer lives than usual, `MODEL_WISHES` makes them
//! longer. A life that goes astray is shortened to the wishes that matter before it is printed.

mod dice;
mod law;
mod play;
mod tally;

use std::sync::{Arc, Mutex};

use futures::StreamExt;
use rand::{SeedableRng, rngs::StdRng};

use self::{
    law::{Wish, World},
    play::Play,
    tally::{Tally, report},
};
use crate::house::{Engine, House};

/// What went astray in a life.
struct Astray {
    at: usize,
    what: String,
}

#[tokio::test(flavor = "multi_thread")]
async fn lives_on_sqlite_follow_the_law() {
    live(Engine::Sqlite, 400).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lives_on_postgres_follow_the_law() {
    if Engine::all().contains(&Engine::Postgres) {
        live(Engine::Postgres, 80).await;
    }
}

/// How many wishes a life has.
const WISHES: u64 = 50;

async fn live(engine: Engine, usual: u64) {
    let (seed, lives, wishes) =
        (setting("MODEL_SEED", 20_261_124), setting("MODEL_LIVES", usual), setting("MODEL_WISHES", WISHES));
    let tally = Arc::new(Mutex::new(Tally::default()));
    let one = |number: u64| {
        let tally = tally.clone();
        tokio::spawn(async move {
            let life = conceive(seed + number, wishes);
            if let Err(astray) = play(engine, &life, Some(&tally)).await {
                let short = shorten(engine, life[..=astray.at].to_vec()).await;
                let again = play(engine, &short, None).await.err().map_or(astray.what, |astray| astray.what);
                panic!("seed {} goes astray on {engine:?}:\n{again}\nafter these wishes:\n{short:#?}", seed + number);
            }
        })
    };
    futures::stream::iter(0..lives).map(one).buffer_unordered(8).for_each(async |life| life.unwrap()).await;
    let tally = tally.lock().unwrap();
    report(engine, (seed, lives), &tally);
    if lives >= usual && wishes >= WISHES {
        tally.assert_everything_happened();
    }
}

fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// The wishes of a life. Only the law is asked what the world looks like meanwhile.
fn conceive(seed: u64, wishes: u64) -> Vec<Wish> {
    let (mut dice, mut world) = (StdRng::seed_from_u64(seed), World::begin());
    let mut next = || {
        let wish = dice::throw(&mut dice, &world);
        world.grant(&wish);
        wish
    };
    (0..wishes).map(|_| next()).collect()
}

/// Plays a life in the law and in a house side by side.
async fn play(engine: Engine, life: &[Wish], tally: Option<&Mutex<Tally>>) -> Result<(), Astray> {
    let house = House::open(engine).await;
    let done = side_by_side(&house, life, tally).await;
    let findings = house.warren.fsck().await.unwrap();
    house.warren.close().await;
    house.database.drop().await;
    done?;
    match findings.is_empty() {
        true => Ok(()),
        false => Err(Astray { at: life.len() - 1, what: format!("invariants do not hold: {findings:?}") }),
    }
}

async fn side_by_side(house: &House, life: &[Wish], tally: Option<&Mutex<Tally>>) -> Result<(), Astray> {
    let (mut world, mut play) = (World::begin(), Play::begin(house).await);
    for (at, wish) in life.iter().enumerate() {
        if !wish.makes_sense(&world) {
            continue;
        }
        let expected = world.grant(wish);
        let answered = play.play(wish).await;
        if answered != expected {
            return Err(Astray { at, what: format!("{wish:?} has to be {expected:?}, and was {answered:?}") });
        }
        let looks = play.look().await;
        if looks != world {
            return Err(Astray { at, what: format!("{wish:?} should lead to {world:#?}, and led to {looks:#?}") });
        }
        let troubles = world.troubles();
        if !troubles.is_empty() {
            return Err(Astray { at, what: format!("the law itself has a hole: {troubles:?}") });
        }
        if let Some(tally) = tally {
            tally.lock().unwrap().count(wish.name(), answered);
        }
    }
    Ok(())
}

/// Leaves out every wish without which the life still goes astray.
async fn shorten(engine: Engine, mut life: Vec<Wish>) -> Vec<Wish> {
    let mut chunk = life.len() / 2;
    while chunk > 0 {
        let mut begin = 0;
        while begin + chunk < life.len() {
            let mut shorter = life.clone();
            shorter.drain(begin..begin + chunk);
            match play(engine, &shorter, None).await {
                Err(astray) => life = shorter[..=astray.at].to_vec(),
                Ok(()) => begin += chunk,
            }
        }
        chunk /= 2;
    }
    life
}
