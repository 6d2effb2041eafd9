//! `run`: the demo on this machine, from a fresh clone, with Rust alone.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result};

use crate::{
    bindgen,
    process::{self, cargo, command, root, run as run_command, say, target},
    site,
    toolchain::{TARGET, Wasm},
};

const DATABASE: &str = "data/demo.sqlite";
/// What is added to `handslag serve`, unless the caller gives it.
const DEFAULTS: [(&str, &str); 3] =
    [("--database-url", "sqlite:data/demo.sqlite"), ("--listen", "127.0.0.1:3000"), ("--site", "target/site")];

pub fn run(fresh: bool, args: &[String]) -> Result<()> {
    build()?;
    demo_database(&root(), fresh)?;
    say("starting the server");
    serve(command(target().join("debug/handslag")).arg("serve").args(serve_arguments(args)))
}

fn build() -> Result<()> {
    let _one_at_a_time = process::lock("xtask-site")?;
    let wasm = Wasm::get()?;
    let folder = wasm.target_dir("wasm");
    say("building the browser's side (debug)");
    run_command(
        wasm.cargo()
            .args(["build", "--target", TARGET])
            .args(bindgen::PROGRAMS.map(|program| format!("--package={program}")))
            .arg("--target-dir")
            .arg(&folder),
        "building the browser's side",
    )?;
    let built = folder.join(TARGET).join("debug");
    let programs = bindgen::bind_all(&built, &target().join("wasm-bindgen/debug"), false)?;
    site::assemble(&programs, &target().join("site"))?;
    say("building the server (debug)");
    run_command(cargo().args(["build", "--package", "server"]), "building the server")
}

/// Made under another name first: a run that was stopped half-way must not leave half a demo behind.
fn demo_database(root: &Path, fresh: bool) -> Result<()> {
    let path = root.join(DATABASE);
    if fresh {
        say(format!("deleting {DATABASE}"));
        remove_database(DATABASE, root)?;
    }
    if path.exists() {
        return Ok(());
    }
    say(format!("making the demo database {DATABASE}"));
    fs::create_dir_all(root.join("data"))?;
    let unfinished = "data/demo-unfinished.sqlite";
    remove_database(unfinished, root)?;
    let url = format!("sqlite:{unfinished}");
    run_command(
        command(target().join("debug/handslag")).args(["demo", "--database-url", &url]),
        "making the demo database",
    )?;
    for ending in ["-wal", "-shm", ""] {
        let from = root.join(format!("{unfinished}{ending}"));
        if from.exists() {
            fs::rename(from, root.join(format!("{DATABASE}{ending}")))?;
        }
    }
    path.metadata().map(drop).with_context(|| format!("`handslag demo` has not made {DATABASE}"))
}

fn remove_database(name: &str, root: &Path) -> Result<()> {
    // The exported end of its log is of a database that is no more.
    for ending in ["", "-wal", "-shm", ".audit-head"] {
        let path = root.join(format!("{name}{ending}"));
        if path.exists() {
            fs::remove_file(&path).with_context(|| format!("cannot delete {}", path.display()))?;
        }
    }
    Ok(())
}

fn serve_arguments(given: &[String]) -> Vec<String> {
    let has = |flag: &str| given.iter().any(|arg| arg == flag || arg.starts_with(&format!("{flag}=")));
    let mut args = vec![];
    if !has("--demo") {
        args.push("--demo".to_owned());
    }
    for (flag, value) in DEFAULTS {
        if !has(flag) {
            args.extend([flag.to_owned(), value.to_owned()]);
        }
    }
    args.extend(given.iter().cloned());
    args
}

/// The server takes our place, so that Ctrl-C and the exit code are its own.
#[cfg(unix)]
fn serve(server: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt as _;
    Err(server.exec()).context("cannot start the server")
}

#[cfg(not(unix))]
fn serve(server: &mut Command) -> Result<()> {
    run_command(server, "the server")
}

#[cfg(test)]
mod tests {
    use super::serve_arguments;

    #[test]
    fn what_the_caller_gives_stands_instead_of_the_default() {
        let given = ["--listen=127.0.0.1:4000".to_owned()];
        let args = serve_arguments(&given).join(" ");
        let expected = "--demo --database-url sqlite:data/demo.sqlite --site target/site --listen=127.0.0.1:4000";
        assert_eq!(args, expected);
    }
}
