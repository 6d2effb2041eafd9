//! The list of parts (`CycloneDX` 1.5) of what is delivered: the crates in the server and in the browser's code, with
//! licences and checksums. Nothing in it depends on when or where it is made.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::{
    process::{cargo, output, root, target, write_whole},
    toolchain::TARGET,
};

/// Name and version.
type Id = (String, String);

pub fn file() -> PathBuf {
    target().join("handslag.cdx.json")
}

pub fn write() -> Result<()> {
    // `cargo metadata` joins the features of the whole workspace; `cargo tree` knows what each side really has.
    let server = crates(&["--package", "server", "--features", "embed"])?;
    let browser = crates(&["--package", "citizens", "--package", "staff", "--target", TARGET])?;
    let metadata: Value =
        serde_json::from_str(&output(cargo().args(["metadata", "--format-version", "1", "--locked"]))?)?;
    let checksums = checksums(&fs::read_to_string(root().join("Cargo.lock"))?);
    let list = bom(&metadata, &server, &browser, &checksums)?;
    write_whole(&file(), format!("{list:#}\n").as_bytes())
}

fn crates(of: &[&str]) -> Result<BTreeSet<Id>> {
    let mut tree = cargo();
    tree.args(["tree", "--locked", "--edges", "normal", "--prefix", "none", "--format", "{p}"]).args(of);
    Ok(output(&mut tree)?.lines().filter_map(tree_line).collect())
}

/// `name v1.2.3 (proc-macro) (*)`
fn tree_line(line: &str) -> Option<Id> {
    // A procedural macro runs in the compiler and is not delivered.
    if line.contains("(proc-macro)") {
        return None;
    }
    let mut words = line.split_whitespace();
    Some((words.next()?.to_owned(), words.next()?.strip_prefix('v')?.to_owned()))
}

fn checksums(lock: &str) -> BTreeMap<Id, String> {
    let value = |block: &str, key: &str| {
        let line = block.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \""))?;
        Some(line.trim_end_matches('"').to_owned())
    };
    lock.split("[[package]]")
        .filter_map(|block| Some(((value(block, "name")?, value(block, "version")?), value(block, "checksum")?)))
        .collect()
}

fn bom(metadata: &Value, server: &BTreeSet<Id>, browser: &BTreeSet<Id>, sums: &BTreeMap<Id, String>) -> Result<Value> {
    let packages = metadata["packages"].as_array().context("cargo metadata lists no packages")?;
    let delivered: BTreeMap<&str, (Id, &Value)> = packages
        .iter()
        .filter_map(|package| {
            let id = (package["name"].as_str()?.to_owned(), package["version"].as_str()?.to_owned());
            let part = server.contains(&id) || browser.contains(&id);
            part.then_some((package["id"].as_str()?, (id, package)))
        })
        .collect();

    let mut components: Vec<(Id, Value)> = delivered
        .values()
        .map(|(id, package)| (id.clone(), component(id, package, server.contains(id), browser.contains(id), sums)))
        .collect();
    components.sort_by(|a, b| a.0.cmp(&b.0));

    let mut needs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for node in metadata["resolve"]["nodes"].as_array().into_iter().flatten() {
        let Some((id, _)) = node["id"].as_str().and_then(|id| delivered.get(id)) else { continue };
        let others = node["dependencies"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let others = others.filter_map(|other| delivered.get(other)).map(|(other, _)| purl(other));
        needs.entry(purl(id)).or_default().extend(others);
    }
    let dependencies: Vec<Value> =
        needs.into_iter().map(|(part, others)| json!({ "ref": part, "dependsOn": others })).collect();

    let version = server.iter().find(|(name, _)| name == "server").map_or("", |(_, version)| version);
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "handslag",
                "name": "handslag",
                "version": version,
                "licenses": [{ "license": { "id": "EUPL-1.2" } }],
            },
        },
        "components": components.into_iter().map(|(_, component)| component).collect::<Vec<_>>(),
        "dependencies": dependencies,
    }))
}

fn component(id: &Id, package: &Value, server: bool, browser: bool, sums: &BTreeMap<Id, String>) -> Value {
    let (name, version) = id;
    let mut component = json!({
        "type": "library",
        "bom-ref": purl(id),
        "name": name,
        "version": version,
        "purl": purl(id),
        "properties": [{ "name": "handslag:side", "value": match (server, browser) {
            (true, true) => "server and browser",
            (true, false) => "server",
            (false, _) => "browser",
        } }],
    });
    if let Some(license) = package["license"].as_str() {
        // Older crates write "MIT/Apache-2.0", which is no SPDX expression.
        component["licenses"] = json!([{ "expression": license.replace('/', " OR ") }]);
    }
    if let Some(sum) = sums.get(id) {
        component["hashes"] = json!([{ "alg": "SHA-256", "content": sum }]);
    }
    component
}

fn purl((name, version): &Id) -> String {
    format!("pkg:cargo/{name}@{version}")
}

#[cfg(test)]
mod tests {
    use super::{checksums, tree_line};

    #[test]
    fn a_line_of_the_tree_is_a_crate_unless_it_is_a_macro() {
        let id = |name: &str, version: &str| Some((name.to_owned(), version.to_owned()));
        assert_eq!(tree_line("serde v1.0.2 (*)"), id("serde", "1.0.2"));
        assert_eq!(tree_line("app v0.1.0 (/somewhere/app)"), id("app", "0.1.0"));
        assert_eq!(tree_line("clap_derive v4.6.7 (proc-macro)"), None);
        assert_eq!(tree_line(""), None);
    }

    #[test]
    fn checksums_are_read_from_the_lock_file() {
        let lock = "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nchecksum = \"ff\"\n\n[[package]]\nname = \"own\"\nversion = \"0.1.0\"\n";
        let sums = checksums(lock);
        assert_eq!(sums.len(), 1);
        assert_eq!(sums[&("a".to_owned(), "1.0.0".to_owned())], "ff");
    }
}
