//! Telephone numbers: as people write them, as they are kept, and as they are read.

/// A telephone number in the form it is kept: digits with a leading `+`; spaces, dashes and brackets are accepted.
pub fn parse(text: &str) -> Option<String> {
    let kept: String = text
        .chars()
        .filter(|c| !matches!(c, ' ' | '-' | '(' | ')' | '/' | '.' | '\u{a0}' | '\u{2011}' | '\u{2013}'))
        .collect();
    let (plus, digits) = kept.strip_prefix('+').map_or((false, kept.as_str()), |rest| (true, rest));
    let fine = digits.chars().all(|c| c.is_ascii_digit()) && (6..=15).contains(&digits.len());
    (fine && (plus || digits.starts_with('0'))).then(|| kept.clone())
}

/// Area codes of three digits, the leading 0 among them, by their last two (the Swedish numbering plan, PTS). Stockholm's 08 has two
/// digits, all others four.
const THREE_DIGITS: [&str; 28] = [
    "10", "11", "13", "16", "18", "19", "20", "21", "23", "26", "31", "33", "35", "36", "40", "42", "44", "46", "54",
    "60", "63", "70", "72", "73", "74", "76", "79", "90",
];

/// A kept number as it is read in Sweden, `031-390 06 16`, in one piece on a line; another country's stays as it is kept.
pub fn readable(kept: &str) -> String {
    let (home, rest) = match kept.strip_prefix("+46") {
        Some(rest) => (false, rest),
        None => (true, kept.strip_prefix('0').unwrap_or_default()),
    };
    let area = match rest.get(..2) {
        Some(two) if two.starts_with('8') => 1,
        Some(two) if THREE_DIGITS.contains(&two) => 2,
        _ => 3,
    };
    let (Some(area), Some(own)) = (rest.get(..area), rest.get(area..)) else { return kept.to_owned() };
    let groups: &[usize] = match own.len() {
        5 => &[3, 2],
        6 => &[2, 2, 2],
        7 => &[3, 2, 2],
        8 => &[3, 3, 2],
        _ => return kept.to_owned(),
    };
    let mut left = own;
    let own: Vec<&str> = groups
        .iter()
        .map(|group| {
            let (part, others) = left.split_at(*group);
            left = others;
            part
        })
        .collect();
    let own = own.join("\u{a0}");
    if home { format!("0{area}\u{2011}{own}") } else { format!("+46\u{a0}{area}\u{2011}{own}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_people_write_them() {
        for (text, kept) in [
            ("016-710 10 00", Some("0167101000")),
            ("070 123 45 67", Some("0701234567")),
            ("+46 70-123 45 67", Some("+46701234567")),
            ("(0)16/71", None),
            ("710 10 00", None),
            ("ring mig", None),
            ("", None),
        ] {
            assert_eq!(parse(text).as_deref(), kept, "{text}");
        }
    }

    #[test]
    fn as_people_read_them() {
        for (kept, read) in [
            ("0313900616", "031-390 06 16"),
            ("0701740651", "070-174 06 51"),
            ("08123456", "08-12 34 56"),
            ("0812345678", "08-123 456 78"),
            ("0220123456", "0220-12 34 56"),
            ("022212345", "0222-123 45"),
            ("+46701740651", "+46 70-174 06 51"),
            ("+3581234567", "+3581234567"),
            ("0123", "0123"),
            ("", ""),
        ] {
            assert_eq!(readable(kept).replace('\u{a0}', " ").replace('\u{2011}', "-"), read);
            if !read.is_empty() && kept.len() > 5 {
                assert_eq!(parse(&readable(kept)).as_deref(), Some(kept), "it may be typed as it is read");
            }
        }
    }
}
