//! The browser tests: Node, npm's packages, Chromium, and Playwright over what is delivered.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::{
    dist,
    postgres::VARIABLE,
    process::{self, apt_install, command, find, output, root, run, run_reading, say},
    site::digest,
    summary::{Counter, Outcome},
};

const NODE: u32 = 20;
const CHROMIUM: &str = "/usr/bin/chromium";
/// With this set, the tests look at that program, and nothing is built.
const BINARY: &str = "HANDSLAG_BIN";
/// With this set, Playwright knows the project `full`.
const FULL: &str = "HANDSLAG_A11Y";

/// Runs Playwright over the delivered build.
pub fn e2e(args: &[String], postgres: Option<&str>) -> Result<Outcome> {
    tests(args, postgres.map(|url| (VARIABLE, url)))
}

/// Runs the accessibility part of it; the whole matrix where it is `full`.
pub fn a11y(full: bool, resume: bool, args: &[String]) -> Result<Outcome> {
    let project = if full { "--project=full" } else { "--project=a11y" };
    let args: Vec<String> = std::iter::once(project.to_owned()).chain(args.iter().cloned()).collect();
    tests(&args, full.then_some((FULL, if resume { "resume" } else { "new" })))
}

fn tests(args: &[String], variable: Option<(&str, &str)>) -> Result<Outcome> {
    java()?;
    let (node, chromium) = ready()?;
    let mut playwright = playwright(&node, &chromium, &program()?);
    playwright.args(args).envs(variable);
    let counter = Counter::default();
    let status = run_reading(&mut playwright, "the browser tests", &|line| counter.read(line))?;
    Ok(counter.outcome("the browser tests", status.success()))
}

/// The program that the browser looks at: the one that is named, else what is delivered.
pub fn program() -> Result<PathBuf> {
    if let Some(given) = std::env::var_os(BINARY) {
        return Ok(std::path::absolute(given)?);
    }
    dist::build(true)?;
    Ok(dist::binary())
}

/// Playwright, looking at this program.
pub fn playwright(node: &Path, chromium: &Path, program: &Path) -> Command {
    say("Playwright");
    let mut playwright = in_end2end(node);
    playwright.args(["node_modules/@playwright/test/cli.js", "test"]);
    playwright.env(BINARY, program).env("CHROMIUM", chromium);
    playwright
}

/// Node and Chromium, with npm's packages beside the tests.
pub fn ready() -> Result<(PathBuf, PathBuf)> {
    let chromium = chromium()?;
    npm_ci()?;
    Ok((node()?, chromium))
}

/// Node's path, if it is new enough.
pub fn node() -> Result<PathBuf> {
    let how = format!("install Node.js {NODE} or newer, with npm");
    let node = find("node").with_context(|| format!("Node.js is missing: {how}"))?;
    let version = output(Command::new(&node).arg("--version"))?;
    let major = version.trim().trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < NODE) {
        bail!("Node.js {} is too old: {how}", version.trim());
    }
    if find("npm").is_none() {
        bail!("npm is missing: {how}");
    }
    Ok(node)
}

/// Installs what end2end/package-lock.json names, unless it is there.
pub fn npm_ci() -> Result<()> {
    node()?;
    let _one_at_a_time = process::lock("xtask-npm")?;
    let folder = root().join("end2end");
    let lock = fs::read(folder.join("package-lock.json")).context("end2end/package-lock.json")?;
    let stamp = digest(&[lock, fs::read(folder.join("package.json"))?].concat());
    let stamp_file = folder.join("node_modules/.handslag-stamp");
    if fs::read_to_string(&stamp_file).is_ok_and(|old| old == stamp) {
        return Ok(());
    }
    say("npm ci in end2end");
    let mut npm = in_end2end(Path::new("npm"));
    // Playwright would fetch browsers of its own, and the HTML checker a Java: the system's are used.
    npm.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    run(&mut npm, "npm ci").context("npm's packages for the browser tests cannot be installed")?;
    fs::write(stamp_file, stamp)?;
    Ok(())
}

fn chromium() -> Result<PathBuf> {
    if let Some(given) = std::env::var_os("CHROMIUM") {
        return Ok(given.into());
    }
    let there = || {
        let usual = PathBuf::from(CHROMIUM);
        if usual.exists() {
            Some(usual)
        } else {
            ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(find)
        }
    };
    if let Some(chromium) = there() {
        return Ok(chromium);
    }
    apt_install("Chromium", &["chromium"])?;
    there().context("Debian's package chromium is installed, but /usr/bin/chromium is not there")
}

/// The Nu HTML checker (`end2end/a11y/everywhere.spec.ts`) is written in Java.
fn java() -> Result<()> {
    if find("java").is_none() {
        apt_install("Java", &["default-jre-headless"])?;
        find("java").context("Debian's package default-jre-headless is installed, but there is no java")?;
    }
    Ok(())
}

fn in_end2end(program: &Path) -> Command {
    let mut command = command(program);
    command.current_dir(root().join("end2end"));
    command
}
