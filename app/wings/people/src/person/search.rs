//! (server side) What a person is found by. The text is prepared here, in one column, and not in SQL: the two databases lower "Å"
//! differently, and neither knows that å is no a with an accent while é is an e with one.

use ground::{
    clean::{Foreign, line, words},
    phone,
};

/// The text a person is found by: the words of the names, those with ø or æ in both spellings, and the digits of the telephone number.
pub fn search_text(given: &str, family: &str, phone: Option<&str>) -> String {
    let names = format!("{given} {family}");
    let mut found = words(&names, Foreign::AsSwedish);
    for word in words(&names, Foreign::AsTyped) {
        if !found.contains(&word) {
            found.push(word);
        }
    }
    found.push(phone.unwrap_or_default().chars().filter(char::is_ascii_digit).collect());
    found.join(" ").trim_end().to_owned()
}

/// How many words a search asks for; of more the longest ones count.
const WORDS: usize = 4;

/// What is looked for: words that must all be there, in any order, each as a part of a word; a telephone number as its digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought {
    words: Vec<String>,
}

impl Sought {
    /// What was typed into a search box. None where nothing was. What holds neither letter nor digit is looked for as it stands, and
    /// found nowhere.
    pub fn of(typed: &str) -> Option<Self> {
        let typed = line(typed);
        if typed.is_empty() {
            return None;
        }
        if let Some(digits) = phone::sought(&typed) {
            return Some(Self { words: vec![digits] });
        }
        let (numbers, mut names): (Vec<String>, Vec<String>) =
            words(&typed, Foreign::AsSwedish).into_iter().partition(|word| word.chars().all(|c| c.is_ascii_digit()));
        // "Maj Ek 070-123 45 67": what is no letter is one number. Its code is told by what stands before it.
        if !numbers.is_empty() {
            let from = typed.find(|c: char| c.is_ascii_digit() || c == '+').unwrap_or_default();
            let last = typed.rfind(|c: char| c.is_ascii_digit()).map_or(typed.len(), |last| last + 1);
            let number = typed.get(from..last).and_then(phone::sought);
            names.extend(number.map_or(numbers, |number| vec![number]));
        }
        if names.is_empty() {
            names.push(typed.to_lowercase());
        }
        names.sort_unstable_by_key(|word| std::cmp::Reverse(word.chars().count()));
        names.truncate(WORDS);
        Some(Self { words: names })
    }

    /// A `LIKE` pattern for each of [`sought!`]'s parameters; those beyond the words fit everything.
    pub fn patterns(&self) -> [String; WORDS] {
        std::array::from_fn(|place| {
            let escaped = |word: &String| word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            self.words.get(place).map_or_else(|| "%".to_owned(), |word| format!("%{}%", escaped(word)))
        })
    }

    /// Whether a person with this [`search_text`] is found.
    pub fn fits(&self, search_text: &str) -> bool {
        self.words.iter().all(|word| search_text.contains(word.as_str()))
    }
}

/// The condition "this person is found by what is sought"; binds [`Sought::patterns`] as the four parameters that are named.
#[macro_export]
macro_rules! sought {
    ($column:literal, $first:literal, $second:literal, $third:literal, $fourth:literal) => {
        concat!(
            "(",
            $column,
            " LIKE ",
            $first,
            " ESCAPE '\\' AND ",
            $column,
            " LIKE ",
            $second,
            " ESCAPE '\\' AND ",
            $column,
            " LIKE ",
            $third,
            " ESCAPE '\\' AND ",
            $column,
            " LIKE ",
            $fourth,
            " ESCAPE '\\')"
        )
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_text_has_names_and_digits() {
        assert_eq!(search_text("Åke", "Öberg ", Some("0701234567")), "åke öberg 0701234567");
        assert_eq!(search_text("Maj", "Ek", None), "maj ek");
        assert_eq!(search_text("Suharto", "", Some("+4712345678")), "suharto 4712345678");
        assert_eq!(search_text("Søren", "Ærø", None), "sören ärö soren aero");
    }

    #[test]
    fn people_are_found_however_their_names_are_typed() {
        let found = |given: &str, family: &str, typed: &str| {
            Sought::of(typed).is_some_and(|sought| sought.fits(&search_text(given, family, Some("0701740651"))))
        };
        for typed in [
            "Anna-Lena Öberg",
            "anna lena öberg",
            "öberg anna-lena",
            "Öberg, Anna Lena",
            "lena anna",
            "ANNA\u{2011}LENA",
            "berg",
            "anna  lena",
            "O\u{308}berg",
            "öb an",
            "Öberg\u{200b}",
            "070-174 06 51",
            "+46 70-174 06 51",
            "0046 70 174 06 51",
            "+46 (0)70-174\u{a0}06\u{a0}51",
            "46701740651",
            "070\u{2011}174\u{a0}06\u{a0}51",
            "tel:0701740651",
            "06 51",
            "0651",
            "Öberg 070-174 06 51",
            "öberg +46 70 174",
            "070-174 06 51 Öberg",
        ] {
            assert!(found("Anna-Lena", "Öberg", typed), "{typed}");
        }
        for typed in ["Anna Oberg", "anna ek", "Åberg", "070-174 06 52", "%", "_", "%%", "-", "anna%öberg", "\\"] {
            // A wildcard is no letter: what stands around it is looked for.
            assert_eq!(found("Anna-Lena", "Öberg", typed), typed == "anna%öberg", "{typed}");
        }
        assert!(found("Renée", "Müller", "renee muller") && found("Renée", "Müller", "Renée Müller"));
        assert!(found("Søren", "Ek", "søren") && found("Søren", "Ek", "sören") && found("Søren", "Ek", "soren"));
        assert!(!found("Åke", "Ek", "Ake") && !found("Ake", "Ek", "Åke"), "å is a letter of its own");
        assert_eq!((Sought::of(""), Sought::of(" \u{200b}")), (None, None));
    }

    #[test]
    fn a_wildcard_is_a_letter_of_the_pattern() {
        assert_eq!(Sought::of("%_\\").map(|sought| sought.patterns()[0].clone()), Some("%\\%\\_\\\\%".to_owned()));
        assert_eq!(Sought::of("maj ek").unwrap().patterns(), ["%maj%", "%ek%", "%", "%"].map(str::to_owned));
    }

    proptest! {
        #[test]
        fn whoever_has_the_name_is_found_by_it(
            given in "[A-ZÅÄÖÉÜØa-zåäöéüøæ]{1,8}([- ][A-ZÅÄÖ][a-zåäöé]{1,6})?", family in "[A-ZÅÄÖa-zåäöéü]{1,10}",
            number in "0[1-9][0-9]{5,8}", last in 3_usize..6
        ) {
            let text = search_text(&given, &family, Some(&number));
            let shown = phone::readable(&number);
            for typed in [
                format!("{given} {family}"), format!("{family} {given}"), format!("{family}, {given}"), given.to_uppercase(),
                given.replace('-', " "), format!("{family} {shown}"), shown.clone(), format!("+46 {}", &shown[1..]),
                number[number.len() - last..].to_owned(),
            ] {
                let sought = Sought::of(&typed);
                prop_assert!(sought.as_ref().is_some_and(|sought| sought.fits(&text)), "{} in {} as {:?}", typed, text, sought);
            }
        }
    }
}
