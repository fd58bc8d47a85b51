//! `cargo xtask prove`: the campaigns of the tests, longer than anybody waits for at every push.

use std::process::Command;

use crate::command::{cargo, run};
use crate::outcome::Outcome;
use crate::postgres::Postgres;
use crate::setup;

/// Six things happen on the way of a handover: 720 orders, each once or twice.
const ALL_ORDERS: &str = "46080";
/// More places than a handover has in which it can be killed.
const EVERYWHERE: &str = "1000";

/// How often each two of them meet.
const RACES: &str = "100";

#[derive(clap::Args)]
pub struct Options {
    /// How many times longer than at every push the random lives and the kills go on
    #[arg(long, default_value_t = 25)]
    times: u32,
    /// With which seed they begin; each campaign prints its own
    #[arg(long)]
    seed: Option<u64>,
}

pub fn prove(options: &Options) -> Outcome {
    setup::for_tests()?;
    let postgres = Postgres::start()?;
    let times = |usual: u32| (usual * options.times).to_string();
    let seed = options.seed.map(|seed| seed.to_string());

    println!("Random lives …");
    for (engine, lives) in [("sqlite", times(400)), ("postgres", times(80))] {
        let mut lived = cargo();
        lived.args(["test", "--package", "teamwork", "--features", "store", "--test", "suite"]);
        lived.args([format!("model::lives_on_{engine}").as_str(), "--", "--nocapture"]);
        lived.env("MODEL_LIVES", lives).env("TEST_POSTGRES", postgres.url());
        seed.iter().for_each(|seed| {
            lived.env("MODEL_SEED", seed);
        });
        run(&mut lived)?;
    }

    println!("All orders of a provider's events, and hostile ones …");
    let mut paid = cargo();
    paid.args(["test", "--package", "teamwork", "--features", "store", "--test", "suite", "payments::"]);
    paid.args(["--", "--nocapture"]).env("PAYMENT_ORDERS", ALL_ORDERS).env("TEST_POSTGRES", postgres.url());
    paid.env("PAYMENT_SCHEDULES", times(1000)).env("CHARGE_SCHEDULES", times(1000));
    seed.iter().for_each(|seed| {
        paid.env("PAYMENT_SEED", seed);
    });
    run(&mut paid)?;

    println!("Handovers and what rivals them …");
    let mut raced = cargo();
    raced.args(["test", "--package", "teamwork", "--features", "store", "--test", "suite"]);
    raced.args(["--", "payments::rivals", "requests::races::accepting_and_expiring_at_once", "--nocapture"]);
    run(raced.env("RACE_ROUNDS", RACES).env("TEST_POSTGRES", postgres.url()))?;

    println!("Kills …");
    let mut killed = cargo();
    killed.args(["test", "--package", "server", "--features", "app/ssr,teamwork/store", "--test", "crash"]);
    killed
        .args(["--", "--nocapture"])
        .env("CRASH_KILLS", times(20))
        .env("HANDOVER_KILLS", EVERYWHERE)
        .env("TEST_POSTGRES", postgres.url());
    seed.iter().for_each(|seed| {
        killed.env("CRASH_SEED", seed);
    });
    run(&mut killed)?;

    println!("Rights to code that end …");
    let mut ended = cargo();
    ended.args(["test", "--package", "server", "--features", "app/ssr,teamwork/store", "--test", "over_http"]);
    ended.args(["ssh::revoking::rights_end_at_once", "--", "--nocapture"]);
    run(ended.env("SSH_REVOCATIONS", times(12)).env("TEST_POSTGRES", postgres.url()))?;

    println!("A large house beside a small one …");
    run(example("scale").env("TEST_POSTGRES", postgres.url()))?;

    println!("A year of billing …");
    let mut billed = example("year");
    seed.iter().for_each(|seed| {
        billed.env("YEAR_SEED", seed);
    });
    run(billed.env("TEST_POSTGRES", postgres.url()))
}

fn example(name: &str) -> Command {
    let mut example = cargo();
    example.args(["run", "--release", "--package", "teamwork", "--features", "store", "--example", name]);
    example
}
