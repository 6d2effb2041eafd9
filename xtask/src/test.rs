//! `test`: everything that is checked before a change is taken. A part that cannot run is a failure, never skipped.

use std::process::ExitCode;

use anyhow::Result;

use crate::{
    browser, check, deny, dist, language, modules,
    postgres::{Cluster, Settings, VARIABLE},
    process::{apt_install, cargo, find, run_reading, say},
    size,
    summary::{Counter, Outcome, Steps},
    tokens,
};

pub fn test(quick: bool, soak: bool) -> ExitCode {
    let mut steps = Steps::default();
    let mut cluster = None;
    steps.step("formatting", || check::format().into());
    steps.step("order of the modules", || modules::check().into());
    steps.step("colours", || tokens::check().into());
    steps.step("plain language", || language::check().into());
    steps.step("supply chain", || deny::check().into());
    if !quick {
        steps.step("clippy, server", || check::clippy_native().into());
        steps.step("clippy, browser", || check::clippy_wasm().into());
    }
    steps.step("PostgreSQL", || match Cluster::start(Settings::Quick) {
        Ok(started) => {
            cluster = Some(started);
            Outcome::default()
        }
        Err(error) => Outcome::from(Err(error)),
    });
    // Tests count with it what is written to the disk.
    steps.step("strace", || match find("strace") {
        Some(_) => Outcome::default(),
        None => apt_install("strace", &["strace"]).into(),
    });
    let url = cluster.as_ref().map(Cluster::url);
    steps.step("tests", || {
        let product = ["--workspace", "--exclude", "citizens", "--exclude", "staff", "--exclude", "xtask"];
        flat(tests(url.as_deref(), soak, &product))
    });
    steps.step("tests of xtask", || flat(tests(url.as_deref(), soak, &["--package", "xtask"])));
    if !quick {
        steps.step("dist", || dist::build(true).into());
        steps.step("size", || size::check(&dist::site_folder()).into());
        steps.step("browser tests", || flat(browser::e2e(&[], url.as_deref())));
    }
    drop(cluster);
    match steps.finish() {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// With nextest where it is there: it runs each test in a process of its own, and all at once.
fn tests(postgres: Option<&str>, soak: bool, packages: &[&str]) -> Result<Outcome> {
    let mut tests = cargo();
    if find("cargo-nextest").is_some() {
        say("cargo nextest run");
        tests.args(["nextest", "run", "--no-fail-fast"]);
    } else {
        say("cargo test");
        tests.args(["test", "--no-fail-fast"]);
    }
    tests.args(packages);
    if let Some(url) = postgres {
        tests.env(VARIABLE, url);
    }
    if soak {
        tests.env("HANDSLAG_SOAK", "1");
    }
    let counter = Counter::default();
    let status = run_reading(&mut tests, "tests", &|line| counter.read(line))?;
    Ok(counter.outcome("tests", status.success()))
}

fn flat(result: Result<Outcome>) -> Outcome {
    result.unwrap_or_else(|error| Outcome::from(Err(error)))
}
