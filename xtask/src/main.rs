//! Every command one can run in this repository; `cargo xtask` shows them.
#![expect(clippy::print_stdout, reason = "saying what happens is the work of this program")]

mod build;
mod command;
mod dev;
mod e2e;
mod house;
mod lint;
mod outcome;
mod postgres;
mod report;
mod run;
mod setup;
mod tally;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use outcome::Outcome;

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    about = "Every command one can run in this repository",
    arg_required_else_help = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Install what is missing
    Setup(setup::Options),
    /// Build the browser side into target/site, then the server
    Build(build::Options),
    /// Build Warren and run it with the demo story on SQLite in warren-data
    Run(run::Options),
    /// Run the demo; rebuild and reload the browser at every edit
    Dev,
    /// Check everything: form, tests on both databases, journeys in a browser
    Test(test::Options),
    /// Only the journeys in a browser
    E2e(e2e::Options),
    /// Only the form of the code: rustfmt and clippy
    Lint,
    /// Build the browser side for release and weigh it against its budget
    Sizes,
}

fn main() -> ExitCode {
    let done: Outcome<bool> = match Arguments::parse().command {
        Command::Setup(options) => setup::setup(&options).map(|()| true),
        Command::Build(options) => setup::for_building().and_then(|()| build::build(options)).map(|()| true),
        Command::Run(options) => run::run(&options).map(|()| true),
        Command::Dev => dev::dev().map(|()| true),
        Command::Test(options) => Ok(test::test(&options)),
        Command::E2e(options) => e2e::e2e(&options),
        Command::Lint => lint::lint().map(|()| true),
        Command::Sizes => setup::for_building().and_then(|()| build::sizes()).map(|()| true),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(trouble) => {
            eprintln!("{trouble}");
            ExitCode::FAILURE
        }
    }
}
