//! Turns the texts of `locales` into numeric keys, so that a wrong key does not compile and only the reader's own language is sent to
//! the browser: the numbers are positions in that language's table.

use std::{env, fmt::Write as _, fs, path::Path};

fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    println!("cargo::rerun-if-changed=../locales");
    let texts = texts::read(Path::new("../locales"))?;
    let first = &texts.tables.first().ok_or("no locale")?.1;
    let mut keys = String::from("/// One constant a text; the number is its place in the table.\npub mod k {\n");
    let mut names = String::from("#[cfg(feature = \"ssr\")]\nstatic NAMES: &[&str] = &[\n");
    let mut feature = None;
    for (number, (name, text)) in texts.names.iter().zip(first).enumerate() {
        if feature != Some((name.bare, &name.feature)) {
            if feature.replace((name.bare, &name.feature)).is_some() {
                keys.push_str("}\n");
            }
            if name.bare {
                keys.push_str("#[cfg(feature = \"ssr\")]\n");
            }
            writeln!(
                keys,
                "#[allow(missing_docs, clippy::doc_markdown)]\npub mod {} {{ use super::super::Key;",
                name.feature
            )?;
        }
        let constant: String =
            name.key.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect();
        writeln!(keys, "#[doc = {text:?}]\npub const {constant}: Key = Key({number});")?;
        writeln!(names, "\"{}.{}\",", name.feature, name.key)?;
    }
    keys.push_str("}\n}\n");
    names.push_str("];\n");
    let mut out = keys + &names;
    writeln!(out, "#[cfg(feature = \"ssr\")]\nstatic TABLES: &[&[&str]] = &[")?;
    for (_, table) in &texts.tables {
        writeln!(out, "&{table:?},")?;
    }
    out.push_str("];\n");
    writeln!(
        out,
        "#[cfg(feature = \"ssr\")]\nstatic TAGS: &[&str] = &{:?};",
        texts.tables.iter().map(|(tag, _)| *tag).collect::<Vec<_>>()
    )?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("texts.rs"), out)?;
    Ok(())
}
