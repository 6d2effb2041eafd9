//! How lists are sorted, and what in a note deserves a second look.

ground::coded! {
    /// How the list of all requests is sorted.
    Sort {
        /// Newest first.
        Newest = "newest",
        /// Oldest first.
        Oldest = "oldest",
        /// By the day an answer is promised.
        Due = "due",
        /// By number.
        Number = "number",
    }
}

/// Beginnings of words about money, keys, codes and medicines, in the languages of the screens.
const RISKY: [&str; 27] = [
    "nyckel",
    "nyckl",
    "pengar",
    "kontanter",
    "portkod",
    "koden",
    "pinkod",
    "bankkort",
    "kortet",
    "medicin",
    "recept",
    "bankid",
    "fullmakt",
    "avain",
    "avaim",
    "raha",
    "koodi",
    "pankkikort",
    "lääk",
    "resepti",
    "key",
    "money",
    "cash",
    "code",
    "medicine",
    "prescription",
    "swish",
];

/// Short words that count only as they stand.
const RISKY_WHOLE: [&str; 5] = ["kod", "kort", "pin", "card", "kortti"];

/// The words of a note that a coordinator should look at first: keys, money, codes, cards, medicines.
pub fn risky_words(note: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in note.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let small = word.to_lowercase();
        let risky = RISKY_WHOLE.contains(&small.as_str()) || RISKY.iter().any(|begin| small.starts_with(begin));
        if risky && !found.contains(&small) {
            found.push(small);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_look() {
        for (note, expected) in [
            ("Jag vill gå en promenad.", vec![]),
            ("Nyckeln ligger under mattan, ta ut PENGAR med mitt kort", vec!["nyckeln", "pengar", "kort"]),
            ("Hämta medicinen på apoteket. Medicinen är viktig.", vec!["medicinen"]),
            ("Portkoden är 1234", vec!["portkoden"]),
            ("En kortare runda", vec![]),
        ] {
            assert_eq!(risky_words(note), expected, "{note}");
        }
    }
}
