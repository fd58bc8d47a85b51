//! `cargo xtask prove`: the campaigns of the tests, longer than anybody waits for at every push.

use std::process::Command;

use crate::command::{cargo, run};
use crate::outcome::Outcome;
use crate::postgres::Postgres;
use crate::setup;

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

    println!("Orders of a provider's events …");
    let mut paid = cargo();
    paid.args(["test", "--package", "teamwork", "--features", "store", "--test", "suite", "payments::schedules"]);
    run(paid.env("PAYMENT_SCHEDULES", times(40)).env("TEST_POSTGRES", postgres.url()))?;

    println!("Kills …");
    let mut killed = cargo();
    killed.args(["test", "--package", "server", "--features", "app/ssr,teamwork/store", "--test", "crash"]);
    killed.args(["--", "--nocapture"]).env("CRASH_KILLS", times(20)).env("TEST_POSTGRES", postgres.url());
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
