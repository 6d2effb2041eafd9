//! (server side) Code words: drawn in the senior's language, easy to say, and unlike each other by ear: no two of a language begin or end
//! alike.

use ground::Locale;

const SV: [&str; 24] = [
    "blåklint",
    "solros",
    "lingon",
    "sparv",
    "vallmo",
    "tussilago",
    "ekorre",
    "klöver",
    "igelkott",
    "gullviva",
    "kantarell",
    "humla",
    "äpple",
    "fjäril",
    "potatis",
    "honung",
    "dragspel",
    "paraply",
    "trumpet",
    "segelbåt",
    "orkester",
    "jordgubbe",
    "midsommar",
    "regnbåge",
];
const FI: [&str; 24] = [
    "aurinko",
    "mustikka",
    "kanerva",
    "orava",
    "perhonen",
    "veturi",
    "hunaja",
    "lehmus",
    "tuomi",
    "syreeni",
    "omena",
    "pilvi",
    "kielo",
    "sinivuokko",
    "haitari",
    "jänis",
    "purjevene",
    "ruusu",
    "luistin",
    "vohveli",
    "nalle",
    "apila",
    "metsä",
    "kettu",
];
const EN: [&str; 24] = [
    "sunflower",
    "blackbird",
    "clover",
    "apple",
    "butterfly",
    "hedgehog",
    "rainbow",
    "trumpet",
    "umbrella",
    "honey",
    "lantern",
    "marigold",
    "pumpkin",
    "squirrel",
    "thimble",
    "violin",
    "walnut",
    "kettle",
    "orchard",
    "ginger",
    "island",
    "feather",
    "daisy",
    "jasmine",
];

/// The words to draw from, for somebody who reads this language.
pub const fn of(locale: Locale) -> &'static [&'static str; 24] {
    match locale {
        Locale::Fi => &FI,
        Locale::En => &EN,
        _ => &SV,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_words_sound_alike() {
        for locale in Locale::LANGUAGES {
            let words = of(locale);
            let letters: Vec<Vec<char>> = words.iter().map(|word| word.chars().collect()).collect();
            assert!(words.iter().all(|word| word.chars().all(char::is_lowercase)), "{locale:?}");
            assert!(letters.iter().all(|word| (5..=10).contains(&word.len())), "{locale:?}");
            let begins: BTreeSet<&[char]> = letters.iter().map(|word| &word[..2]).collect();
            let ends: BTreeSet<&[char]> = letters.iter().map(|word| &word[word.len() - 3..]).collect();
            assert_eq!((begins.len(), ends.len()), (words.len(), words.len()), "{locale:?}");
        }
        let all: BTreeSet<&str> = Locale::LANGUAGES.into_iter().flat_map(|locale| of(locale).iter().copied()).collect();
        assert!(all.len() >= 70, "each language has its own");
    }
}
