//! In which language somebody has written. What people write stands on pages in other languages too, and who hears a page is to hear it
//! in its own (WCAG 3.1.2).

use super::text::Texts;

/// Small words that stand in one of the languages alone (`end2end/support/parts.ts` knows the same). Capitals beyond ASCII stand beside
/// their small letters: the tables that would turn them are too large for the browser's programs.
const SMALL: [(&str, &str); 3] = [
    (
        "sv",
        "och att det inte är Är för För på På av med till du kan när När ett som har från eller vill någon vi den om dig din ditt dina ska",
    ),
    (
        "fi",
        "ja ei että voit kun sinun tai mutta olet hän ovat ole jos sinulle sinua tämä mitä haluat kanssa myös vain ennen",
    ),
    ("en", "the and you is to of not with are when your or it that this be we have can from who what"),
];

impl Texts {
    /// The language of words that somebody has written, where their small words show that it is another than the page's.
    pub fn lang_of(self, words: &str) -> Option<&'static str> {
        let words = || words.split(|c: char| c.is_ascii() && !c.is_ascii_alphabetic());
        let mut found = SMALL.map(|(language, small)| {
            let count = words().filter(|word| small.split(' ').any(|known| known.eq_ignore_ascii_case(word))).count();
            (count, language)
        });
        found.sort_unstable();
        let [_, (second, _), (most, language)] = found;
        (most > 1 && most > 2 * second && language != self.locale.language()).then_some(language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Locale;

    #[test]
    fn small_words_show_the_language() {
        let [sv, easy, fi, en] = Locale::ALL.map(Texts::of);
        let swedish = "Porten är öppen på dagen. Ring på.";
        assert_eq!([sv, easy, fi, en].map(|texts| texts.lang_of(swedish)), [None, None, Some("sv"), Some("sv")]);
        assert_eq!(sv.lang_of("Olet seurana, et hoida ketään, ja haluat auttaa."), Some("fi"));
        assert_eq!(sv.lang_of("You are company, and give no care."), Some("en"));
        for unsure in ["", "Storgatan 3", "Ring på", "The letter to you, och det är på svenska"] {
            assert_eq!(fi.lang_of(unsure), None, "{unsure}");
        }
    }
}
