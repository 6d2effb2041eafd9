//! What the browser must load, and the budget for it.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::site::MANIFEST;

/// WebAssembly and JavaScript together, brotli-compressed: what we want, so that a page is soon quick on a slow mobile line.
const GOAL: u64 = 300_000;

/// What they may take today: above the goal, and never more than this. Lower it with each step towards the goal.
const BUDGET: u64 = 700_000;

struct File {
    what: String,
    plain: u64,
    brotli: u64,
    gzip: u64,
}

/// Prints the table and fails above the budget.
pub fn check(site: &Path) -> Result<()> {
    let loaded = print(site)?;
    println!(
        "{:>12}  is the budget for wasm and js together, brotli ({} the goal); they take {}",
        kilobytes(BUDGET),
        kilobytes(GOAL),
        kilobytes(loaded)
    );
    if loaded > BUDGET {
        bail!("wasm and js take {} of at most {}", kilobytes(loaded), kilobytes(BUDGET));
    }
    Ok(())
}

/// Prints the table and returns what wasm and js take together.
pub fn print(site: &Path) -> Result<u64> {
    let files = files(site)?;
    println!("{:>12} {:>12} {:>12}", "plain", "gzip", "brotli");
    for file in &files {
        println!(
            "{:>12} {:>12} {:>12}  {}",
            kilobytes(file.plain),
            kilobytes(file.gzip),
            kilobytes(file.brotli),
            file.what
        );
    }
    Ok(files.iter().filter(|file| ["wasm", "js"].contains(&&*file.what)).map(|file| file.brotli).sum())
}

pub fn kilobytes(bytes: u64) -> String {
    format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100)
}

fn files(site: &Path) -> Result<Vec<File>> {
    let manifest = fs::read_to_string(site.join(MANIFEST))
        .with_context(|| format!("{} is missing: run `cargo xtask dist`", site.join(MANIFEST).display()))?;
    let manifest: Value = serde_json::from_str(&manifest)?;
    let single = ["wasm", "js", "css"].into_iter().map(|what| (what.to_owned(), &manifest[what]));
    let texts = manifest["texts"].as_object().into_iter().flatten();
    let texts = texts.map(|(language, name)| (format!("texts {language}"), name));
    let given = manifest["files"].as_object().into_iter().flatten().map(|(what, name)| (what.clone(), name));
    single
        .chain(texts)
        .chain(given)
        .map(|(what, name)| {
            let name = name.as_str().with_context(|| format!("{MANIFEST} has no name for {what}"))?;
            let plain = fs::metadata(site.join(name))?.len();
            let made =
                |ending: &str| fs::metadata(site.join(format!("{name}.{ending}"))).map_or(plain, |file| file.len());
            Ok(File { plain, brotli: made("br"), gzip: made("gz"), what })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::kilobytes;

    #[test]
    fn sizes_are_read_in_kilobytes() {
        assert_eq!(kilobytes(299_950), "299.9 kB");
    }
}
