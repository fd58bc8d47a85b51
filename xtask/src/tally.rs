//! Counting tests out of what test programs print.

use std::ops::AddAssign;

/// How many tests passed and how many did not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u32,
    pub failed: u32,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl Tally {
    /// From `cargo test` ("test result: …", one a test binary) or `cargo nextest` ("Summary […", once).
    pub fn of_cargo(output: &str) -> Self {
        let mut tally = Self::default();
        for line in output.lines().map(str::trim_start) {
            if line.starts_with("test result:") || line.starts_with("Summary [") {
                tally.passed += before(line, "passed");
                tally.failed += before(line, "failed") + before(line, "timed out") + before(line, "exec failed");
            }
        }
        tally
    }

    /// From the last lines of Playwright. What passed at the second attempt has passed; what was cut short has not.
    pub fn of_playwright(output: &str) -> Self {
        let mut tally = Self::default();
        for line in output.lines().map(str::trim) {
            let (line, _) = line.split_once(" (").unwrap_or((line, ""));
            let Some((number, what)) = line.split_once(' ') else { continue };
            let Ok(number) = number.parse::<u32>() else { continue };
            match what {
                "passed" | "flaky" => tally.passed += number,
                "failed" | "interrupted" | "did not run" => tally.failed += number,
                _ => {}
            }
        }
        tally
    }

    /// A program that fails without naming a test counts as one failed test, lest nobody sees it.
    pub fn or_one_failure(mut self, succeeded: bool) -> Self {
        if !succeeded && self.failed == 0 {
            self.failed = 1;
        }
        self
    }
}

/// The number in front of `what`, as in "3 passed; 1 failed".
fn before(line: &str, what: &str) -> u32 {
    line.split([';', ',', ':', '.', '('])
        .filter_map(|part| part.trim().trim_end_matches(')').strip_suffix(what)?.trim_end().parse::<u32>().ok())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn the_binaries_of_cargo_test_add_up() {
        let output = "running 3 tests\ntest result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s\n\
                      test result: FAILED. 2 passed; 4 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.10s\n";
        assert_eq!(Tally::of_cargo(output), Tally { passed: 5, failed: 4 });
    }

    #[test]
    fn nextest_counts_once() {
        let output = "        PASS [   0.005s] teamwork rules::may\n\
                      ------------\n     Summary [   1.204s] 9 tests run: 6 passed (1 slow), 2 failed, 1 timed out, 0 skipped\n";
        assert_eq!(Tally::of_cargo(output), Tally { passed: 6, failed: 3 });
    }

    #[test]
    fn a_journey_that_was_cut_short_has_not_passed() {
        let output = "  1 failed\n    [chromium] › roles.spec.ts:3:1 › a role changes\n  1 flaky\n  2 did not run\n  4 skipped\n  12 passed (1.2m)\n";
        assert_eq!(Tally::of_playwright(output), Tally { passed: 13, failed: 3 });
    }

    #[test]
    fn a_failure_without_a_test_is_seen() {
        assert_eq!(Tally::default().or_one_failure(false), Tally { passed: 0, failed: 1 });
        assert_eq!(Tally { passed: 1, failed: 2 }.or_one_failure(false).failed, 2);
        assert_eq!(Tally { passed: 1, failed: 0 }.or_one_failure(true).failed, 0);
    }
}
