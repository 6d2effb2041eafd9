//! Measures what is delivered, as its users meet it: over HTTP, from another process. Started by `cargo xtask bench`, which builds
//! first and says where things are. ARCHITECTURE.md says how to read the table.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    reason = "a measuring program talks on the terminal, times real steps, and counts nothing that is near a limit"
)]

mod client;
mod data;
mod process;
mod reference;
mod report;
mod rungs;
mod store;

use anyhow::{Context as _, Result};
use clap::{Parser, Subcommand};
use report::Report;
use rungs::Bench;
use std::{path::PathBuf, process::ExitCode};

#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Climbs the ladder and prints a table
    Run(Given),
    /// Answers with the bytes of the files in a folder: the limit that handlers are compared with
    Reference {
        /// A file for each path
        folder: PathBuf,
        /// The port on 127.0.0.1
        port: u16,
    },
}

/// Where things are; what is not given is not measured, and the table says so.
#[derive(clap::Args, Clone, Debug)]
struct Given {
    /// The program that is delivered
    #[arg(long)]
    binary: PathBuf,
    /// For databases; emptied first
    #[arg(long)]
    folder: PathBuf,
    /// Where the figures go, as JSON
    #[arg(long)]
    json: Option<PathBuf>,
    /// Fewer rounds and less data
    #[arg(long)]
    quick: bool,
    /// Only rungs whose name contains one of these
    #[arg(long)]
    only: Vec<String>,
    /// A `PostgreSQL` that keeps what it acknowledges
    #[arg(long)]
    postgres: Option<String>,
    /// Why there is no `PostgreSQL`
    #[arg(long, default_value = "no PostgreSQL was given")]
    no_postgres: String,
    /// The program that measures in a browser, with its interpreter before it
    #[arg(long, num_args = 2)]
    browser: Option<Vec<PathBuf>>,
    /// Why there is no browser
    #[arg(long, default_value = "no browser was given")]
    no_browser: String,
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// False where a limit is not kept.
fn run(command: Command) -> Result<bool> {
    match command {
        Command::Reference { folder, port } => reference::serve(&folder, port).map(|()| true),
        Command::Run(given) => climb(given),
    }
}

fn climb(given: Given) -> Result<bool> {
    if given.folder.exists() {
        std::fs::remove_dir_all(&given.folder)?;
    }
    std::fs::create_dir_all(&given.folder).context("no folder for the databases")?;
    let json = given.json.clone();
    let mut report = Report::new(given.quick);
    let bench = Bench::new(given)?;
    for rung in rungs::ALL.iter().filter(|rung| bench.wants(rung.name)) {
        eprintln!("==> {}", rung.name);
        let figures = (rung.climb)(&bench);
        report.add(rung.name, figures);
        // A run takes long: what was found is there although a later rung should hang.
        if let Some(json) = &json {
            report.write(json)?;
        }
    }
    report.end();
    report.print();
    if let Some(json) = json {
        report.write(&json)?;
        println!("{}", json.display());
    }
    Ok(report.kept())
}
