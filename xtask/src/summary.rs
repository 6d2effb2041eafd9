//! Counting tests from what the test runners say, and telling at the end what was done.

use std::{
    sync::Mutex,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};

use crate::process::say_error;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub passed: u64,
    pub failed: u64,
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// What came of a step: tests counted, and whether it is well.
#[derive(Default)]
pub struct Outcome {
    pub counts: Counts,
    pub error: Option<anyhow::Error>,
}

impl Outcome {
    pub fn into_result(self) -> Result<()> {
        self.error.map_or(Ok(()), Err)
    }
}

impl From<Result<()>> for Outcome {
    fn from(result: Result<()>) -> Self {
        Self { counts: Counts::default(), error: result.err() }
    }
}

/// Adds up the closing lines of nextest, cargo test and Playwright.
#[derive(Default)]
pub struct Counter(Mutex<Counts>);

impl Counter {
    pub fn read(&self, line: &str) {
        let found = nextest(line).or_else(|| cargo_test(line)).or_else(|| playwright(line));
        if let (Some(found), Ok(mut counts)) = (found, self.0.lock()) {
            *counts += found;
        }
    }

    pub fn counts(&self) -> Counts {
        self.0.lock().map_or_else(|broken| *broken.into_inner(), |counts| *counts)
    }

    /// A runner that counted nothing has not run, whatever its exit code.
    pub fn outcome(&self, what: &str, success: bool) -> Outcome {
        let counts = self.counts();
        let error = if !success {
            Some(anyhow::anyhow!("{what} failed"))
        } else if counts.passed == 0 {
            Some(anyhow::anyhow!("{what}: no test has run"))
        } else {
            None
        };
        Outcome { counts, error }
    }
}

/// `Summary [   1.2s] 5/6 tests run: 3 passed (1 slow, 1 flaky), 1 failed, 1 timed out, 0 skipped`
fn nextest(line: &str) -> Option<Counts> {
    let line = line.trim_start().strip_prefix("Summary [")?;
    let (_, results) = line.split_once(" run: ")?;
    let mut counts = Counts::default();
    let mut depth = 0_u32;
    let plain: String = results
        .chars()
        .filter(|char| {
            depth += u32::from(*char == '(');
            let outside = depth == 0;
            depth -= u32::from(*char == ')' && depth > 0);
            outside
        })
        .collect();
    for part in plain.split(',') {
        match number_and_word(part)? {
            (number, "passed") => counts.passed += number,
            (_, "skipped") => {}
            (number, _) => counts.failed += number,
        }
    }
    Some(counts)
}

/// `test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s`
fn cargo_test(line: &str) -> Option<Counts> {
    let (_, results) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let mut counts = Counts::default();
    for part in results.split(';') {
        match number_and_word(part) {
            Some((number, "passed")) => counts.passed += number,
            Some((number, "failed")) => counts.failed += number,
            _ => {}
        }
    }
    Some(counts)
}

/// `  12 passed (3.4s)`, `  1 failed`, `  2 flaky`, each on a line
fn playwright(line: &str) -> Option<Counts> {
    let (number, word) = number_and_word(line.strip_prefix("  ")?)?;
    let alone = line.split_whitespace().count() == 2 || line.trim_end().ends_with(')');
    match word {
        "passed" | "flaky" if alone => Some(Counts { passed: number, failed: 0 }),
        "failed" | "interrupted" if alone => Some(Counts { passed: 0, failed: number }),
        _ => None,
    }
}

fn number_and_word(text: &str) -> Option<(u64, &str)> {
    let mut words = text.split_whitespace();
    Some((words.next()?.parse().ok()?, words.next()?))
}

/// The steps done so far; what comes after a failure is not done.
#[derive(Default)]
pub struct Steps {
    done: Vec<(&'static str, Duration, bool)>,
    counts: Counts,
    failed: bool,
}

impl Steps {
    pub fn step(&mut self, name: &'static str, work: impl FnOnce() -> Outcome) {
        if self.failed {
            return;
        }
        let start = Instant::now();
        let outcome = work();
        self.counts += outcome.counts;
        if let Some(error) = &outcome.error {
            say_error(error);
            self.failed = true;
            // A step that failed without a failed test still counts, so that nobody reads "0 failed".
            self.counts.failed += u64::from(outcome.counts.failed == 0);
        }
        self.done.push((name, start.elapsed(), !self.failed));
    }

    /// Prints the summary; the last line is the count.
    pub fn finish(self) -> Result<()> {
        println!("\nSummary");
        for (name, time, ok) in &self.done {
            println!("  {:<28} {:>7.1} s  {}", name, time.as_secs_f64(), if *ok { "ok" } else { "FAILED" });
        }
        println!("{} passed, {} failed", self.counts.passed, self.counts.failed);
        if self.failed {
            bail!("not everything is well")
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Counter, Counts};

    fn read(lines: &[&str]) -> Counts {
        let counter = Counter::default();
        for line in lines {
            counter.read(line);
        }
        counter.counts()
    }

    #[test]
    fn nextest_is_understood() {
        let line = "     Summary [   0.5s] 5/7 tests run: 3 passed (1 slow, 1 flaky), 1 failed, 1 timed out, 2 skipped";
        assert_eq!(read(&[line]), Counts { passed: 3, failed: 2 });
        assert_eq!(read(&["     Summary [   0.5s] 1 test run: 1 passed, 0 skipped"]), Counts { passed: 1, failed: 0 });
    }

    #[test]
    fn cargo_test_is_understood_and_added_up() {
        let lines = [
            "test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
        ];
        assert_eq!(read(&lines), Counts { passed: 7, failed: 1 });
    }

    #[test]
    fn playwright_is_understood() {
        let lines = ["  2 failed", "    [chromium] › a.spec.ts:1:1 › 3 passed", "  1 skipped", "  12 passed (3.4s)"];
        assert_eq!(read(&lines), Counts { passed: 12, failed: 2 });
    }

    #[test]
    fn no_test_at_all_is_a_failure() {
        assert!(Counter::default().outcome("tests", true).error.is_some());
    }
}
