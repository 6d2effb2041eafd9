//! What the browser must load, and the budget for it.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{bindgen::PROGRAMS, site::MANIFEST};

/// WebAssembly and JavaScript of one program together, brotli-compressed, so that a page is soon quick on a slow mobile line.
const BUDGET: u64 = 250_000;

struct File {
    what: String,
    plain: u64,
    brotli: u64,
    gzip: u64,
}

/// Prints the table and fails above the budget.
pub fn check(site: &Path) -> Result<()> {
    for (program, loaded) in print(site)? {
        let line =
            format!("wasm and js of {program} take {} of at most {}, brotli", kilobytes(loaded), kilobytes(BUDGET));
        if loaded > BUDGET {
            bail!(line);
        }
        println!("{line}");
    }
    Ok(())
}

/// Prints the table and returns what wasm and js of each program take together.
pub fn print(site: &Path) -> Result<BTreeMap<&'static str, u64>> {
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
    let of = |program: &'static str| {
        let parts = files.iter().filter(|file| file.what.split_whitespace().skip(1).any(|loaded| loaded == program));
        (program, parts.map(|file| file.brotli).sum())
    };
    Ok(PROGRAMS.into_iter().map(of).collect())
}

pub fn kilobytes(bytes: u64) -> String {
    format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100)
}

fn files(site: &Path) -> Result<Vec<File>> {
    let manifest = fs::read_to_string(site.join(MANIFEST))
        .with_context(|| format!("{} is missing: run `cargo xtask dist`", site.join(MANIFEST).display()))?;
    let manifest: Value = serde_json::from_str(&manifest)?;
    let programs = PROGRAMS.into_iter().flat_map(|program| {
        let parts = &manifest["programs"][program];
        ["wasm", "js"].into_iter().map(move |what| (format!("{what} {program}"), &parts[what]))
    });
    let css = std::iter::once(("css".to_owned(), &manifest["css"]));
    let texts = manifest["texts"].as_object().into_iter().flatten();
    let texts = texts.map(|(language, name)| (format!("texts {language}"), name));
    // Pages load the second beside their program, those of citizens the first, and those of staff the third.
    let worker = [
        ("page.js citizens", &manifest["worker"]["page"]),
        ("listen.js citizens staff", &manifest["worker"]["listen"]),
        ("live.js staff", &manifest["worker"]["live"]),
        ("service-worker.js", &manifest["worker"]["script"]),
    ];
    let worker = worker.into_iter().map(|(what, name)| (what.to_owned(), name));
    let given = manifest["files"].as_object().into_iter().flatten().map(|(what, name)| (what.clone(), name));
    // A test keeps these small (app/wings/town/src/help_pages/pictures.rs), and there are many.
    let given = given.filter(|(what, _)| !what.starts_with("pictures/"));
    programs
        .chain(css)
        .chain(texts)
        .chain(worker)
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
