//! Where long words may break. No browser on the devices of our readers can be trusted to know it for Swedish and Finnish, and at the
//! largest text size thirteen letters fill a line of a small screen. Nor can patterns: they know no borders of compounds, and made
//! "ban-kuppgifter". So a person has looked at each word, which stands in the list of its language.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use crate::Error;

/// Letters from which on a word is long: what a line holds at 320 px and the largest text (design system, 1.1).
const LONG: usize = 13;

/// A break that is seen only where the line breaks.
const SOFT: char = '\u{AD}';

/// The list's file, in the folder of its language.
pub const FILE: &str = "hyphens.txt";

/// The list of a language: a word in small letters, and the same with a hyphen wherever it may break.
#[derive(Debug, Default)]
pub struct Breaks(BTreeMap<String, String>);

impl Breaks {
    /// The list in the folder of a language.
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let path = folder.join(FILE);
        let list = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Self::of(&list))
    }

    fn of(list: &str) -> Self {
        Self(list.lines().map(|line| (line.replace('-', ""), line.to_owned())).collect())
    }

    /// The text with soft hyphens in its long words; a word that the list lacks stays whole. What stands in a placeholder is nobody's
    /// to break.
    pub fn in_long_words(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for piece in pieces(text) {
            match self.0.get(&piece.to_lowercase()).filter(|_| is_long(piece)) {
                Some(broken) => {
                    let mut letters = piece.chars();
                    out.extend(broken.chars().filter_map(|c| if c == '-' { Some(SOFT) } else { letters.next() }));
                }
                None => out.push_str(piece),
            }
        }
        out
    }

    /// What is wrong with the list for these texts: words that it lacks, words that no text has, and lines that help nobody.
    pub fn faults<'a>(&self, texts: impl Iterator<Item = &'a str>) -> Vec<String> {
        let long = texts.flat_map(pieces).filter(|piece| is_long(piece));
        let used: BTreeSet<String> = long.map(str::to_lowercase).collect();
        let mut faults = Vec::new();
        for word in used.iter().filter(|word| !self.0.contains_key(*word)) {
            faults.push(format!("\"{word}\" has no line: write it with a hyphen wherever it may break"));
        }
        for (word, broken) in &self.0 {
            if !used.contains(word) {
                faults.push(format!("\"{broken}\" is in no text: leave it out"));
            } else if broken.split('-').any(|part| part.chars().count() < 2 || is_long(part)) {
                faults.push(format!("\"{broken}\" has a part of one letter, or of {LONG} and more"));
            }
        }
        faults
    }
}

fn is_long(piece: &str) -> bool {
    piece.starts_with(char::is_alphabetic) && piece.chars().count() >= LONG
}

/// The text in parts: words, placeholders with their braces, and each sign by itself.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let braces = rest.strip_prefix('{').and_then(|inner| inner.find('}')).map(|end| end + 2);
        let letters = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(braces.unwrap_or(letters.max(first.len_utf8())));
        rest = after;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::Breaks;
    use std::path::Path;

    fn shown(text: &str, tag: &str) -> String {
        let breaks = Breaks::read(&Path::new("../locales").join(tag)).unwrap();
        breaks.in_long_words(text).replace('\u{AD}', "-")
    }

    #[test]
    fn long_words_break_at_the_borders_of_compounds() {
        assert_eq!(shown("Fråga inte efter bankuppgifter.", "sv"), "Fråga inte efter bank-uppgifter.");
        assert_eq!(shown("Registerutdrag, tillbakalämnad", "sv"), "Register-utdrag, tillbaka-lämnad");
        assert_eq!(shown("Ei internetyhteyttä", "fi"), "Ei internet-yhteyttä");
        assert_eq!(shown("Henkilötiedot ja evästeet", "fi"), "Henkilö-tiedot ja evästeet");
        assert_eq!(shown("Accessibility", "en"), "Access-ibil-ity");
    }

    #[test]
    fn other_words_numbers_and_placeholders_stay_whole() {
        let breaks = Breaks::of("register-utdrag\nkort-ord\n");
        for text in [
            "",
            "Be om hjälp",
            "Inget kortord",
            "Självbetjäningstjänst",
            "{registerutdrag}",
            "{en}{två}",
            "1234567890123456",
            "a-b",
            "{ej slut",
            "klockan 9\u{2060}–\u{2060}12",
        ] {
            assert_eq!(breaks.in_long_words(text), text);
        }
        assert_eq!(breaks.in_long_words("(REGISTERUTDRAG, {n})"), "(REGISTER\u{AD}UTDRAG, {n})");
    }

    #[test]
    fn a_long_word_without_a_line_and_a_line_without_a_word_are_faults() {
        let texts = ["Visa registerutdrag", "Registerutdrag, {en_lang_platshallare}", "Kort"];
        assert!(Breaks::of("register-utdrag\n").faults(texts.into_iter()).is_empty());
        let none = Breaks::of("").faults(texts.into_iter());
        assert!(none.len() == 1 && none[0].starts_with("\"registerutdrag\" has no line"), "{none:?}");
        let old = Breaks::of("bank-uppgifter\nregister-utdrag\n").faults(texts.into_iter());
        assert!(old.len() == 1 && old[0].starts_with("\"bank-uppgifter\" is in no text"), "{old:?}");
        for useless in ["registerutdrag", "r-egister-utdrag", "registerutdra-g", "register--utdrag", "registerutdrag-"]
        {
            let found = Breaks::of(useless).faults(texts.into_iter());
            assert!(found.len() == 1 && found[0].contains("has a part"), "{useless}: {found:?}");
        }
    }
}
