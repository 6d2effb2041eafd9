//! Texts of the screens. Keys are generated from `app/locales` (build.rs), so a wrong key does not compile. Long words carry soft hyphens
//! (`app/texts`): where a text goes to something that is no page, `Texts::plain` leaves them out.
//!
//! The server holds all languages. The browser fetches one table, the reader's own, before it hydrates: three languages
//! compiled into the WebAssembly would add about 75 kB, and texts that load later would make every label asynchronous.

use super::Locale;
#[cfg(feature = "ssr")]
use std::{collections::HashMap, sync::LazyLock};

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// The place of a text in each language's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key(u16);

#[cfg(feature = "ssr")]
impl Key {
    /// The key called `feature.key` in the locale files, for codes kept in the database.
    pub fn by_name(name: &str) -> Option<Self> {
        static PLACES: LazyLock<HashMap<&str, u16>> = LazyLock::new(|| NAMES.iter().copied().zip(0..).collect());
        PLACES.get(name).copied().map(Self)
    }

    /// The name in the locale files, `feature.key`: what a code is kept as.
    pub fn name(self) -> &'static str {
        NAMES.get(usize::from(self.0)).copied().unwrap_or_default()
    }
}

/// The texts of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Texts {
    /// Whose texts these are.
    pub locale: Locale,
    table: &'static [&'static str],
}

impl Texts {
    /// The texts of a language, on the server.
    #[cfg(feature = "ssr")]
    pub fn of(locale: Locale) -> Self {
        let place = TAGS.iter().position(|tag| *tag == locale.tag()).unwrap_or_default();
        Self { locale, table: TABLES[place] }
    }

    /// The text as it stands.
    pub fn s(self, key: Key) -> &'static str {
        self.table.get(usize::from(key.0)).copied().unwrap_or_default()
    }

    /// The words of one of our codes: the text `<family>_<code>`. Which codes a family has, `server/tests/words.rs` says, and holds that each
    /// has its words.
    #[cfg(feature = "ssr")]
    pub fn coded(self, family: &'static str, code: &str) -> &'static str {
        let words = self.typed_code(family, code);
        debug_assert!(words.is_some(), "there is no text {family}_{code}");
        words.unwrap_or_default()
    }

    /// The same of a code that somebody may have typed; none where there is no such text.
    #[cfg(feature = "ssr")]
    pub fn typed_code(self, family: &'static str, code: &str) -> Option<&'static str> {
        Key::by_name(&format!("{family}_{code}")).map(|key| self.s(key))
    }

    /// The text for what is not drawn as lines of a page: an attribute (what is read aloud and searched for), a file, a line that is kept.
    /// Nothing in it says where a long word may break.
    pub fn plain(self, key: Key) -> String {
        unbroken(self.s(key))
    }

    /// The text with `{name}` replaced by the values given.
    pub fn f(self, key: Key, values: &[(&str, &str)]) -> String {
        let mut text = self.s(key).to_owned();
        for (name, value) in values {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }

    /// The text for one or for many, with `{n}` replaced by the number. Swedish, Finnish and English know no other
    /// forms for whole numbers (CLDR plural rules).
    pub fn n(self, one: Key, other: Key, n: i64) -> String {
        self.f(if n == 1 { one } else { other }, &[("n", &n.to_string())])
    }

    /// The reader's texts: on the server from the request, in the browser the table that was fetched before hydration.
    pub fn current() -> Self {
        leptos::prelude::expect_context::<Self>()
    }
}

/// Marks round what is somebody's own within a text, which no translator is to change (`ui::verbatim` draws it so). They are the Unicode
/// marks of a part that stands for itself (UAX #9), and seen by nobody; what people type never holds one (`ground::clean`).
pub(super) const THEIRS: [char; 2] = ['\u{2068}', '\u{2069}'];

/// Somebody's own within a text: a name, an address, a number, a code word.
pub fn theirs(words: &str) -> String {
    let [begin, end] = THEIRS;
    if words.is_empty() { String::new() } else { format!("{begin}{words}{end}") }
}

/// The parts of a text in order, by turns the text's and somebody's own; any may be empty.
pub fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(THEIRS)
}

/// Words without the marks that only a page knows: where a long one may break, and what is somebody's own.
pub fn unbroken(words: &str) -> String {
    words.replace(['\u{AD}', THEIRS[0], THEIRS[1]], "")
}

/// Makes the fetched table of the reader's language available for as long as the page lives.
#[cfg(feature = "hydrate")]
pub fn from_table(locale: Locale, table: Vec<String>) -> Texts {
    let table: Vec<&'static str> = table.into_iter().map(|text| &*text.leak()).collect();
    Texts { locale, table: table.leak() }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    /// Placeholders are the same in all languages, or a name is missing in somebody's sentence.
    #[test]
    fn placeholders_agree() {
        fn holes(text: &str) -> Vec<&str> {
            let mut found: Vec<_> =
                text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name)).collect();
            found.sort_unstable();
            found.dedup();
            found
        }
        for (table, tag) in TABLES.iter().zip(TAGS) {
            for (index, name) in NAMES.iter().enumerate() {
                assert_eq!(holes(TABLES[0][index]), holes(table[index]), "{name} in {tag}");
                assert!(!table[index].trim().is_empty(), "{name} in {tag}");
            }
        }
    }

    #[test]
    fn every_locale_has_its_table() {
        for locale in Locale::ALL.into_iter().chain([Locale::Trial]) {
            assert!(TAGS.contains(&locale.tag()), "{locale:?}");
        }
    }

    #[test]
    fn what_is_somebodys_own_stands_by_itself() {
        let text = format!("{} kan komma, {}", theirs("Ek"), theirs("010-1"));
        assert_eq!(parts(&text).collect::<Vec<_>>(), ["", "Ek", " kan komma, ", "010-1", ""]);
        assert_eq!(unbroken(&text), "Ek kan komma, 010-1");
        assert_eq!((theirs(""), parts("Ek").collect::<Vec<_>>()), (String::new(), vec!["Ek"]));
        assert_eq!(crate::clean::line(&text), "Ek kan komma, 010-1", "nobody types a mark");
    }

    #[test]
    fn a_key_is_found_by_its_name() {
        assert_eq!(Key::by_name(k::common::BACK.name()), Some(k::common::BACK));
        assert_eq!(Key::by_name("common.no_such_text"), None);
    }
}
