//! When a person can use a page, in Chromium on a slow line with a slow processor: `end2end/bench/screen.mjs` measures, this compares.

use super::Bench;
use crate::{client::Client, process::Program, report::Figure};
use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use std::process::{Command, Stdio};

/// Bytes a second of slow 4G, as browsers' tools throttle it.
const LINE: f64 = 1_600_000.0 / 8.0;
/// Three round trips: connection, page, files.
const ROUND_TRIPS: f64 = 3.0 * 150.0;

pub fn climb(bench: &Bench) -> Result<Vec<Figure>> {
    let Some([node, script]) = bench.given.browser.as_deref() else {
        return Ok(vec![Figure::missing("the senior's home on a slow line", bench.given.no_browser.clone())]);
    };
    let data = bench.small()?;
    let server = Program::handslag(&bench.given.binary, &data.url)?;
    let senior = Client::signed_in(&server, &data.senior)?;
    let output = Command::new(node)
        .arg(script)
        .args([server.url("/home"), senior.cookie().to_owned(), bench.rounds().to_string()])
        .stderr(Stdio::inherit())
        .output()
        .context("the browser's script cannot be started")?;
    ensure!(output.status.success(), "the browser's script failed ({})", output.status);
    let rounds: Vec<Value> = serde_json::from_slice(&output.stdout).context("what the browser's script says")?;
    ensure!(rounds.len() == bench.rounds(), "the browser measured {} rounds", rounds.len());
    let limit = |round: &Value, bytes: &str| Ok::<_, anyhow::Error>(number(round, bytes)? / LINE * 1e3 + ROUND_TRIPS);
    let against = |what: &str, bytes: &str| -> Result<Vec<(f64, f64)>> {
        rounds.iter().map(|round| Ok((number(round, what)?, limit(round, bytes)?))).collect()
    };
    let told = |what: &str| -> Result<f64> {
        let values = rounds.iter().map(|round| number(round, what)).collect::<Result<Vec<_>>>()?;
        Ok(crate::report::median(values.into_iter()))
    };
    let line = "transfer and 3 round trips";
    Ok(vec![
        Figure::of_rounds("pressed, and it led on", &against("usable", "bytesUsable")?, "ms", line),
        Figure::of_rounds("the script has taken over", &against("hydrated", "bytesAll")?, "ms", line),
        Figure::told("largest paint", told("paint")?, "ms"),
        Figure::told("the page moved while it loaded", told("shift")?, "").at_most(0.0),
        Figure::told("blocked", told("blocked")?, "ms"),
        Figure::told("sent until the script has taken over", told("bytesAll")? / 1e3, "kB"),
    ])
}

fn number(round: &Value, what: &str) -> Result<f64> {
    round[what].as_f64().with_context(|| format!("the browser did not say {what}"))
}
