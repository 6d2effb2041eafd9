//! Turns `locales/<language>/<feature>.json` into numeric keys, so that a wrong key does not compile and only the
//! reader's own language is sent to the browser: the numbers are positions in that language's table.
//! `xtask` writes the tables for the browser in the very same order: features by name, keys by byte order. Texts of pages that no
//! program in the browser knows stand in `<feature>.bare.json`: they come last, and browsers do not get them.

use std::{collections::BTreeMap, env, fmt::Write as _, fs, path::Path};

/// By whether only the server needs the feature, and its name.
type Table = BTreeMap<(bool, String), BTreeMap<String, String>>;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=locales");
    // sqlx::migrate! does not see a new file by itself.
    println!("cargo::rerun-if-changed=../migrations");
    let swedish = read("sv")?;
    let mut keys = String::from("/// One constant a text; the number is its place in the table.\npub mod k {\n");
    let mut names = String::from("#[cfg(feature = \"ssr\")]\nstatic NAMES: &[&str] = &[\n");
    let mut number = 0;
    for ((bare, feature), texts) in &swedish {
        if *bare {
            keys.push_str("#[cfg(feature = \"ssr\")]\n");
        }
        writeln!(keys, "#[allow(missing_docs, clippy::doc_markdown)]\npub mod {feature} {{ use super::super::Key;")?;
        for (key, text) in texts {
            let constant: String =
                key.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect();
            writeln!(keys, "#[doc = {text:?}]\npub const {constant}: Key = Key({number});")?;
            writeln!(names, "\"{feature}.{key}\",")?;
            number += 1;
        }
        keys.push_str("}\n");
    }
    keys.push_str("}\n");
    names.push_str("];\n");
    let mut out = keys + &names;
    for language in ["sv", "fi", "en"] {
        let table = read(language)?;
        writeln!(out, "#[cfg(feature = \"ssr\")]\nstatic {}: &[&str] = &[", language.to_uppercase())?;
        for (feature, texts) in &swedish {
            for key in texts.keys() {
                let text = table
                    .get(feature)
                    .and_then(|texts| texts.get(key))
                    .ok_or_else(|| format!("locales/{language}: {} lacks \"{key}\"", feature.1))?;
                writeln!(out, "{text:?},")?;
            }
        }
        out.push_str("];\n");
        for (feature, texts) in &table {
            for key in texts.keys() {
                if !swedish.get(feature).is_some_and(|known| known.contains_key(key)) {
                    return Err(format!("locales/{language}: {} has \"{key}\", which Swedish lacks", feature.1).into());
                }
            }
        }
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("texts.rs"), out)?;
    Ok(())
}

fn read(language: &str) -> Result<Table, Box<dyn std::error::Error>> {
    let mut table = Table::new();
    for entry in fs::read_dir(Path::new("locales").join(language))? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "json") {
            let feature = path.file_stem().and_then(|stem| stem.to_str()).ok_or("a file name that is not UTF-8")?;
            let texts = serde_json::from_str(&fs::read_to_string(&path)?)
                .map_err(|error| format!("{}: {error}", path.display()))?;
            let (bare, feature) = feature.strip_suffix(".bare").map_or((false, feature), |feature| (true, feature));
            table.insert((bare, feature.to_owned()), texts);
        }
    }
    Ok(table)
}
