//! wasm-opt, from npm's `binaryen`: Debian's is too old for what today's compiler emits.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::{
    browser,
    process::{command, root, run, say},
    site::digest,
};

/// What today's compiler and wasm-bindgen use.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Makes a smaller one beside `wasm`, once for the same input. Fails where Node or the package is missing.
pub fn optimise(wasm: &Path) -> Result<PathBuf> {
    let node = browser::node()?;
    browser::npm_ci()?;
    let package = root().join("end2end/node_modules/binaryen");
    let version = fs::read(package.join("package.json")).context("end2end/package.json does not ask for binaryen")?;
    let stamp = format!("{} {} {FEATURES:?}", digest(&version), digest(&fs::read(wasm)?));
    let (smaller, stamp_file) = (wasm.with_extension("opt.wasm"), wasm.with_extension("opt-stamp"));
    if smaller.exists() && fs::read_to_string(&stamp_file).is_ok_and(|old| old == stamp) {
        return Ok(smaller);
    }
    say("wasm-opt -Oz (about a minute)");
    let _outdated = fs::remove_file(&stamp_file);
    let mut wasm_opt = command(node);
    wasm_opt.arg(package.join("bin/wasm-opt")).args(FEATURES).arg("-Oz").arg(wasm).arg("-o").arg(&smaller);
    run(&mut wasm_opt, "wasm-opt")?;
    fs::write(stamp_file, stamp)?;
    Ok(smaller)
}
