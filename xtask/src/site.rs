//! The files that the server gives out under `/site/`: each name carries a hash of what is in it, so that a browser may
//! keep it for ever. `manifest.json` tells the server which name is now.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anyhow::{Context, Result, anyhow};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::{bindgen::Bound, css, process};

/// Folders of `style/` whose files are given out as they are.
const FOLDERS: [&str; 4] = ["fonts", "icons", "pictures", "static"];

pub const MANIFEST: &str = "manifest.json";

/// Puts the site together in `out` from what wasm-bindgen made and the workspace's sources.
/// Returns the names in `out` that are given out.
pub fn assemble(bound: &[Bound], out: &Path) -> Result<BTreeSet<String>> {
    let root = process::root();
    let mut site = BTreeMap::new();

    let files = style_files(&root.join("style"), &mut site)?;
    let css = add(&mut site, "handslag", ".css", css::bundle(&root.join("style"), &files)?.into_bytes());
    let mut tables = BTreeMap::new();
    let texts = texts::read(&root.join("app/locales")).map_err(|error| anyhow!(error))?;
    for (tag, table) in &texts.tables {
        let table = serde_json::to_vec(&table[..texts.for_browsers()])?;
        tables.insert(*tag, add(&mut site, &format!("texts-{tag}"), ".json", table));
    }
    let mut programs = BTreeMap::new();
    for Bound { name, folder, wasm } in bound {
        let js = fs::read_to_string(folder.join(format!("{name}.js")))?;
        let js = with_snippets(js, &folder.join("snippets"), &mut site)?;
        let js = add(&mut site, name, ".js", js.into_bytes());
        let wasm = add(&mut site, name, "_bg.wasm", fs::read(wasm)?);
        programs.insert(name, json!({ "js": js, "wasm": wasm }));
    }

    let mut script = |stem: &str| -> Result<String> {
        let text = fs::read_to_string(root.join("app/worker").join(stem).with_extension("js"))?;
        Ok(add(&mut site, stem, ".js", without_comments(&text).into_bytes()))
    };
    let (worker, page) = (script("service-worker")?, script("page")?);
    let (listen, live) = (script("listen")?, script("live")?);

    let names: Vec<&str> = site.keys().map(String::as_str).collect();
    let version = digest(names.join(" ").as_bytes());
    let worker = json!({ "script": worker, "page": page, "listen": listen, "live": live });
    let manifest = json!({
        "programs": programs, "css": css, "texts": tables, "files": files, "worker": worker, "version": version,
    });
    write(&site, &format!("{manifest:#}\n"), out)?;
    Ok(site.into_keys().collect())
}

/// A short hash for a name; SHA-256 so that nobody need think about collisions.
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

fn add(site: &mut BTreeMap<String, Vec<u8>>, stem: &str, ending: &str, bytes: Vec<u8>) -> String {
    let name = format!("{stem}-{}{ending}", digest(&bytes));
    site.insert(name.clone(), bytes);
    name
}

/// Lines that hold nothing but a comment are for who reads the source.
fn without_comments(script: &str) -> String {
    let mut inside = false;
    let mut out = String::with_capacity(script.len());
    for line in script.lines() {
        let text = line.trim();
        inside |= text.starts_with("/*");
        if !inside && !text.starts_with("//") {
            out.push_str(line);
            out.push('\n');
        }
        inside &= !text.ends_with("*/");
    }
    out
}

fn style_files(style: &Path, site: &mut BTreeMap<String, Vec<u8>>) -> Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    for folder in FOLDERS {
        let Ok(entries) = fs::read_dir(style.join(folder)) else { continue };
        for entry in entries {
            let path = entry?.path();
            // A note on where the files are from is for who reads the source.
            if path.is_file() && path.extension().is_none_or(|ending| ending != "md") {
                let name = path.file_name().and_then(|name| name.to_str()).context("a file name that is not UTF-8")?;
                let (stem, ending) = name.split_at(name.rfind('.').unwrap_or(name.len()));
                let hashed = add(site, stem, ending, fs::read(&path)?);
                files.insert(format!("{folder}/{name}"), hashed);
            }
        }
    }
    Ok(files)
}

/// Crates can bring JavaScript of their own, which wasm-bindgen lays in a tree; here it stands beside the rest.
fn with_snippets(mut js: String, snippets: &Path, site: &mut BTreeMap<String, Vec<u8>>) -> Result<String> {
    let Ok(crates) = fs::read_dir(snippets) else { return Ok(js) };
    for folder in crates {
        let folder = folder?.path();
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            let inside = path.strip_prefix(snippets)?.to_string_lossy().into_owned();
            let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            let bytes = fs::read(&path)
                .with_context(|| format!("wasm-bindgen's snippets have a folder in a folder: {inside}"))?;
            let hashed = add(site, &stem, ".js", bytes);
            js = js.replace(&format!("./snippets/{inside}"), &format!("./{hashed}"));
        }
    }
    Ok(js)
}

/// New files first, then the manifest, then the old ones go: a server that reads along never names a missing file.
fn write(site: &BTreeMap<String, Vec<u8>>, manifest: &str, out: &Path) -> Result<()> {
    fs::create_dir_all(out)?;
    for (name, bytes) in site {
        let path = out.join(name);
        if !fs::metadata(&path).is_ok_and(|there| there.len() == bytes.len() as u64) {
            process::write_whole(&path, bytes)?;
        }
    }
    let path = out.join(MANIFEST);
    // Left alone when it is the same: the server's build looks at its time.
    if !fs::read_to_string(&path).is_ok_and(|there| there == manifest) {
        process::write_whole(&path, manifest.as_bytes())?;
    }
    for entry in fs::read_dir(out)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let plain = name.trim_end_matches(".br").trim_end_matches(".gz");
        if name != MANIFEST && !site.contains_key(plain) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::without_comments;

    #[test]
    fn comments_with_lines_of_their_own_go() {
        let script = "// What it is.\n\n/** One line. */\nlet a = '//'; // stays\n/**\n * Several.\n */\nf(a /* b */);\n  // why\n  g();\n";
        assert_eq!(without_comments(script), "\nlet a = '//'; // stays\nf(a /* b */);\n  g();\n");
    }
}
