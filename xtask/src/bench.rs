//! `bench`: builds what is delivered and the program that measures it, says where databases and browser are, and runs it.

use std::{path::Path, process::Command};

use anyhow::Result;

use crate::{
    browser, dist,
    postgres::{Cluster, Settings},
    process::{command, root, run, say, target},
};

/// The command.
pub fn bench(quick: bool, only: &[String]) -> Result<()> {
    dist::build(false)?;
    let mut bench = program()?;
    bench.arg("--json").arg(target().join("bench.json"));
    if quick {
        bench.arg("--quick");
    }
    for only in only {
        bench.args(["--only", only]);
    }
    let cluster = match Cluster::start(Settings::Durable) {
        Ok(cluster) => {
            bench.args(["--postgres", &cluster.url()]);
            Some(cluster)
        }
        Err(error) => {
            bench.args(["--no-postgres", &format!("{error:#}")]);
            None
        }
    };
    match browser::ready() {
        Ok((node, chromium)) => {
            bench.arg("--browser").arg(node).arg(root().join("end2end/bench/screen.mjs")).env("CHROMIUM", chromium);
        }
        Err(error) => {
            bench.args(["--no-browser", &format!("{error:#}")]);
        }
    }
    let result = run(&mut bench, "measuring");
    drop(cluster);
    result
}

/// The measuring program, built beside what is delivered so that both share what they are made of.
fn program() -> Result<Command> {
    say("building the measuring program (release)");
    // The server once more, so that cargo chooses the same features of everything, and nothing is built twice.
    run(dist::server().args(["--package", "server", "--package", "bench"]), "building the measuring program")?;
    let built: &Path = &target().join("dist/release/bench");
    let mut bench = command(built);
    bench.arg("run").arg("--binary").arg(dist::binary()).arg("--folder").arg(target().join("bench"));
    Ok(bench)
}
