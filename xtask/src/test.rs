//! `cargo xtask test`: everything that has to hold, on both databases and in a real browser.

use clap::ValueEnum;

use crate::build::{self, build};
use crate::command::{cargo, listen};
use crate::e2e;
use crate::lint;
use crate::outcome::Outcome;
use crate::postgres::Postgres;
use crate::programs::test_side_by_side;
use crate::report::Report;
use crate::setup;
use crate::tally::Tally;

#[derive(clap::Args)]
pub struct Options {
    /// Only these parts; may be given several times
    #[arg(long, value_enum)]
    only: Vec<Part>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    Format,
    Clippy,
    Rust,
    Tools,
    Build,
    Browser,
}

/// True if nothing failed.
pub fn test(options: &Options) -> bool {
    let wanted = |part| options.only.is_empty() || options.only.contains(&part);
    let mut report = Report::default();
    if report.step("What the tests need is in place", || quietly(setup::for_tests())) {
        steps(&mut report, wanted);
    }
    report.close()
}

fn steps(report: &mut Report, wanted: impl Fn(Part) -> bool) {
    if wanted(Part::Format) {
        report.step("The code is formatted", || quietly(lint::format()));
    }
    if wanted(Part::Clippy) {
        report.step("Clippy has nothing to say about the server side", || quietly(lint::server_side()));
        report.step("Clippy has nothing to say about the browser side", || quietly(lint::browser_side()));
        report.step("Clippy has nothing to say about the commands", || quietly(lint::tools()));
    }
    // Before the tests of the doors, which hand out what is built.
    let built = !(wanted(Part::Build) || wanted(Part::Browser))
        || report
            .step("The browser side and the server are built", || quietly(build(build::Options { release: false })));
    // Dropped at the end of this function, which stops it.
    let mut postgres = None;
    if wanted(Part::Rust) || wanted(Part::Browser) {
        report.step("A PostgreSQL starts for the tests", || {
            quietly(Postgres::start().map(|started| postgres = Some(started)))
        });
    }
    if let Some(postgres) = postgres.as_ref().filter(|_| wanted(Part::Rust)) {
        report.step("Rules, acts and doors hold on SQLite and on PostgreSQL", || {
            let packages = ["teamwork", "app", "server"];
            test_side_by_side(&packages, &["--features", "teamwork/store,app/ssr"], postgres)
        });
    }
    if wanted(Part::Tools) {
        // On its own: in one call with the others, cargo would compile what they share once more.
        report.step("The commands of the repository hold", test_tools);
    }
    if let Some(postgres) = postgres.as_ref().filter(|_| built && wanted(Part::Browser)) {
        report.step("People find their way in Chromium", || e2e::play(&[], postgres));
    }
}

fn test_tools() -> Outcome<Tally> {
    let (succeeded, output) = listen(cargo().args(["test", "--tests", "--package", "xtask"]))?;
    Ok(Tally::of_cargo(&output).or_one_failure(succeeded))
}

fn quietly(outcome: Outcome) -> Outcome<Tally> {
    outcome.map(|()| Tally::default())
}
