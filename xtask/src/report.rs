//! The steps of a test run: named as prose, timed, counted, and summed up at the end.

use std::time::{Duration, Instant};

use crate::outcome::Outcome;
use crate::tally::Tally;

#[derive(Default)]
pub struct Report {
    steps: Vec<Step>,
}

struct Step {
    name: &'static str,
    time: Duration,
    tally: Tally,
    good: bool,
}

impl Report {
    /// Does a step and goes on whatever comes of it. True if all is well.
    pub fn step(&mut self, name: &'static str, work: impl FnOnce() -> Outcome<Tally>) -> bool {
        println!("\n── {name}");
        let begin = Instant::now();
        let outcome = work();
        if let Err(trouble) = &outcome {
            println!("{trouble}");
        }
        // A step that breaks off has failed, even where it counts no tests.
        let tally = outcome.unwrap_or(Tally { passed: 0, failed: 1 });
        let (time, good) = (begin.elapsed(), tally.failed == 0);
        println!("── {} after {}", if good { "Done" } else { "Failed" }, minutes(time));
        self.steps.push(Step { name, time, tally, good });
        good
    }

    /// Prints the table and, alone on the last line, the sum. True if nothing failed.
    pub fn close(&self) -> bool {
        let width = self.steps.iter().map(|step| step.name.chars().count()).max().unwrap_or(0);
        let mut sum = Tally::default();
        println!();
        for Step { name, time, tally, good } in &self.steps {
            let tests = if *tally == Tally::default() {
                String::new()
            } else {
                format!("{} passed, {} failed", tally.passed, tally.failed)
            };
            println!("{} {name:<width$} {:>8}  {tests}", if *good { "✓" } else { "✗" }, minutes(*time));
            sum += *tally;
        }
        println!("\n{} passed, {} failed", sum.passed, sum.failed);
        sum.failed == 0
    }
}

fn minutes(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 {
        format!("{:.1} s", time.as_secs_f32())
    } else {
        format!("{}:{:02} min", seconds / 60, seconds % 60)
    }
}
