//! `dist`: what is delivered. One binary with the site inside, and the list of what it is made of.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use crate::{
    bindgen, compress,
    process::{self, cargo, root, run, say, target, write_whole},
    sbom, site, size,
    toolchain::{TARGET, Wasm},
    wasm_opt,
};

/// The site as it is delivered, with its compressed files.
pub fn site_folder() -> PathBuf {
    target().join("site-dist")
}

/// The delivered binary, where `dist` puts it by itself.
pub fn binary() -> PathBuf {
    target().join("handslag")
}

/// The command: builds, and copies to `out`.
pub fn dist(out: &Path) -> Result<()> {
    build(false)?;
    let out = root().join(out);
    if out != target() {
        fs::create_dir_all(&out)?;
        for file in [binary(), sbom::file()] {
            let name = file.file_name().context("a file has a name")?;
            copy(&file, &out.join(name))?;
        }
    }
    size::print(&site_folder())?;
    println!("{:>12}  {}", size::kilobytes(fs::metadata(binary())?.len()), out.join("handslag").display());
    Ok(())
}

/// Builds everything that is delivered. With `must_optimise`, a missing wasm-opt is an error and not a larger file.
pub fn build(must_optimise: bool) -> Result<()> {
    let _one_at_a_time = process::lock("xtask-dist")?;
    let wasm = Wasm::get()?;
    let folder = wasm.target_dir("wasm-dist");
    say("building the browser's side (release)");
    let mut browser_side = erased(wasm.cargo());
    browser_side.args(["build", "--profile", "wasm-release", "--target", TARGET]);
    browser_side.args(bindgen::PROGRAMS.map(|program| format!("--package={program}")));
    run(browser_side.arg("--target-dir").arg(&folder), "building the browser's side")?;

    let built = folder.join(TARGET).join("wasm-release");
    let mut programs = bindgen::bind_all(&built, &target().join("wasm-bindgen/dist"), true)?;
    for program in &mut programs {
        match wasm_opt::optimise(&program.wasm) {
            Ok(smaller) => program.wasm = smaller,
            Err(error) if must_optimise => return Err(error.context("wasm-opt cannot run")),
            Err(error) => {
                say(format!("wasm-opt is SKIPPED, the browser's code stays larger than it need be: {error:#}"));
            }
        }
    }
    let names = site::assemble(&programs, &site_folder())?;
    compress::compress(&site_folder(), &names)?;

    say("building the server with the site inside (release)");
    run(server().args(["--package", "server"]), "building the server")?;
    copy(&target().join("dist/release/handslag"), &binary())?;
    sbom::write()
}

/// The build of the server with the site inside; a package may be built beside it from the same parts.
pub fn server() -> Command {
    let mut build = erased(cargo());
    build.args(["build", "--release", "--features", "server/embed", "--target-dir"]).arg(target().join("dist"));
    build.env("HANDSLAG_SITE_DIR", site_folder());
    build
}

/// Both sides alike, and alike the debug builds that most tests run on: the types of the views are erased
/// (.cargo/config.toml). Without it the WebAssembly of all pages was 678 kB brotli.
fn erased(mut cargo: Command) -> Command {
    cargo.env("RUSTFLAGS", "--cfg=erase_components").env_remove("CARGO_ENCODED_RUSTFLAGS");
    cargo
}

/// Under another name first: the old binary may be running.
fn copy(from: &Path, to: &Path) -> Result<()> {
    let bytes = fs::read(from).with_context(|| format!("cannot read {}", from.display()))?;
    write_whole(to, &bytes)?;
    fs::set_permissions(to, fs::metadata(from)?.permissions())?;
    Ok(())
}
