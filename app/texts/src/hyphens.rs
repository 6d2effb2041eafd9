//! Where long words may break. No browser on the devices of our readers can be trusted to know it for Swedish and Finnish, and at the
//! largest text size thirteen letters fill a line of a small screen.

use hypher::{Lang, hyphenate};

/// Letters from which on a word is long: what a line holds at 320 px and the largest text (design system, 1.1).
const LONG: usize = 13;

/// A break that is seen only where the line breaks.
const SOFT: &str = "\u{AD}";

/// The text with soft hyphens in its long words. What stands in a placeholder is nobody's to break.
pub fn in_long_words(text: &str, tag: &str) -> String {
    let lang = match tag {
        "fi" => Lang::Finnish,
        "en" => Lang::English,
        _ => Lang::Swedish,
    };
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let braces = rest.strip_prefix('{').and_then(|inner| inner.find('}')).map(|end| end + 2);
        let letters = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let next = rest.chars().next().map_or(rest.len(), char::len_utf8);
        let (piece, after) = rest.split_at(braces.unwrap_or(letters.max(next)));
        if piece.chars().count() >= LONG && braces.is_none() {
            out.push_str(&hyphenate(piece, lang).join(SOFT));
        } else {
            out.push_str(piece);
        }
        rest = after;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::in_long_words;

    fn shown(text: &str, tag: &str) -> String {
        in_long_words(text, tag).replace('\u{AD}', "-")
    }

    #[test]
    fn long_words_break_where_the_language_breaks_them() {
        assert_eq!(shown("Henkilötiedot ja evästeet", "fi"), "Hen-ki-lö-tie-dot ja evästeet");
        assert_eq!(shown("Tillgänglighet", "sv"), "Till-gäng-lig-het");
        assert_eq!(shown("Accessibility", "en"), "Ac-ces-si-bil-ity");
    }

    #[test]
    fn short_words_numbers_and_placeholders_stay_whole() {
        for text in [
            "",
            "Be om hjälp",
            "{municipality_name}",
            "{en}{två}",
            "1234567890123456",
            "a-b",
            "{ej slut",
            "klockan 9\u{2060}–\u{2060}12",
        ] {
            assert_eq!(in_long_words(text, "sv"), text);
        }
        assert_eq!(shown("(Tillgänglighet, {municipality_name})", "sv"), "(Till-gäng-lig-het, {municipality_name})");
    }
}
