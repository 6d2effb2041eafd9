//! (server side) What is typed and pasted, without what nobody sees: controls, bidi marks, soft hyphens, zero-width letters, tags. A word
//! is the same word however it came: composed (NFC), with whatever space or hyphen. Every form is read through here ([`RawForm`]).
//!
//! [`RawForm`]: super::form::RawForm

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use icu_properties::{
    CodePointMapData, CodePointSetData,
    props::{DefaultIgnorableCodePoint, GeneralCategory},
};

fn composed(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc().normalize(text).into_owned()
}

/// Nothing is seen of it, and nothing of it may be kept: controls, Unicode's "default ignorable", marks of annotations, noncharacters.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
        || matches!(c, '\u{fff9}'..='\u{fffb}' | '\u{fdd0}'..='\u{fdef}')
        || u32::from(c) & 0xfffe == 0xfffe
}

/// What makes one picture or one word of two: a family of faces, a Persian word. Behind a letter beyond ASCII alone, so that it cannot
/// hide within a number or a name.
const fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe0e}' | '\u{fe0f}')
}

/// A text of any number of lines: NFC, line ends as `\n`, ends trimmed, nothing unseen but tabs and what joins letters.
pub fn text(typed: &str) -> String {
    let typed = composed(typed);
    let mut kept = String::with_capacity(typed.len());
    let mut letters = typed.chars().peekable();
    while let Some(c) = letters.next() {
        let c = match c {
            '\r' if letters.peek() == Some(&'\n') => continue,
            '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
            '\u{2800}' => ' ', // an empty field of Braille
            c => c,
        };
        let joins =
            is_joiner(c) && kept.chars().next_back().is_some_and(|last| !last.is_ascii() && !last.is_whitespace());
        if joins || matches!(c, '\n' | '\t') || !is_unseen(c) {
            kept.push(c);
        }
    }
    composed(kept.trim())
}

/// A text of one line: as [`text`], with one plain space where there was any space, and no joiners.
pub fn line(typed: &str) -> String {
    let typed = text(typed);
    let seen: String = typed.chars().filter(|c| !is_joiner(*c)).collect();
    composed(&seen.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// How the letters beyond å, ä and ö that have no accent to lose are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// As Swedes sort them: ø is ö, æ is ä.
    AsSwedish,
    /// As they are typed without them: ø is o, æ is ae.
    AsTyped,
}

/// The words of a text for finding them: lower case, without accents (å, ä and ö are letters of their own), parted at spaces, hyphens
/// and all that is neither letter nor digit; an apostrophe parts nothing.
pub fn words(typed: &str, foreign: Foreign) -> Vec<String> {
    let categories = CodePointMapData::<GeneralCategory>::new();
    let apart = DecomposingNormalizerBorrowed::new_nfd();
    let swedish = foreign == Foreign::AsSwedish;
    let mut folded = String::with_capacity(typed.len());
    for c in composed(&line(typed).to_lowercase()).chars() {
        match c {
            'å' | 'ä' | 'ö' => folded.push(c),
            'ø' => folded.push(if swedish { 'ö' } else { 'o' }),
            'æ' => folded.push_str(if swedish { "ä" } else { "ae" }),
            'œ' => folded.push_str("oe"),
            'ß' => folded.push_str("ss"),
            'þ' => folded.push_str("th"),
            'ð' | 'đ' => folded.push('d'),
            'ł' => folded.push('l'),
            'ı' => folded.push('i'),
            '\'' | '`' | '´' | '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{2032}' => {}
            c => {
                let mut one = [0; 4];
                for part in apart.normalize(c.encode_utf8(&mut one)).chars() {
                    if categories.get(part) == GeneralCategory::NonspacingMark {
                        continue;
                    }
                    folded.push(if part.is_alphanumeric() { part } else { ' ' });
                }
            }
        }
    }
    folded.split_whitespace().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_counts_for_nothing() {
        for unseen in [
            "\u{200b}",
            "\u{200c}",
            "\u{200d}",
            "\u{2060}",
            "\u{feff}",
            "\u{ad}",
            "\u{202a}",
            "\u{202e}",
            "\u{2066}",
            "\u{200e}",
            "\u{61c}",
            "\0",
            "\u{7}",
            "\u{1b}",
            "\u{7f}",
            "\u{9f}",
            "\u{34f}",
            "\u{3164}",
            "\u{fe0f}",
            "\u{e0041}",
            "\u{fff9}",
            "\u{ffff}",
            "\u{2800}",
            "\u{a0}",
            "\u{180e}",
            " ",
            "\r\n",
        ] {
            assert_eq!(text(unseen), "", "{unseen:?}");
            assert_eq!(line(&format!("{unseen}Maj{unseen}{unseen} Ek{unseen}")), "Maj Ek", "{unseen:?}");
        }
    }

    #[test]
    fn a_text_keeps_its_lines_and_a_line_has_none() {
        assert_eq!(text(" Ring\r\nförst.\rTack\u{2028}!\u{b}\tHej \u{202e}nu "), "Ring\nförst.\nTack\n!\n\tHej nu");
        assert_eq!(line(" Ring\r\nförst.\t\u{a0}Tack\u{202f}! "), "Ring först. Tack !");
        assert_eq!(text("👩‍👧 ❤️ می‌خواهم"), "👩‍👧 ❤️ می‌خواهم", "what joins letters stays in a text");
        assert_eq!(text("4203\u{200d}15"), "420315", "and cannot hide in a number");
    }

    #[test]
    fn composed_and_apart_are_one() {
        assert_eq!(line("A\u{30a}ke O\u{308}berg"), "Åke Öberg");
        assert_eq!(line("A\u{200b}\u{30a}ke"), "Åke", "also where something unseen parted them");
    }

    #[test]
    fn words_are_found_without_accents_and_hyphens() {
        let swedish = |text: &str| words(text, Foreign::AsSwedish).join(" ");
        for (typed, expected) in [
            ("Åke Öberg", "åke öberg"),
            ("A\u{30a}ke", "åke"),
            ("ANNA-LENA  Älg", "anna lena älg"),
            ("Anna\u{2011}Lena\u{a0}Ek", "anna lena ek"),
            ("Renée Müller", "renee muller"),
            ("Sørensen Ærø", "sörensen ärö"),
            ("O’Brien d'Arc", "obrien darc"),
            ("Łukasz Đoković Strauß", "lukasz dokovic strauss"),
            ("Ek, Maj", "ek maj"),
            ("100%_", "100"),
            ("İpek", "ipek"),
            ("-", ""),
        ] {
            assert_eq!(swedish(typed), expected, "{typed}");
        }
        assert_eq!(words("Sørensen Ærø", Foreign::AsTyped), ["sorensen", "aero"]);
        assert_ne!(swedish("Åke"), swedish("Ake"), "å, ä and ö are letters of their own");
    }
}
