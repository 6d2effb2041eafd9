//! The text tables of the browser: one array a language, in the order of the numeric keys that `app/build.rs` gives:
//! features by name, keys by byte order, both as Swedish has them. Texts of pages that no program knows (`*.bare.json`) are not in it.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result, bail};

const FIRST: &str = "sv";
const LANGUAGES: [&str; 3] = [FIRST, "fi", "en"];

type Table = BTreeMap<String, BTreeMap<String, String>>;

/// Language to the JSON text of its table.
pub fn tables(locales: &Path) -> Result<BTreeMap<String, String>> {
    let first = read(&locales.join(FIRST))?;
    let mut tables = BTreeMap::new();
    for language in LANGUAGES {
        let table = read(&locales.join(language))?;
        let texts = in_order(&first, &table, language)?;
        tables.insert(language.to_owned(), serde_json::to_string(&texts)?);
    }
    Ok(tables)
}

fn in_order<'a>(first: &Table, table: &'a Table, language: &str) -> Result<Vec<&'a str>> {
    let mut texts = Vec::new();
    for (feature, keys) in first {
        for key in keys.keys() {
            let text = table.get(feature).and_then(|texts| texts.get(key));
            texts.push(text.with_context(|| format!("locales/{language}/{feature}.json lacks \"{key}\""))?.as_str());
        }
    }
    for (feature, keys) in table {
        for key in keys.keys() {
            if !first.get(feature).is_some_and(|known| known.contains_key(key)) {
                bail!("locales/{language}/{feature}.json has \"{key}\", which {FIRST} lacks");
            }
        }
    }
    Ok(texts)
}

fn read(folder: &Path) -> Result<Table> {
    let mut table = Table::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "json") {
            let feature = path.file_stem().and_then(|stem| stem.to_str()).context("a file name that is not UTF-8")?;
            if feature.ends_with(".bare") {
                continue;
            }
            let texts = serde_json::from_str(&fs::read_to_string(&path)?)
                .with_context(|| format!("{}: not a flat object of texts", path.display()))?;
            table.insert(feature.to_owned(), texts);
        }
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::{Table, in_order};

    fn table(json: &str) -> Table {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn the_order_is_that_of_swedish() {
        let first = table(r#"{"b": {"z": "1", "a": "2"}, "a": {"k": "3"}}"#);
        assert_eq!(in_order(&first, &first, "sv").unwrap(), ["3", "2", "1"]);
    }

    #[test]
    fn a_missing_and_a_strange_key_are_errors() {
        let first = table(r#"{"a": {"k": "3"}}"#);
        let missing = in_order(&first, &table(r#"{"a": {}}"#), "fi").unwrap_err().to_string();
        assert_eq!(missing, "locales/fi/a.json lacks \"k\"");
        let strange = in_order(&first, &table(r#"{"a": {"k": "", "l": ""}}"#), "en").unwrap_err().to_string();
        assert_eq!(strange, "locales/en/a.json has \"l\", which sv lacks");
    }
}
