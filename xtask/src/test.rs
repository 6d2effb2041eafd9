//! `test`: everything that is checked before a change is taken. A part that cannot run is a failure, never skipped.

use std::process::ExitCode;

use anyhow::Result;

use crate::{
    browser,
    check::{self, PRODUCT, THIS},
    deny, dist, language, modules,
    postgres::{Cluster, Settings, VARIABLE},
    process::{apt_install, cargo, find, run_reading, say},
    size,
    summary::{Counter, Outcome, Steps},
    tokens,
    wings::{self, Selection},
};

/// What is tested.
pub enum Of<'a> {
    Everything,
    /// All but the browser.
    Quick,
    /// A wing of the app, by its name.
    Wing(&'a str),
    /// What may be broken by what has changed since this commit.
    Since(&'a str),
}

pub fn test(of: &Of, soak: bool) -> ExitCode {
    let mut steps = Steps::default();
    let mut cluster = None;
    let mut chosen = None;
    if let Of::Wing(name) | Of::Since(name) = *of {
        steps.step("what is tested", || {
            let selection = if matches!(of, Of::Wing(_)) { wings::one(name) } else { wings::since(name) };
            selection.map(|selection| chosen = Some(selection)).into()
        });
        if chosen.is_none() {
            // Nobody asked for everything instead.
            return ended(steps);
        }
    }
    steps.step("formatting", || check::format().into());
    steps.step("order of the modules", || modules::check().into());
    steps.step("colours", || tokens::check().into());
    steps.step("plain language", || language::check().into());
    if chosen.as_ref().is_none_or(|selection| selection.supply_chain) {
        steps.step("supply chain", || deny::check().into());
    }
    if !matches!(of, Of::Quick) {
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
    if let Some(Selection { packages, filter, xtask, specs, .. }) = chosen {
        if !packages.is_empty() {
            let packages: Vec<&str> = packages.iter().flat_map(|package| ["--package", package.as_str()]).collect();
            steps.step("tests", || flat(tests(url.as_deref(), soak, &packages, filter.as_deref())));
        }
        if xtask {
            steps.step("tests of xtask", || flat(tests(url.as_deref(), soak, &THIS, None)));
        }
        if !specs.is_empty() {
            steps.step("browser tests", || flat(browser::e2e(&specs, url.as_deref())));
        }
    } else {
        steps.step("tests", || flat(tests(url.as_deref(), soak, &PRODUCT, None)));
        steps.step("tests of xtask", || flat(tests(url.as_deref(), soak, &THIS, None)));
        if matches!(of, Of::Everything) {
            steps.step("dist", || dist::build(true).into());
            steps.step("size", || size::check(&dist::site_folder()).into());
            steps.step("browser tests", || flat(browser::e2e(&[], url.as_deref())));
        }
    }
    drop(cluster);
    ended(steps)
}

fn ended(steps: Steps) -> ExitCode {
    match steps.finish() {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// With nextest where it is there: it runs each test in a process of its own, and all at once. It alone knows filters.
fn tests(postgres: Option<&str>, soak: bool, packages: &[&str], filter: Option<&str>) -> Result<Outcome> {
    let mut tests = cargo();
    if find("cargo-nextest").is_some() {
        say("cargo nextest run");
        tests.args(["nextest", "run", "--no-fail-fast"]);
        if let Some(filter) = filter {
            tests.args(["--filterset", filter]);
        }
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
