//! `check`: what is looked at without running it.

use anyhow::{Result, bail};

use crate::{
    bindgen::PROGRAMS,
    language, modules,
    process::{cargo, output, run, say},
    tokens,
    toolchain::{TARGET, Wasm},
};

/// What the server's side is made of.
pub const PRODUCT: [&str; 7] = ["--workspace", "--exclude", "citizens", "--exclude", "staff", "--exclude", "xtask"];
/// This crate apart: with it, the features of shared crates differ, and everything would be compiled twice.
pub const THIS: [&str; 2] = ["--package", "xtask"];

pub fn check() -> Result<()> {
    format()?;
    modules::check()?;
    tokens::check()?;
    language::check()?;
    clippy_native()?;
    clippy_wasm()
}

pub fn format() -> Result<()> {
    component("fmt", "rustfmt")?;
    say("cargo fmt --check");
    run(cargo().args(["fmt", "--all", "--", "--check"]), "cargo fmt --check (`cargo fmt --all` puts it right)")
}

pub fn clippy_native() -> Result<()> {
    component("clippy", "clippy")?;
    say("clippy for the server's side");
    for packages in [&PRODUCT[..], &THIS[..]] {
        let mut clippy = cargo();
        clippy.arg("clippy").args(packages).args(["--all-targets", "--", "-D", "warnings"]);
        run(&mut clippy, "clippy for the server's side")?;
    }
    Ok(())
}

pub fn clippy_wasm() -> Result<()> {
    let wasm = Wasm::get()?;
    say("clippy for the browser's side");
    let mut clippy = wasm.clippy()?;
    clippy.args(PROGRAMS.map(|program| format!("--package={program}")));
    clippy.args(["--target", TARGET, "--target-dir"]).arg(wasm.target_dir("wasm"));
    run(clippy.args(["--", "-D", "warnings"]), "clippy for the browser's side")
}

fn component(subcommand: &str, name: &str) -> Result<()> {
    if output(cargo().args([subcommand, "--version"])).is_err() {
        bail!("{name} is missing: run `rustup component add {name}`");
    }
    Ok(())
}
