//! `cargo xtask <command>`: everything that is done with this project, without a tool that must be installed first.
//! Each step checks whether it is already done, says what it does, and names what is missing and how to get it.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a build tool talks on the terminal and times real steps"
)]

mod bench;
mod bindgen;
mod browser;
mod check;
mod compress;
mod css;
mod cut;
mod deny;
mod dist;
mod language;
mod modules;
mod pictures;
mod postgres;
mod process;
mod run;
mod sbom;
mod site;
mod size;
mod summary;
mod test;
mod tokens;
mod toolchain;
mod wasm_opt;
mod wings;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

use test::Of;

/// Builds, runs and tests Handslag.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_flag = false)]
struct Cli {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build all in debug mode and serve the demo on <http://127.0.0.1:3000>: needs Rust alone
    Run {
        /// Delete the demo database first
        #[arg(long)]
        fresh: bool,
        /// Given to `handslag serve`, after `--`
        #[arg(last = true)]
        args: Vec<String>,
    },
    /// Build what is delivered: one binary with the site inside, and its list of parts (SBOM)
    Dist {
        /// Folder for the binary and the list
        #[arg(long, default_value = "target")]
        out: PathBuf,
    },
    /// Formatting, colours, plain language, and clippy for the server and for the browser
    Check,
    /// Everything: check, tests on both databases, dist, size, browser tests
    Test {
        /// Formatting and the tests on both databases; nothing of the browser
        #[arg(long)]
        quick: bool,
        /// Overload for a whole minute instead of some seconds
        #[arg(long)]
        soak: bool,
        /// A wing of the app alone: its tests, who may ask its addresses, and clippy
        #[arg(long, conflicts_with = "quick")]
        wing: Option<String>,
        /// What may be broken by what has changed since this commit: its wings and those above them, with clippy, and browser tests that have
        /// changed
        #[arg(long, value_name = "COMMIT", conflicts_with_all = ["quick", "wing"])]
        since: Option<String>,
    },
    /// Browser tests of the delivered build; arguments go to Playwright
    E2e {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// The accessibility part of the browser tests
    A11y {
        /// Every page in every theme, size, width and language instead; its result goes into the accessibility statement
        #[arg(long)]
        full: bool,
        /// With `--full`: go on where such a run of the same build was stopped
        #[arg(long, requires = "full")]
        resume: bool,
        /// Given to Playwright; what is told to read a part alone tells the statement nothing
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Measure what is delivered: weight, CPU, memory, the main job; a table, and target/bench.json
    Bench {
        /// Fewer rounds and less data
        #[arg(long)]
        quick: bool,
        /// Only the rungs whose names contain one of these: weight, pages, suggestions, loops, screen, rest
        only: Vec<String>,
    },
    /// Run a command with `HANDSLAG_TEST_POSTGRES` set to a throw-away `PostgreSQL`: `postgres -- cargo test -p help`
    Postgres {
        #[arg(last = true, required = true)]
        command: Vec<String>,
    },
    /// Take the pictures of the help pages anew, of what is delivered, into style/pictures
    Pictures,
    /// Write style/00-tokens.css from style/tokens.json, where every pair of colours keeps its contrast
    Tokens,
    /// Licences, sources, bans and doubles of all dependencies, by deny.toml
    Deny,
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Task::Run { fresh, args } => run::run(fresh, &args),
        Task::Dist { out } => dist::dist(&out),
        Task::Check => check::check(),
        Task::Test { quick, soak, wing, since } => {
            let of = match (&wing, &since) {
                (Some(wing), _) => Of::Wing(wing),
                (_, Some(commit)) => Of::Since(commit),
                _ if quick => Of::Quick,
                _ => Of::Everything,
            };
            return test::test(&of, soak);
        }
        Task::E2e { args } => browser::e2e(&args, None).and_then(summary::Outcome::into_result),
        Task::A11y { full, resume, args } => browser::a11y(full, resume, &args).and_then(summary::Outcome::into_result),
        Task::Bench { quick, only } => bench::bench(quick, &only),
        Task::Postgres { command } => postgres::with_cluster(&command),
        Task::Pictures => pictures::pictures(),
        Task::Tokens => tokens::write(),
        Task::Deny => deny::check(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            process::say_error(&error);
            ExitCode::FAILURE
        }
    }
}
