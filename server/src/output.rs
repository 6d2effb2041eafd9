//! The one place that writes to the terminal. Everything else goes through `tracing`.

use std::fmt::Display;

/// A line that the one who gave the command reads.
#[allow(clippy::print_stdout, reason = "the one place that prints")]
pub fn say(line: impl Display) {
    println!("{line}");
}

/// Why a command could not do what was asked.
#[allow(clippy::print_stderr, reason = "the one place that prints")]
pub fn complain(line: impl Display) {
    eprintln!("handslag: {line}");
}
