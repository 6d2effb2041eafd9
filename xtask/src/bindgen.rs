//! wasm-bindgen as a library: it can never be another version than the one the browser's code was compiled with.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use crate::{
    cut::cut,
    process::{root, say},
    site::digest,
};

/// The programs that a browser may load, each the crate of its name in `app/hydrate`: nobody waits for pages that are not theirs.
pub const PROGRAMS: [&str; 2] = ["citizens", "staff"];

/// A program of the browser's side: JavaScript and WebAssembly that fit each other.
pub struct Bound {
    /// The crate's name.
    pub name: &'static str,
    /// The folder with `<name>.js`, and what else the JavaScript asks for.
    pub folder: PathBuf,
    /// The WebAssembly.
    pub wasm: PathBuf,
}

/// Makes the JavaScript and the WebAssembly of all programs from what cargo left in `built`, below `out`. `release` drops
/// the function names.
pub fn bind_all(built: &Path, out: &Path, release: bool) -> Result<Vec<Bound>> {
    let lock = root().join("Cargo.lock");
    PROGRAMS
        .into_iter()
        .map(|name| {
            let folder = out.join(name);
            let wasm = bind(name, &built.join(format!("{name}.wasm")), &folder, &lock, release)?;
            Ok(Bound { name, folder, wasm })
        })
        .collect()
}

/// Returns the WebAssembly's path.
fn bind(name: &str, wasm: &Path, out: &Path, lock_file: &Path, release: bool) -> Result<PathBuf> {
    let lock = fs::read_to_string(lock_file)?;
    let version = same_version(&lock)?;
    let bytes = fs::read(wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
    let stamp = format!("{version} {release} {} {}", digest(include_bytes!("cut.rs")), digest(&bytes));
    let stamp_file = out.join("stamp");
    let made = out.join(format!("{name}_bg.wasm"));
    if fs::read_to_string(&stamp_file).is_ok_and(|old| old == stamp) {
        return Ok(made);
    }
    say(format!("wasm-bindgen {version} for {name}"));
    if out.exists() {
        fs::remove_dir_all(out)?;
    }
    fs::create_dir_all(out)?;
    let mut bindgen = Bindgen::new();
    bindgen
        .input_bytes(name, bytes)
        .web(true)?
        .typescript(false)
        // The page gives the address: the file's name has a hash in it.
        .omit_default_module_path(true)
        .keep_debug(false)
        .remove_name_section(release)
        .remove_producers_section(release);
    let mut made_of_it = bindgen.generate_output().context("wasm-bindgen")?;
    let emptied = cut(made_of_it.wasm_mut())?;
    say(format!("{emptied} functions of {name} that are never called are cut out"));
    made_of_it.emit(out).context("wasm-bindgen")?;
    fs::write(stamp_file, stamp)?;
    Ok(made)
}

/// The version of wasm-bindgen in Cargo.lock, if the library here is of the same one.
fn same_version(lock: &str) -> Result<&str> {
    let used = locked(lock, "wasm-bindgen").context("Cargo.lock has no wasm-bindgen")?;
    let ours = locked(lock, "wasm-bindgen-cli-support").context("Cargo.lock has no wasm-bindgen-cli-support")?;
    if used != ours {
        bail!(
            "Cargo.lock has wasm-bindgen {used}, but xtask uses wasm-bindgen-cli-support {ours}: they must be the same. \
             Write `wasm-bindgen-cli-support = \"={used}\"` in xtask/Cargo.toml"
        );
    }
    Ok(used)
}

/// The version of a crate in Cargo.lock.
pub fn locked<'a>(lock: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = lock.split_once(&format!("name = \"{name}\"\nversion = \""))?;
    rest.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::same_version;

    #[test]
    fn the_binding_library_is_of_the_same_version_as_wasm_bindgen() {
        let lock = std::fs::read_to_string(crate::process::root().join("Cargo.lock")).unwrap();
        if let Err(error) = same_version(&lock) {
            panic!("{error}");
        }
    }

    #[test]
    fn a_difference_is_told_with_both_numbers() {
        let lock = "name = \"wasm-bindgen\"\nversion = \"0.2.9\"\n\nname = \"wasm-bindgen-cli-support\"\nversion = \"0.2.8\"\n";
        let text = same_version(lock).unwrap_err().to_string();
        assert!(text.contains("0.2.9") && text.contains("0.2.8"), "{text}");
    }
}
