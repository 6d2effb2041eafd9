//! The languages of the screens.

use serde::{Deserialize, Serialize};

/// A language that every text exists in. Swedish is the first one and the fallback.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// Swedish.
    #[default]
    Sv,
    /// Finnish, a right in the Finnish administrative area (law 2009:724).
    Fi,
    /// English.
    En,
}

impl Locale {
    /// All of them, in the order of the language links.
    pub const ALL: [Self; 3] = [Self::Sv, Self::Fi, Self::En];

    /// BCP 47 tag, as in `<html lang>`, cookies and the database.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Sv => "sv",
            Self::Fi => "fi",
            Self::En => "en",
        }
    }

    /// The language's own name for itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Sv => "Svenska",
            Self::Fi => "Suomi",
            Self::En => "English",
        }
    }

    /// The locale with this tag, or none.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|locale| locale.tag() == tag)
    }

    /// The first language of an `Accept-Language` header that there are texts for.
    pub fn from_accept_language(header: &str) -> Option<Self> {
        header.split(',').find_map(|part| Self::from_tag(part.trim().get(..2)?.to_ascii_lowercase().as_str()))
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
}
