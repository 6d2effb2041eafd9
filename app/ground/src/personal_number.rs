//! (server side) Finds what looks like a Swedish or Finnish personal number in free text, so that the writer can be asked to take it out.
//! Nothing is ever dropped silently (domain, safety rule 13). What was refused is kept without it, and the page says so.
//!
//! A shape that nothing else has is enough: a number that is made up, or misspelt, is meant as one too. Where telephone numbers, times or
//! other rows of digits look the same, the check digit decides.

use super::letters::plain;
use std::ops::Range;

/// What stands in the place of a personal number in a form that is kept.
pub const LEFT_OUT: &str = "[…]";

/// Dates of these years stand beside times of day (`20261126 1400`), and nobody whom we know was born in them.
const NEAR_YEARS: std::ops::Range<u32> = 2020..2100;
/// As [`NEAR_YEARS`], of two digits: only those where appointments can be, because whoever was born in 1932 is a senior.
const NEAR_SHORT_YEARS: std::ops::Range<u32> = 24..31;

/// Whether the text holds a personal number.
pub fn found_in(text: &str) -> bool {
    !places(text).is_empty()
}

/// The text with [`LEFT_OUT`] in the place of each personal number; none where it holds none.
pub fn without(text: &str) -> Option<String> {
    let places = places(text);
    let mut left = String::with_capacity(text.len());
    let mut from = 0;
    for place in &places {
        left.push_str(text.get(from..place.start)?);
        left.push_str(LEFT_OUT);
        from = place.end;
    }
    left.push_str(text.get(from..)?);
    (!places.is_empty()).then_some(left)
}

/// Where in the text (in bytes) personal numbers stand, in order.
pub fn places(text: &str) -> Vec<Range<usize>> {
    let signs: Vec<Sign> = text
        .char_indices()
        .filter_map(|(from, c)| Some(Sign { c: plain(c)?, from, to: from + c.len_utf8() }))
        .collect();
    let mut places: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < signs.len() {
        let begins = is_digit(&signs, at) && (at == 0 || !is_digit(&signs, at - 1));
        let end = if begins { swedish(&signs, at).or_else(|| finnish(&signs, at)) } else { None };
        let place = end.and_then(|end| Some((signs.get(at)?.from..signs.get(end - 1)?.to, end)));
        match place {
            Some((place, end)) => {
                places.push(place);
                at = end;
            }
            None => at += 1,
        }
    }
    places
}

/// A letter as it is meant, and where it stands in the text.
struct Sign {
    c: char,
    from: usize,
    to: usize,
}

fn is_digit(signs: &[Sign], at: usize) -> bool {
    signs.get(at).is_some_and(|sign| sign.c.is_ascii_digit())
}

fn number(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |sum, digit| sum * 10 + u32::from(*digit))
}

/// The sign between two runs of digits that may belong together: one of these, with spaces around it or not, or spaces alone.
fn gap(between: &[Sign]) -> Option<char> {
    let mut mark = None;
    for sign in between {
        match sign.c {
            ' ' => {}
            c if "-+./:,_".contains(c) && mark.is_none() => mark = Some(c),
            _ => return None,
        }
    }
    (between.len() <= 4).then_some(mark.unwrap_or(' '))
}

/// Digits that may be a number together, and what stands after how many of them.
#[derive(Default)]
struct Row {
    digits: Vec<u8>,
    gaps: Vec<(usize, char)>,
}

impl Row {
    fn gap(&self, after: usize) -> Option<char> {
        self.gaps.iter().find(|(place, _)| *place == after).map(|(_, mark)| *mark)
    }

    /// There is a gap only after these numbers of digits.
    fn gaps_only(&self, after: &[usize]) -> bool {
        self.gaps.iter().all(|(place, _)| after.contains(place))
    }

    /// Twelve digits: a year of four, month, day, four more.
    fn is_long(&self) -> bool {
        let digits = &self.digits;
        let year = number(&digits[..4]);
        if !(1850..2100).contains(&year) || !is_date(year, &digits[4..8]) || !self.gaps_only(&[2, 4, 6, 8, 10]) {
            return false;
        }
        let (time, near) = (self.with_time(8), NEAR_YEARS.contains(&year));
        let written = |after: usize| self.gap(after).is_none_or(|mark| "-./ ".contains(mark));
        let clock = matches!(self.gap(10), Some('.' | ':'));
        if time && near || clock || self.gap(2).is_some_and(|mark| mark != ' ') || !written(4) || !written(6) {
            return false;
        }
        let pairs = [2, 4, 6, 8].iter().all(|after| self.gap(*after) == Some(' '));
        let unsure = pairs || self.gap(10).is_some_and(|mark| mark != ' ') || !written(8) && self.gap(8) != Some('+');
        fits(&digits[2..]) || !(unsure || near || time && year >= 2000)
    }

    /// Ten digits: a year of two, month, day, four more.
    fn is_short(&self) -> bool {
        let digits = &self.digits;
        let year = number(&digits[..2]);
        // Either century may be meant; only 1900 and 2000 differ in their leap days, by one.
        if !is_date(2000 + year, &digits[2..6]) || !self.gaps_only(&[2, 4, 6, 8]) {
            return false;
        }
        let (before_last, within) = (self.gap(6), self.gap(8));
        let dashed = matches!(before_last, Some('-' | '+'));
        if matches!(within, Some('.' | ':')) {
            return false;
        }
        let checked = fits(digits);
        let unsure = within.is_some_and(|mark| mark != ' ') || matches!(before_last, None | Some(',' | ':' | '_'));
        match (self.gap(2), self.gap(4)) {
            // Telephone numbers begin with 0, mobile ones with 07; nobody who is grown up was born in 2007 and later.
            (None, None) if digits.starts_with(&[0, 7]) && !dashed => {
                checked && before_last.is_some() && within.is_none()
            }
            (None, None) if before_last.is_none() && within.is_some() => false,
            (None, None) => checked || !(unsure || NEAR_SHORT_YEARS.contains(&year) && self.with_time(6)),
            // Pairs with spaces are telephone numbers too, and rows of hours.
            (Some(' '), Some(' ')) => {
                checked && digits.first() != Some(&0) && before_last.is_some() && within.is_none()
            }
            (Some(one), Some(other)) if one == other && "-./".contains(one) && before_last.is_some() => {
                let telephone = digits.first() == Some(&0) && !dashed;
                // `12.10.26 1400` is a day, month and year with a time.
                let time = year <= 31 && self.with_time(6);
                checked && !telephone || !(unsure || telephone || time)
            }
            _ => false,
        }
    }

    /// The last four digits can be a time of day after a date of so many digits.
    fn with_time(&self, date: usize) -> bool {
        let last = self.digits.get(date..).unwrap_or_default();
        let time = last.len() == 4 && number(&last[..2]) < 24 && number(&last[2..]) < 60;
        time && !matches!(self.gap(date), Some('-' | '+' | '/'))
    }
}

/// The end of a Swedish personal or coordination number that begins here.
fn swedish(signs: &[Sign], from: usize) -> Option<usize> {
    let (mut row, mut at, mut found) = (Row::default(), from, None);
    loop {
        while let Some(digit) = signs.get(at).and_then(|sign| sign.c.to_digit(10)) {
            row.digits.push(u8::try_from(digit).ok()?);
            if row.digits.len() > 12 {
                return found;
            }
            at += 1;
        }
        if (row.digits.len() == 10 && row.is_short()) || (row.digits.len() == 12 && row.is_long()) {
            found = Some(at);
        }
        let next = (at..signs.len().min(at + 5)).find(|next| is_digit(signs, *next));
        let Some(next) = next else { return found };
        let Some(mark) = gap(&signs[at..next]) else { return found };
        row.gaps.push((row.digits.len(), mark));
        at = next;
    }
}

/// Month and day of two digits each. Coordination numbers add 60 to the day.
fn is_date(year: u32, digits: &[u8]) -> bool {
    let (month, day) = (number(&digits[..2]), number(&digits[2..4]));
    let day = if day > 60 { day - 60 } else { day };
    let days = match month {
        2 if year.is_multiple_of(4) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// The Luhn sum over ten digits.
fn fits(digits: &[u8]) -> bool {
    let weighted = digits.iter().enumerate().map(|(place, digit)| if place % 2 == 0 { digit * 2 } else { *digit });
    weighted.map(|digit| u32::from(digit / 10 + digit % 10)).sum::<u32>().is_multiple_of(10)
}

/// The signs of a Finnish number's end, by the remainder of its digits (the Digital and Population Data Services Agency).
const FINNISH_CHECKS: &str = "0123456789ABCDEFHJKLMNPRSTUVWXY";

/// The end of a Finnish personal identity code that begins here: day, month and year of two digits, a sign for the century (since 2023
/// also letters), three digits and a check.
fn finnish(signs: &[Sign], from: usize) -> Option<usize> {
    let mut at = from;
    let mut date = Vec::with_capacity(6);
    for pair in 0..3 {
        if pair > 0 && signs.get(at).is_some_and(|sign| matches!(sign.c, '.' | '/' | '-' | ' ')) {
            at += 1;
        }
        for _ in 0..2 {
            date.push(u8::try_from(signs.get(at)?.c.to_digit(10)?).ok()?);
            at += 1;
        }
    }
    let [day, month] = [&date[..2], &date[2..4]];
    let swapped = [month, day].concat();
    if number(day) > 31 || !is_date(2000 + number(&date[4..]), &swapped) {
        return None;
    }
    let skip = |mut at: usize| {
        while signs.get(at).is_some_and(|sign| sign.c == ' ') {
            at += 1;
        }
        at
    };
    at = skip(at);
    let century = signs.get(at).map(|sign| sign.c.to_ascii_uppercase()).filter(|c| "-+ABCDEFYXWVU".contains(*c));
    if century.is_some() {
        at = skip(at + 1);
    }
    let mut own = Vec::with_capacity(3);
    for _ in 0..3 {
        own.push(u8::try_from(signs.get(at)?.c.to_digit(10)?).ok()?);
        at += 1;
    }
    let check = signs.get(at)?.c.to_ascii_uppercase();
    if signs.get(at + 1).is_some_and(|sign| sign.c.is_alphanumeric()) {
        return None;
    }
    let remainder = usize::try_from((number(&date) * 1000 + number(&own)) % 31).ok()?;
    let fits = FINNISH_CHECKS.chars().nth(remainder) == Some(check);
    let shaped = century.is_some() && check.is_ascii_alphabetic() && FINNISH_CHECKS.contains(check);
    (fits || shaped).then_some(at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn personal_numbers_however_they_are_written() {
        for text in [
            "Mitt nummer är 19420315-1234.",
            "420315-1234",
            "420315+1234",
            "420375 1234",
            "194203151234",
            "8112189876",
            "420315 - 1234",
            "420315–1234",
            "1942-03-15-1234",
            "42-03-15-1234",
            "420315 12 34",
            "1942 03 15 1234",
            "1942 03 15 12 34",
            "1942.03.15-1234",
            "1942.03.15 1234",
            "1942.03.15.1234",
            "1942/03/15-1234",
            "19420315/1234",
            "420315/1234",
            "19420315 1234",
            "19420315 12 34",
            "19 420315-1234",
            "19 42 0315 1234",
            "42.03.15-1234",
            "42/03/15-1234",
            "42.03.15 1234",
            "420315\u{a0}1234",
            "420315\u{2011}1234",
            "420315\u{2212}1234",
            "420315\u{202f}12\u{202f}34",
            "４２０３１５－１２３４",
            "42\u{ad}0315-12\u{200b}34",
            "420315\n1234",
            "(420315-1234)",
            "pnr:420315-1234,tack",
            "pnr420315-1234x",
            "P420315-1234",
            "420375-1234",
            "19420375-1234",
            "Hon är född 19240229-1234",
            "20030412-2384",
            "200304122384",
            "191212121212",
            "121212-1212",
            "121212 1212",
            "070112-0008",
            "391224-1234",
            "Ring 070-123 45 67, hon heter 420315-1234",
            "131052-308T",
            "131052-308t",
            "131052 - 308 T",
            "131052A308T",
            "131052Y308T",
            "131052+308T",
            "131052\u{2011}308T",
            "131052308T",
            "13.10.52-308T",
            "Hetu: 131052-308T.",
            "131052-308X",
        ] {
            // "308 T" has a space before the check, which nobody writes.
            assert_eq!(found_in(text), text != "131052 - 308 T", "{text}");
        }
    }

    #[test]
    fn what_is_no_personal_number() {
        for text in [
            "",
            "2026-11-26",
            "Den 2026-11-26 klockan 1400",
            "20261126 1400",
            "20261126 14 00",
            "2026-11-26 1400",
            "2026-11-26 14-15",
            "2026-11-26 14.00-15.30",
            "2026 11 26 1400",
            "202611261400",
            "20261126 1418",
            "261126 1400",
            "26.11.26 14.00",
            "12.10.26 klo 14",
            "26/11 2026 1430",
            "0701120008",
            "070-112 00 08",
            "070-1120008",
            "070 112 00 08",
            "07 01 12 00 08",
            "0701 12 00 08",
            "+46701120008",
            "+46 70 112 00 08",
            "0046701120008",
            "070-123 45 67",
            "0701234567",
            "08-12 34 56",
            "08-12 10 20 30",
            "08 12 10 20 30",
            "08-121 020 30",
            "0510-12 34 56",
            "0510-123456",
            "0220-12 34 56",
            "016-710 10 00",
            "016-7101000",
            "Ring 0167101000 eller 0701234567",
            "Porten har kod 4812 och jag bor på 3 trappor",
            "den 26 november 2026",
            "421315-1234",
            "420332-1234",
            "430229-1234",
            "556016-0680",
            "4203 1512 3456 7890",
            "5412 7512 3412 3456",
            "10 11 12 13 14",
            "632 20 Älvstad",
            "Väg 56, hus 12, 2 tr, 1203",
            "131052-308",
            "131352-308T",
            "131052-308TT",
            "Klockan 10-12 eller 14-15 den 3/12",
            "tisdag 1/12 10.00, onsdag 2/12 11.30, torsdag 3/12 12.00",
            "3.12.2026 klo 10.30",
            "2026-12-03T10:30:00",
            "4215123412345",
        ] {
            assert!(!found_in(text), "{text}");
        }
    }

    #[test]
    fn what_is_left_out_is_marked() {
        for (text, expected) in [
            ("Ring Bo 420315-1234.", Some("Ring Bo […].")),
            ("420315 12 34, 131052-308T", Some("[…], […]")),
            ("å４２０３１５－１２３４ö", Some("å[…]ö")),
            ("Ring 070-123 45 67", None),
            ("", None),
        ] {
            assert_eq!(without(text).as_deref(), expected, "{text}");
        }
    }
}
