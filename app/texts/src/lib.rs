//! The texts of the screens, from `app/locales/<locale>/<feature>.json` to tables in which a text is found by its number. The build of
//! the server (`app/build.rs`) and that of the browser's files (`xtask`) both take them from here, so that the numbers are the same.
//!
//! The order is Swedish's: features by name, keys by byte order. Texts of pages that no program in the browser knows stand in
//! `<feature>.bare.json`: they come last, and browsers do not get them. `hyphens.txt` says where a language's long words may break.

mod hyphens;
mod mirror;

use std::{collections::BTreeMap, fs, path::Path};

use hyphens::Breaks;

/// The language that every text is written in first, and what easy Swedish falls back on.
const FIRST: &str = "sv";

/// Where the texts of a locale come from.
enum From {
    /// A folder of its own, with every text.
    Own,
    /// A folder with those texts that differ from Swedish.
    Partly,
    /// Nowhere: Swedish in letters that are read from the right.
    Mirrored,
}

impl From {
    /// The folder that says where the locale's long words may break.
    fn language(&self, tag: &'static str) -> &'static str {
        if matches!(self, Self::Own) { tag } else { FIRST }
    }
}

/// The locales, by their BCP 47 tag.
const LOCALES: [(&str, From); 5] = [
    (FIRST, From::Own),
    ("sv-x-lattlast", From::Partly),
    ("fi", From::Own),
    ("en", From::Own),
    ("ar-XB", From::Mirrored),
];

/// Texts of a locale's folder by whether no program needs the feature, its name, and the key.
type Folder = BTreeMap<(bool, String), BTreeMap<String, String>>;

/// What was wrong with the files, in a sentence.
type Error = Box<dyn std::error::Error + Send + Sync>;

/// Where a text is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// No program in the browser needs it.
    pub bare: bool,
    /// The file's name.
    pub feature: String,
    /// The name within the file.
    pub key: String,
}

/// All texts of all locales.
pub struct Texts {
    /// The name of the text with each number.
    pub names: Vec<Name>,
    /// A locale's tag, and its texts by number.
    pub tables: Vec<(&'static str, Vec<String>)>,
}

impl Texts {
    /// How many of the texts, counted from the first, browsers get.
    pub fn for_browsers(&self) -> usize {
        self.names.iter().take_while(|name| !name.bare).count()
    }
}

/// Reads the folder `locales`.
///
/// # Errors
/// A file that is not a flat object of texts; a text that a language lacks, or has and Swedish does not.
pub fn read(locales: &Path) -> Result<Texts, Error> {
    let first = folder(&locales.join(FIRST))?;
    let mut tables = Vec::new();
    for (tag, from) in LOCALES {
        let mut table = match from {
            From::Own => own(tag, &first, &folder(&locales.join(tag))?, false)?,
            From::Partly => own(tag, &first, &folder(&locales.join(tag))?, true)?,
            From::Mirrored => own(FIRST, &first, &first, false)?.iter().map(|text| mirror::mirrored(text)).collect(),
        };
        // A soft hyphen in a script that joins its letters would be wrong.
        if !matches!(from, From::Mirrored) {
            let breaks = Breaks::read(&locales.join(from.language(tag)))?;
            table = table.iter().map(|text| breaks.in_long_words(text)).collect();
        }
        tables.push((tag, table));
    }
    let names = first.iter().flat_map(|((bare, feature), texts)| {
        texts.keys().map(|key| Name { bare: *bare, feature: feature.clone(), key: key.clone() })
    });
    Ok(Texts { names: names.collect(), tables })
}

/// What is wrong with the lists of where long words may break, a sentence each. Every long word has a line in the list of its language,
/// `locales/<language>/hyphens.txt`, and every line a text.
///
/// # Errors
/// Files that cannot be read.
pub fn hyphen_faults(locales: &Path) -> Result<Vec<String>, Error> {
    let mut texts: BTreeMap<&str, Vec<Folder>> = BTreeMap::new();
    for (tag, from) in LOCALES.iter().filter(|(_, from)| !matches!(from, From::Mirrored)) {
        texts.entry(from.language(tag)).or_default().push(folder(&locales.join(tag))?);
    }
    let mut faults = Vec::new();
    for (language, folders) in texts {
        let all = folders.iter().flat_map(BTreeMap::values).flat_map(BTreeMap::values).map(String::as_str);
        let found = Breaks::read(&locales.join(language))?.faults(all);
        faults.extend(found.into_iter().map(|what| format!("{language}/{}: {what}", hyphens::FILE)));
    }
    Ok(faults)
}

/// The texts of a locale in Swedish's order.
fn own(tag: &str, first: &Folder, own: &Folder, partly: bool) -> Result<Vec<String>, Error> {
    for (feature, texts) in own {
        for key in texts.keys() {
            if !first.get(feature).is_some_and(|known| known.contains_key(key)) {
                return Err(format!("locales/{tag}: {} has \"{key}\", which Swedish lacks", feature.1).into());
            }
        }
    }
    let mut table = Vec::new();
    for (feature, texts) in first {
        for (key, swedish) in texts {
            let text = match own.get(feature).and_then(|texts| texts.get(key)) {
                Some(text) => text,
                None if partly => swedish,
                None => return Err(format!("locales/{tag}: {} lacks \"{key}\"", feature.1).into()),
            };
            table.push(text.clone());
        }
    }
    Ok(table)
}

fn folder(path: &Path) -> Result<Folder, Error> {
    let mut table = Folder::new();
    for entry in fs::read_dir(path).map_err(|error| format!("{}: {error}", path.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "json") {
            let feature = path.file_stem().and_then(|stem| stem.to_str()).ok_or("a file name that is not UTF-8")?;
            let texts = serde_json::from_str(&fs::read_to_string(&path)?)
                .map_err(|error| format!("{}: not a flat object of texts: {error}", path.display()))?;
            let (bare, feature) = feature.strip_suffix(".bare").map_or((false, feature), |feature| (true, feature));
            table.insert((bare, feature.to_owned()), texts);
        }
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::{Folder, hyphen_faults, own, read};
    use std::path::Path;

    fn folder(files: &[(&str, &[(&str, &str)])]) -> Folder {
        let feature = |name: &str| match name.strip_suffix(".bare") {
            Some(name) => (true, name.to_owned()),
            None => (false, name.to_owned()),
        };
        let texts = |texts: &[(&str, &str)]| texts.iter().map(|(key, text)| ((*key).into(), (*text).into())).collect();
        files.iter().map(|(name, list)| (feature(name), texts(list))).collect()
    }

    #[test]
    fn the_order_is_that_of_swedish_and_bare_texts_come_last() {
        let first = folder(&[("a.bare", &[("k", "4")]), ("b", &[("z", "2"), ("a", "1")]), ("c", &[("k", "3")])]);
        assert_eq!(own("sv", &first, &first, false).unwrap(), ["1", "2", "3", "4"]);
    }

    #[test]
    fn a_missing_and_a_strange_key_are_errors() {
        let first = folder(&[("a", &[("k", "3")])]);
        let missing = own("fi", &first, &folder(&[("a", &[])]), false).unwrap_err().to_string();
        assert_eq!(missing, "locales/fi: a lacks \"k\"");
        let strange = own("en", &first, &folder(&[("a", &[("k", ""), ("l", "")])]), false).unwrap_err().to_string();
        assert_eq!(strange, "locales/en: a has \"l\", which Swedish lacks");
    }

    #[test]
    fn every_long_word_of_today_has_its_breaks() {
        let faults = hyphen_faults(Path::new("../locales")).unwrap();
        assert!(faults.is_empty(), "{faults:#?}");
        for (tag, texts) in read(Path::new("../locales")).unwrap().tables {
            assert_eq!(texts.iter().any(|text| text.contains('\u{AD}')), tag != "ar-XB", "{tag}");
        }
    }

    #[test]
    fn easy_swedish_falls_back_text_by_text() {
        let first = folder(&[("a", &[("k", "ett"), ("l", "två")])]);
        let easy = folder(&[("a", &[("l", "2")])]);
        assert_eq!(own("sv-x-lattlast", &first, &easy, true).unwrap(), ["ett", "2"]);
        assert!(own("sv-x-lattlast", &first, &folder(&[("b", &[("k", "")])]), true).is_err());
    }
}
