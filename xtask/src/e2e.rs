//! `cargo xtask e2e`: the journeys in a real browser alone.

use crate::build::{self, build};
use crate::command::listen;
use crate::house;
use crate::outcome::Outcome;
use crate::postgres::Postgres;
use crate::setup;
use crate::tally::Tally;

#[derive(clap::Args)]
pub struct Options {
    /// Arguments of `playwright test`, such as a file name or `--headed`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

/// True if nothing failed.
pub fn e2e(options: &Options) -> Outcome<bool> {
    setup::for_tests()?;
    build(build::Options { release: false })?;
    let postgres = Postgres::start()?;
    Ok(play(&options.arguments, &postgres)?.failed == 0)
}

/// Runs Playwright, which starts the servers it needs itself: WARREN_BINARY says which, TEST_POSTGRES and WARREN_CHROMIUM with what.
pub fn play(arguments: &[String], postgres: &Postgres) -> Outcome<Tally> {
    let mut command = setup::npm("npx");
    command.args(["playwright", "test"]).args(arguments);
    command
        .env("WARREN_BINARY", house::warren(false))
        .env("WARREN_CHROMIUM", setup::chromium()?)
        .env("TEST_POSTGRES", postgres.url());
    let (succeeded, output) = listen(&mut command)?;
    Ok(Tally::of_playwright(&output).or_one_failure(succeeded))
}
