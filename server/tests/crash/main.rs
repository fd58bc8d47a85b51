//! `kill -9` in the midst of it: the real program is killed under load, again and again. After each restart every
//! invariant holds, the log is whole, and everything that was acknowledged is there (I45).
//!
//! `CRASH_SEED` begins with another seed, `CRASH_KILLS` kills more or fewer times than usual, and `HANDOVER_KILLS` kills a
//! handover in more or fewer of its places.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test may stop, and may tell what it measured")]

#[path = "../stripe/double/mod.rs"]
#[expect(dead_code, reason = "the tests of cards ask more of it")]
mod double;
mod handover;
mod http;
mod load;
mod places;
mod program;

use rand::{Rng, SeedableRng, rngs::StdRng};

use self::{load::Load, program::Program};

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_on_sqlite() {
    kill_again_and_again("sqlite", None).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_on_postgres() {
    if let Some(server) = server() {
        kill_again_and_again("postgres", Some(server)).await;
    }
}

/// Where PostgreSQL is. In CI it has to be somewhere.
fn server() -> Option<String> {
    match (std::env::var("TEST_POSTGRES"), std::env::var_os("CI")) {
        (Ok(server), _) => Some(server),
        (Err(_), None) => None,
        (Err(_), Some(_)) => panic!("CI is set, so TEST_POSTGRES has to name a server"),
    }
}

/// A number that the environment may say.
fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

async fn kill_again_and_again(engine: &str, server: Option<String>) {
    let (seed, kills) = (setting("CRASH_SEED", 20_261_124), setting("CRASH_KILLS", 50));
    let mut dice = StdRng::seed_from_u64(seed);
    let program = Program::new(server).await;
    program.start().await;
    let mut load = Load::begin(&program).await;
    let (mut slowest, mut acknowledged) = (0, 0);
    for kill in 1..=kills {
        let pause = dice.random_range(20..250);
        acknowledged += load.run_until(&program, pause, async || program.kill()).await;
        program.is_whole().await;
        slowest = slowest.max(program.start().await);
        load.nothing_is_lost(&program).await.unwrap_or_else(|lost| panic!("kill {kill}, seed {seed}: {lost}"));
    }
    program.kill();
    program.forget().await;
    println!(
        "{engine}: {kills} kills from seed {seed}, {acknowledged} acknowledged writes, 0 lost; slowest first answer {slowest} ms"
    );
    assert!(acknowledged > kills, "too little was written for the kills to prove anything");
}
