//! `handslag`: the server and its commands.

use clap::Parser;
use server::{
    commands::{self, Command},
    config::Settings,
    output, telemetry,
};
use std::process::ExitCode;

/// A page is many small pieces of memory, asked for and given back by several threads: the system's allocator costs a fifth of its CPU time.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Handslag: a municipality's digital meeting place.
#[derive(Debug, Parser)]
#[command(name = "handslag", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    settings: Settings,
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    telemetry::start(cli.settings.log_json);
    match commands::run(cli.command, &cli.settings).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            output::complain(fault);
            ExitCode::FAILURE
        }
    }
}
