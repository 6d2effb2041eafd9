//! The languages of the screens.

use serde::{Deserialize, Serialize};

/// How a person reads: a language, or a way of writing one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
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
    pub fn choices() -> Vec<(String, String)> {
        Self::LANGUAGES.map(|locale| (locale.language().to_owned(), locale.own_name().to_owned())).to_vec()
    }

    /// Swedish as easy Swedish, where the person reads that; other languages as they are.
    pub fn or_easy(self, easy: bool) -> Self {
        if self == Self::Sv && easy { Self::Easy } else { self }
    }

    /// The first language of an `Accept-Language` header that there are texts for.
    pub fn from_accept_language(header: &str) -> Option<Self> {
        header.split(',').find_map(|part| Self::from_language(part.trim().get(..2)?.to_ascii_lowercase().as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::Locale;

    #[test]
    fn accept_language_takes_the_first_known() {
        for (header, expected) in [
            ("sv-SE,sv;q=0.9,en;q=0.8", Some(Locale::Sv)),
            ("ar,fi;q=0.9", Some(Locale::Fi)),
            ("EN-gb", Some(Locale::En)),
            ("de", None),
            ("", None),
            ("å", None),
            ("*;q=0.1", None),
        ] {
            assert_eq!(Locale::from_accept_language(header), expected, "{header}");
        }
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
