//! (server side) Telephone numbers: as people write and paste them, as they are kept, looked for and read.
//!
//! Kept is one form, everywhere: a Swedish number as it is dialled here (`0701234567`), another country's with its code (`+3584012345`).

/// The Swedish country code.
const HOME: &str = "46";

/// The digits of a number as they are dialled: of a Swedish one with its 0, of another country's behind a `+`. No length is asked.
fn dialled(text: &str) -> Option<String> {
    let text = super::clean::line(text).to_lowercase();
    let text = text.strip_prefix("tel:").map_or(text.as_str(), str::trim_start);
    let mut kept = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '+' | '\u{ff0b}' if kept.is_empty() => kept.push('+'),
            c if c.is_whitespace() => {}
            '-' | '/' | '.' | '(' | ')' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}' | '\u{fe63}' | '\u{b7}' => {
            }
            c => kept.push(digit(c)?),
        }
    }
    let Some(abroad) = kept.strip_prefix('+').or_else(|| kept.strip_prefix("00")) else { return Some(kept) };
    // "+46 (0)70": the 0 that is dialled at home alone. It stands in brackets, or behind Sweden's code.
    let (abroad, zero) = match text.split_once("(0)") {
        Some((code, rest)) => {
            let code: String = code.chars().filter_map(digit).collect();
            let code = code.strip_prefix("00").unwrap_or(&code).to_owned();
            let rest: String = rest.chars().filter_map(digit).collect();
            (format!("{code}{rest}"), !code.is_empty())
        }
        None => (abroad.to_owned(), false),
    };
    Some(match abroad.strip_prefix(HOME) {
        Some(own) if zero => format!("0{own}"),
        Some(own) => format!("0{}", own.strip_prefix('0').unwrap_or(own)),
        None => format!("+{abroad}"),
    })
}

/// A digit of any keyboard that people here have: ASCII, full width, Arabic, Persian.
fn digit(c: char) -> Option<char> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{ff10}'..='\u{ff19}' => '\u{ff10}',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        _ => return None,
    };
    char::from_digit(u32::from(c) - u32::from(zero), 10)
}

/// A telephone number in the form it is kept. Spaces, dashes and brackets of every kind are accepted, and `tel:`; letters are not: an
/// extension is no part of a number that can be dialled. Six to fifteen digits.
pub fn parse(text: &str) -> Option<String> {
    let kept = dialled(text)?;
    let digits = kept.strip_prefix('+').unwrap_or(&kept);
    let fine = (6..=15).contains(&digits.len())
        // No country's code begins with 0, and at home a number begins with one 0.
        && if kept.len() > digits.len() { !digits.starts_with('0') } else { digits.starts_with('0') && !digits.starts_with("00") };
    fine.then_some(kept)
}

/// The digits that a search looks for, of a whole number in any form or of a part of one: "+46 70-12", "0046 70", "45 67". None where the
/// text holds anything but a number.
pub fn sought(text: &str) -> Option<String> {
    let digits = dialled(text)?.trim_start_matches('+').to_owned();
    // No Swedish number has so many digits behind its 0: this is one with the country's code.
    let home = digits.strip_prefix(HOME).filter(|own| own.len() >= 8 && !text.contains('+'));
    let digits = home.map_or_else(|| digits.clone(), |own| format!("0{own}"));
    (!digits.is_empty()).then_some(digits)
}

/// Area codes of three digits, the leading 0 among them, by their last two (the Swedish numbering plan, PTS). Stockholm's 08 has two
/// digits, all others four.
const THREE_DIGITS: [&str; 28] = [
    "10", "11", "13", "16", "18", "19", "20", "21", "23", "26", "31", "33", "35", "36", "40", "42", "44", "46", "54",
    "60", "63", "70", "72", "73", "74", "76", "79", "90",
];

/// Country codes of two digits (ITU-T E.164); 1 and 7 have one, all others three.
const TWO_DIGITS: [&str; 44] = [
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49", "51",
    "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84", "86", "90",
    "91", "92", "93", "94", "95", "98",
];

/// Digits in groups that stay together on a line.
fn grouped(digits: &str) -> String {
    let groups: &[usize] = match digits.len() {
        4 => &[2, 2],
        5 => &[3, 2],
        6 => &[2, 2, 2],
        7 => &[3, 2, 2],
        8 => &[3, 3, 2],
        9 => &[3, 3, 3],
        10 => &[3, 3, 2, 2],
        11 => &[3, 3, 3, 2],
        12 => &[3, 3, 3, 3],
        _ => return digits.to_owned(),
    };
    let mut left = digits;
    let groups: Vec<&str> = groups
        .iter()
        .map(|group| {
            let (part, others) = left.split_at_checked(*group).unwrap_or((left, ""));
            left = others;
            part
        })
        .collect();
    groups.join("\u{a0}")
}

/// A kept number as it is read: in Sweden `031-390 06 16`, another country's `+358 401 234 56`, in one piece on a line.
pub fn readable(kept: &str) -> String {
    if let Some(abroad) = kept.strip_prefix('+') {
        let code = match abroad.get(..2) {
            _ if abroad.starts_with(['1', '7']) => 1,
            Some(two) if TWO_DIGITS.contains(&two) => 2,
            _ => 3,
        };
        return match (abroad.get(..code), abroad.get(code..)) {
            (Some(code), Some(own)) if own.len() > 2 => format!("+{code}\u{a0}{}", grouped(own)),
            _ => kept.to_owned(),
        };
    }
    let Some(rest) = kept.strip_prefix('0') else { return kept.to_owned() };
    let area = match rest.get(..2) {
        Some(two) if two.starts_with('8') => 1,
        Some(two) if THREE_DIGITS.contains(&two) => 2,
        _ => 3,
    };
    match (rest.get(..area), rest.get(area..)) {
        (Some(area), Some(own)) if own.len() > 3 => format!("0{area}\u{2011}{}", grouped(own)),
        _ => kept.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_people_write_them() {
        for (text, kept) in [
            ("016-710 10 00", Some("0167101000")),
            ("070 123 45 67", Some("0701234567")),
            ("+46 70-123 45 67", Some("0701234567")),
            ("+46 (0)70-123 45 67", Some("0701234567")),
            ("+46(0)701234567", Some("0701234567")),
            ("+46 070 123 45 67", Some("0701234567")),
            ("0046 70 123 45 67", Some("0701234567")),
            ("0046 (0) 70 123 45 67", Some("0701234567")),
            ("00 46 (0)70 123 45 67", Some("0701234567")),
            ("(+46) 70 123 45 67", Some("0701234567")),
            ("tel:+46-70-123-45-67", Some("0701234567")),
            ("TEL: 070-1234567", Some("0701234567")),
            ("070\u{2011}123\u{a0}45\u{202f}67", Some("0701234567")),
            ("070\u{2010}123 45 67", Some("0701234567")),
            ("070\u{2212}123 45 67", Some("0701234567")),
            ("070\u{2013}123\u{2009}45 67", Some("0701234567")),
            ("\u{202a}070-123 45 67\u{202c}", Some("0701234567")),
            ("\u{202d}+46 70-123 45 67\u{202e}", Some("0701234567")),
            ("\u{feff}070\u{200b}1234567", Some("0701234567")),
            ("٠٧٠ ١٢٣ ٤٥ ٦٧", Some("0701234567")),
            ("(070) 123 45 67", Some("0701234567")),
            ("08-12 34 56", Some("08123456")),
            ("+358 40 123 4567", Some("+358401234567")),
            ("00358 (0)40 123 4567", Some("+358401234567")),
            ("+358 (0)40 123 4567", Some("+358401234567")),
            ("+47 12 34 56 78", Some("+4712345678")),
            ("004712345678", Some("+4712345678")),
            ("(0)16/71", None),
            ("710 10 00", None),
            ("ring mig", None),
            ("070-123 45 67 ankn 12", None),
            ("070-123 45 67;ext=12", None),
            ("O70-123 45 67", None),
            ("+0701234567", None),
            ("0000701234567", None),
            ("+46", None),
            ("+46 (0)", None),
            ("070+1234567", None),
            ("0701234567890123", None),
            ("", None),
        ] {
            assert_eq!(parse(text).as_deref(), kept, "{text}");
        }
    }

    #[test]
    fn as_people_look_for_them() {
        for (typed, digits) in [
            ("070-174 06 51", Some("0701740651")),
            ("+46 70\u{2011}174\u{a0}06\u{a0}51", Some("0701740651")),
            ("0046701740651", Some("0701740651")),
            ("46701740651", Some("0701740651")),
            ("+46 70-17", Some("07017")),
            ("06 51", Some("0651")),
            ("70 174", Some("70174")),
            ("+358 40", Some("35840")),
            ("Ek", None),
            ("-", None),
        ] {
            assert_eq!(sought(typed).as_deref(), digits, "{typed}");
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
            ("0123", "0123"),
            ("", ""),
            ("+3581234567", "+358 123 45 67"),
            ("+4712345678", "+47 123 456 78"),
            ("+12125550123", "+1 212 555 01 23"),
        ] {
            assert_eq!(readable(kept).replace('\u{a0}', " ").replace('\u{2011}', "-"), read);
            if !read.is_empty() && kept.len() > 5 {
                assert_eq!(parse(&readable(kept)).as_deref(), Some(kept), "it may be typed as it is read");
                assert_eq!(
                    sought(&readable(kept)).as_deref(),
                    Some(kept.trim_start_matches('+')),
                    "and looked for as it is read"
                );
            }
        }
    }
}
