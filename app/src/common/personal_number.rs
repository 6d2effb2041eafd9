//! (server side) Finds what looks like a Swedish personal number in free text, so that the writer can be asked to take it out. Nothing is
//! ever dropped silently (domain, safety rule 13).

/// Whether the text holds six or eight digits of a date and four more: with a dash, a plus or a space between, or twelve digits in a
/// row; also with the date's parts apart ("1942-03-15-1234"). Ten digits in a row are also how people write telephone numbers, so there
/// the check digit decides.
pub fn found_in(text: &str) -> bool {
    let letters = joined(text);
    let mut at = 0;
    while at < letters.len() {
        let head = run(&letters, at);
        if head == 0 {
            at += 1;
            continue;
        }
        let after = at + head;
        let digits = &letters[at..after];
        let separated = letters.get(after).is_some_and(|c| matches!(c, '-' | '+' | ' '));
        let tail = if separated { run(&letters, after + 1) } else { 0 };
        let found = match (head, tail) {
            (6, 4) => is_date(digits),
            (8, 4) => is_century(digits) && is_date(&digits[2..]),
            (12, _) => is_century(digits) && is_date(&digits[2..8]),
            (10, _) => is_date(&digits[..6]) && check_digit_fits(digits),
            _ => false,
        };
        if found {
            return true;
        }
        at = after;
    }
    false
}

/// The text with every dash alike, no space around one, and dates that are written apart ("1942-03-15-") in one run of digits.
fn joined(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = Vec::with_capacity(text.len());
    for c in text.chars() {
        let c = match c {
            '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}' | '\u{2014}' | '\u{2212}' => '-',
            c if c.is_whitespace() => ' ',
            c => c,
        };
        if c == '-' && letters.last() == Some(&' ') {
            letters.pop();
        } else if c == ' ' && letters.last() == Some(&'-') {
            continue;
        }
        letters.push(c);
    }
    let mut at = 0;
    while at < letters.len() {
        let year = run(&letters, at);
        let dashes = [at + year, at + year + 3, at + year + 6];
        let apart = matches!(year, 2 | 4)
            && run(&letters, dashes[0] + 1) == 2
            && run(&letters, dashes[1] + 1) == 2
            && run(&letters, dashes[2] + 1) == 4
            && dashes.iter().all(|dash| matches!(letters.get(*dash), Some('-' | '+')));
        if apart {
            letters.remove(dashes[1]);
            letters.remove(dashes[0]);
        }
        at += year.max(1);
    }
    letters
}

fn run(letters: &[char], from: usize) -> usize {
    letters.iter().skip(from).take_while(|c| c.is_ascii_digit()).count()
}

fn number(digits: &[char]) -> u32 {
    digits.iter().filter_map(|c| c.to_digit(10)).fold(0, |sum, digit| sum * 10 + digit)
}

fn is_century(digits: &[char]) -> bool {
    matches!(number(&digits[..2]), 18..=20)
}

/// Year, month and day of two digits each. Coordination numbers add 60 to the day.
fn is_date(digits: &[char]) -> bool {
    let day = number(&digits[4..6]);
    (1..=12).contains(&number(&digits[2..4])) && (1..=31).contains(&if day > 60 { day - 60 } else { day })
}

/// The Luhn sum over ten digits.
fn check_digit_fits(digits: &[char]) -> bool {
    let sum: u32 = digits
        .iter()
        .filter_map(|c| c.to_digit(10))
        .enumerate()
        .map(|(place, digit)| {
            let weighted = if place % 2 == 0 { digit * 2 } else { digit };
            weighted / 10 + weighted % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::found_in;

    #[test]
    fn personal_numbers_and_what_is_none() {
        for (text, expected) in [
            ("Mitt nummer är 19420315-1234.", true),
            ("420315-1234", true),
            ("420315+1234", true),
            ("420375 1234", true),
            ("194203151234", true),
            ("8112189876", true),
            ("420315 - 1234", true),
            ("420315–1234", true),
            ("1942-03-15-1234", true),
            ("42-03-15-1234", true),
            ("2026-11-26", false),
            ("Den 2026-11-26 klockan 1400", false),
            ("08-12 34 56", false),
            ("Ring 070-123 45 67", false),
            ("Ring 0701234567", false),
            ("016-710 10 00", false),
            ("Porten har kod 4812 och jag bor på 3 trappor", false),
            ("den 26 november 2026", false),
            ("421315-1234", false),
            ("", false),
        ] {
            assert_eq!(found_in(text), expected, "{text}");
        }
    }
}
