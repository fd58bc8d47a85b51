//! Every command one can run in this repository; `cargo xtask` shows them.
#![expect(clippy::print_stdout, reason = "saying what happens is the work of this program")]

mod bench;
mod build;
mod command;
mod dev;
mod e2e;
mod house;
mod lint;
mod outcome;
mod postgres;
mod programs;
mod prove;
mod report;
mod run;
mod setup;
mod tally;
mod test;

use std::fs;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use outcome::{OrSay, Outcome};

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
    /// Build for release and print what requests cost, beside a bare axum handler
    Bench,
    /// Long campaigns: random lives, kills, a large house beside a small one
    Prove(prove::Options),
}

fn main() -> ExitCode {
    match obey(Arguments::parse().command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(trouble) => {
            eprintln!("{trouble}");
            ExitCode::FAILURE
        }
    }
}

/// False if a test failed, which has been said already.
fn obey(command: Command) -> Outcome<bool> {
    // Whoever compiles the server embeds this folder, even when nothing is in it yet.
    fs::create_dir_all(house::pkg()).or_say("target/site/pkg could not be made")?;
    let well = |()| true;
    match command {
        Command::Setup(options) => setup::setup(&options).map(well),
        Command::Build(options) => setup::for_building().and_then(|()| build::build(options)).map(well),
        Command::Run(options) => run::run(&options).map(well),
        Command::Dev => dev::dev().map(well),
        Command::Test(options) => Ok(test::test(&options)),
        Command::E2e(options) => e2e::e2e(&options),
        Command::Lint => lint::lint().map(well),
        Command::Sizes => setup::for_building().and_then(|()| build::sizes()).map(well),
        Command::Bench => bench::bench().map(well),
        Command::Prove(options) => prove::prove(&options).map(well),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn every_command_can_be_understood() {
        super::Arguments::command().debug_assert();
    }
}
