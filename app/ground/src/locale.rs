//! The languages of the screens.

use crate::tree::FromTree;
use serde::Serialize;

/// How a person reads: a language, or a way of writing one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, FromTree)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// Swedish.
    #[default]
    Sv,
    /// Easy Swedish ("lättläst"): Swedish where it has no words of its own.
    Easy,
    /// Finnish, a right in the Finnish administrative area (law 2009:724).
    Fi,
    /// English.
    En,
    /// Swedish in Arabic letters, read from the right: for trying pages in demonstrations, by a cookie alone.
    Trial,
}

impl Locale {
    /// All that one may choose, in the order of the language links.
    pub const ALL: [Self; 4] = [Self::Sv, Self::Easy, Self::Fi, Self::En];

    /// The languages: what a municipality writes its own words in, and what is known of a person. Swedish is the fallback.
    pub const LANGUAGES: [Self; 3] = [Self::Sv, Self::Fi, Self::En];

    /// The language's tag, as in the database: that of Swedish, however it is written.
    pub const fn language(self) -> &'static str {
        match self {
            Self::Sv | Self::Easy | Self::Trial => "sv",
            Self::Fi => "fi",
            Self::En => "en",
        }
    }

    /// BCP 47 tag, as in `<html lang>`, cookies and the names of text tables.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Sv => "sv",
            Self::Easy => "sv-x-lattlast",
            Self::Fi => "fi",
            Self::En => "en",
            // Arabic letters of the pseudo-locale that browsers and systems try with.
            Self::Trial => "ar-XB",
        }
    }

    /// `dir` of `<html>`.
    pub const fn direction(self) -> &'static str {
        match self {
            Self::Trial => "rtl",
            _ => "ltr",
        }
    }

    /// Its own name for itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Sv | Self::Trial => "Svenska",
            Self::Easy => "Lättläst svenska",
            Self::Fi => "Suomi",
            Self::En => "English",
        }
    }

    /// The language with this tag, or none.
    pub fn from_language(tag: &str) -> Option<Self> {
        Self::LANGUAGES.into_iter().find(|locale| locale.language() == tag)
    }

    /// What may be chosen and has this tag, or none.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|locale| locale.tag() == tag)
    }

    /// The languages as a list to choose from: tag and own name.
    #[cfg(feature = "ssr")]
    pub fn choices() -> Vec<super::form::Named> {
        Self::LANGUAGES.map(|locale| (locale.language().to_owned(), locale.own_name().to_owned())).to_vec()
    }

    /// Swedish as easy Swedish, where the person reads that; other languages as they are.
    pub fn or_easy(self, easy: bool) -> Self {
        if self == Self::Sv && easy { Self::Easy } else { self }
    }

    /// The language that an `Accept-Language` header asks for most (RFC 9110, 12.5.4): by weight, among equals by order. A range stands for
    /// the language of its first part (`sv-FI` is Swedish, `fil` is not Finnish), `*` for every language that the header does not name, a
    /// weight of 0 for none at all. What is no range is passed over. None where there are texts for nothing that is asked for.
    #[cfg(feature = "ssr")]
    pub fn from_accept_language(header: &str) -> Option<Self> {
        let ranges: Vec<Range<'_>> = header.split(',').take(MOST_RANGES).filter_map(Range::parse).collect();
        let asked = |locale: Self| {
            let own = |range: &Range<'_>| range.language.eq_ignore_ascii_case(locale.language());
            // "sv-SE;q=0" says nothing of the Swedish of others.
            let named = ranges.iter().any(|range| own(range) && (range.weight > 0 || range.whole));
            let counts = |range: &Range<'_>| if named { own(range) } else { range.language == "*" };
            // Among equals the first, which `max_by_key` would not take.
            let best = ranges.iter().rev().enumerate().filter(|(_, range)| counts(range));
            best.max_by_key(|(place, range)| (range.weight, *place)).map(|(place, range)| (range.weight, place))
        };
        let wished = Self::LANGUAGES.into_iter().rev().filter_map(|locale| Some((asked(locale)?, locale)));
        // Languages that only `*` stands for are equals: again the first.
        wished.filter(|((weight, _), _)| *weight > 0).max_by_key(|(asked, _)| *asked).map(|(_, locale)| locale)
    }
}

/// So many ranges of a header are read; browsers send a handful.
#[cfg(feature = "ssr")]
const MOST_RANGES: usize = 50;

/// A language range with its weight, as it stands in `Accept-Language`.
#[cfg(feature = "ssr")]
struct Range<'a> {
    /// Its first part, or `*`.
    language: &'a str,
    /// Whether there is no other part.
    whole: bool,
    /// In thousandths.
    weight: u16,
}

#[cfg(feature = "ssr")]
impl<'a> Range<'a> {
    /// `sv`, `sv-FI;q=0.8`, `*;q=0.1` (RFC 4647, 2.1; RFC 9110, 12.4.2).
    fn parse(text: &'a str) -> Option<Self> {
        let (range, weight) = text.split_once(';').map_or((text, None), |(range, weight)| (range, Some(weight)));
        let range = range.trim_matches([' ', '\t']);
        let mut parts = range.split('-');
        let language = parts.next()?;
        let is = |part: &str, letter: fn(&u8) -> bool| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| letter(&byte))
        };
        let well = range == "*"
            || is(language, u8::is_ascii_alphabetic) && parts.all(|part| is(part, u8::is_ascii_alphanumeric));
        let weight = match weight {
            None => 1000,
            Some(text) => weight_of(text.trim_matches([' ', '\t']))?,
        };
        well.then_some(Self { language, whole: language == range, weight })
    }
}

/// `q=0.85` in thousandths; at most three digits.
#[cfg(feature = "ssr")]
fn weight_of(text: &str) -> Option<u16> {
    let value = text.strip_prefix(['q', 'Q'])?.strip_prefix('=')?;
    let (whole, part) = value.split_once('.').unwrap_or((value, ""));
    if part.len() > 3 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part: u16 = format!("{part:0<3}").parse().ok()?;
    match (whole, part) {
        ("0", part) => Some(part),
        ("1", 0) => Some(1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Locale;

    #[cfg(feature = "ssr")]
    #[test]
    fn a_browser_says_which_language_it_likes_most() {
        for (header, expected) in [
            ("sv-SE,sv;q=0.9,en;q=0.8", Some(Locale::Sv)),
            ("ar,fi;q=0.9", Some(Locale::Fi)),
            ("EN-gb", Some(Locale::En)),
            ("sv-FI", Some(Locale::Sv)),
            ("fi-FI, sv;q=0.5", Some(Locale::Fi)),
            ("en-Latn-GB-x-own", Some(Locale::En)),
            // By weight, not by order; among equals by order.
            ("sv;q=0.3, en;q=0.8, fi;q=0.5", Some(Locale::En)),
            ("fi;q=0.5, en;q=0.500", Some(Locale::Fi)),
            ("en;q=0.5, fi;q=0.5", Some(Locale::En)),
            ("sv;q=0.001, de", Some(Locale::Sv)),
            ("en;q=1.000, fi;q=0.999", Some(Locale::En)),
            ("fi;q=0.2, sv;q=0.1, fi-FI;q=0.9, sv-SE;q=0.8", Some(Locale::Fi)),
            // Not every word that begins so.
            ("fil, en;q=0.1", Some(Locale::En)),
            ("fil", None),
            ("svx-SE", None),
            ("eng", None),
            ("se, nn-NO;q=0.9, da;q=0.8, fi;q=0.1", Some(Locale::Fi)),
            // None of it.
            ("sv;q=0", None),
            ("sv;q=0, fi;q=0.0, en;q=0.000", None),
            ("sv;q=0, fi;q=0.1", Some(Locale::Fi)),
            ("sv;q=0, *", Some(Locale::Fi)),
            ("sv;q=0, fi;q=0, *;q=0.1", Some(Locale::En)),
            ("sv-SE;q=0, *", Some(Locale::Sv)),
            ("de, *;q=0", None),
            ("en, *;q=0", Some(Locale::En)),
            // Anything.
            ("*", Some(Locale::Sv)),
            ("*;q=0.1", Some(Locale::Sv)),
            ("de, *;q=0.5", Some(Locale::Sv)),
            ("fi;q=0.4, *;q=0.5", Some(Locale::Sv)),
            ("fi;q=0.5, *;q=0.5", Some(Locale::Fi)),
            ("en;q=0.9, sv;q=0.1, *;q=0.5", Some(Locale::En)),
            ("sv;q=0.1, *;q=0.5", Some(Locale::Fi)),
            // As it may be written.
            (" \tfi ; q=0.9 ,, en ; Q=0.8 ", Some(Locale::Fi)),
            ("FI-fi;Q=1", Some(Locale::Fi)),
            // What is no range is passed over.
            ("de", None),
            ("", None),
            ("å", None),
            (",,;,", None),
            ("fi;q=2, en;q=0.1", Some(Locale::En)),
            ("fi;q=-1", None),
            ("fi;q=1.001", None),
            ("fi;q=0.1234", None),
            ("fi;q=0,5", None),
            ("fi;q=", None),
            ("fi;level=1", None),
            ("fi;q=0.5;q=0.4", None),
            ("fi-", None),
            ("-fi", None),
            ("fi_FI", None),
            ("f i", None),
            ("*-fi", None),
            ("fi-toolongpart", None),
            ("'; DROP TABLE--, en", Some(Locale::En)),
        ] {
            assert_eq!(Locale::from_accept_language(header), expected, "{header}");
        }
        assert_eq!(Locale::from_accept_language(&"de,".repeat(10_000)), None);
    }

    #[test]
    fn easy_swedish_is_swedish_and_nobody_chooses_the_trial() {
        assert_eq!(Locale::from_tag("sv-x-lattlast"), Some(Locale::Easy));
        assert_eq!(Locale::Easy.language(), "sv");
        assert_eq!(Locale::from_language("sv-x-lattlast"), None);
        assert_eq!(Locale::from_tag(Locale::Trial.tag()), None);
        assert_eq!((Locale::Sv.or_easy(true), Locale::Fi.or_easy(true)), (Locale::Easy, Locale::Fi));
    }
}
