//! Numbers, addresses, codes and keys in a text.

use super::{Letter, Word, folded};
use crate::phone;
use std::ops::Range;

/// Telephone numbers, with any signs between their digits.
pub(super) fn telephones(letters: &[Letter]) -> Vec<Range<usize>> {
    let sign = |at: usize| letters.get(at).map_or(' ', |letter| letter.c);
    let mut places = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let begins = matches!(sign(at), '0' | '+') || sign(at) == '(' && matches!(sign(at + 1), '0' | '+');
        let digit_before = |back: usize| at.checked_sub(back).is_some_and(|at| sign(at).is_ascii_digit());
        let joined = at > 0 && matches!(sign(at - 1), '-' | ':' | '/' | '.' | '_');
        match telephone(letters, at).filter(|_| begins && !digit_before(1) && !(joined && digit_before(2))) {
            Some(end) => {
                places.push(at..end);
                at = end;
            }
            None => at += 1,
        }
    }
    places
}

/// The end of the longest telephone number that begins here.
fn telephone(letters: &[Letter], from: usize) -> Option<usize> {
    let part = |letter: &Letter| letter.c.is_ascii_digit() || matches!(letter.c, ' ' | '-' | '(' | ')' | '/' | '.');
    let length = letters.iter().skip(from + 1).take_while(|letter| part(letter)).count();
    let mut end = from + 1 + length;
    while end > from {
        let text: String = letters.get(from..end)?.iter().map(|letter| letter.c).collect();
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let whole = text.ends_with(|c: char| c.is_ascii_digit());
        let goes_on = letters.get(end).is_some_and(|letter| letter.c.is_ascii_digit());
        if whole && !goes_on && (7..=13).contains(&digits) && !has_time_or_date(&text) && phone::parse(&text).is_some()
        {
            return Some(end);
        }
        end -= 1;
    }
    None
}

/// "08.30-10.00", "0830-1000", "03/12-05/12" and "03-12-2026" are no telephone numbers.
fn has_time_or_date(text: &str) -> bool {
    let groups: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let sign = text.chars().find(|c| !c.is_ascii_digit() && *c != '+' && *c != '(');
    match lengths.as_slice() {
        [1 | 2, 1 | 2, ..] if matches!(sign, Some('.' | '/')) => true,
        [4, 4] => groups.iter().all(|group| group.get(..2).is_some_and(|hour| hour < "24")),
        [2, 2, 4] => groups.last().is_some_and(|year| year.starts_with("19") || year.starts_with("20")),
        _ => false,
    }
}

/// Ends of addresses in the web.
const DOMAINS: [&str; 12] = ["se", "fi", "com", "nu", "org", "net", "eu", "info", "io", "uk", "no", "dk"];

/// Addresses of mail and web: pieces without a space that hold an `@`, `www.`, `://` or a known ending.
pub(super) fn net(letters: &[Letter]) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    let mut from = 0;
    while from < letters.len() {
        let blank = |letter: &Letter| matches!(letter.c, ' ' | '\n' | ',' | ';' | '<' | '>' | '"');
        let end = letters.iter().skip(from).position(blank).map_or(letters.len(), |length| from + length);
        let mut piece = from..end;
        let edge = |at: usize| letters.get(at).is_some_and(|letter| !letter.c.is_alphanumeric() && letter.c != '/');
        while !piece.is_empty() && edge(piece.end - 1) {
            piece.end -= 1;
        }
        while !piece.is_empty() && edge(piece.start) && letters.get(piece.start).is_some_and(|letter| letter.c != '@') {
            piece.start += 1;
        }
        let text: String = letters.get(piece.clone()).unwrap_or_default().iter().map(|letter| letter.c).collect();
        let at_sign = ["@", "(at)", "[at]", "{at}"].iter().any(|sign| {
            text.split_once(sign).is_some_and(|(_, host)| host.chars().next().is_some_and(char::is_alphanumeric))
        });
        let host = text.split(['/', '?']).next().unwrap_or_default();
        let domain = host.rsplit_once('.').is_some_and(|(name, end)| {
            let label = name.rsplit('.').next().unwrap_or_default();
            DOMAINS.contains(&end) && label.chars().count() > 1 && label.chars().any(char::is_alphabetic)
        });
        // "Kom.Se till" is two sentences.
        let capital = letters.get(piece.end.saturating_sub(2)).is_some_and(|letter| letter.capital);
        if at_sign || text.contains("://") || text.starts_with("www.") || domain && !capital {
            places.push(piece);
        }
        from = end + 1;
    }
    places
}

/// Ends of the names of streets.
const STREETS: [&str; 41] = [
    "gatan",
    "gata",
    "vagen",
    "vag",
    "grand",
    "granden",
    "stigen",
    "torget",
    "torg",
    "allen",
    "backen",
    "brinken",
    "liden",
    "leden",
    "platsen",
    "esplanaden",
    "katu",
    "kadun",
    "kadulla",
    "kadulle",
    "katua",
    "tie",
    "tien",
    "tielle",
    "tiella",
    "kuja",
    "kujan",
    "kujalla",
    "polku",
    "polun",
    "polulla",
    "tori",
    "torin",
    "torilla",
    "rinne",
    "rinteen",
    "raitti",
    "raitin",
    "puisto",
    "kaari",
    "kaaren",
];

/// As English has them, after the name.
const ENGLISH_STREETS: [&str; 5] = ["street", "road", "avenue", "terrace", "crescent"];
/// The same, where they are written with a capital.
const ENGLISH_SHORT: [&str; 7] = ["st", "rd", "ave", "lane", "square", "close", "drive"];

/// Words before a flat's number, and after a stair's.
const FLATS: [&str; 9] =
    ["lgh", "lagenhet", "lagenhetsnummer", "asunto", "asunnossa", "apartment", "apt", "flat", "huoneisto"];

/// Streets with a number, the person's own street in any form, flats.
pub(super) fn homes(words: &[Word], street: &str) -> Vec<Range<usize>> {
    let own = own_street(street);
    let mut places = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1).filter(|next| next.goes_on());
        let number = next.filter(|next| next.is_number() && next.text.len() <= 4);
        let to_number = word.at.start..number.map_or(word.at.end, |number| number.at.end);
        let is_own = own.as_ref().is_some_and(|(begin, whole)| {
            word.text == *whole
                || word.text.strip_prefix(begin.as_str()).is_some_and(|ending| ending.chars().count() <= 6)
        });
        let named = STREETS.iter().any(|end| word.text.strip_suffix(end).is_some_and(|name| name.chars().count() >= 2));
        if is_own || named && number.is_some() {
            places.push(to_number);
        } else if FLATS.contains(&word.text.as_str()) {
            let next = words.get(at + 1);
            let nr = next.filter(|next| ["nr", "nummer", "no", "number", "numero"].contains(&next.text.as_str()));
            let number = if nr.is_some() { words.get(at + 2) } else { next };
            places.extend(number.filter(|number| number.is_number()).map(|number| word.at.start..number.at.end));
        } else if word.is_number() && word.text.len() <= 4 {
            let name = |from: usize| words.get(from).filter(|word| word.goes_on() && !word.is_number());
            let plain = ["the", "a", "of", "on", "in", "and", "by", "to", "times", "people", "minutes"];
            let end = (at + 2..=at + 3).find_map(|end| {
                let between = words.get(at + 1..end)?;
                let street = name(end).filter(|word| {
                    let text = word.text.as_str();
                    ENGLISH_STREETS.contains(&text) || word.capital && ENGLISH_SHORT.contains(&text)
                })?;
                let named = between.iter().all(|word| word.goes_on() && !plain.contains(&word.text.as_str()));
                named.then_some(street.at.end)
            });
            places.extend(end.map(|end| word.at.start..end));
        }
    }
    places
}

/// The word of a street that says where, as "Norra Storgatan 3" has it: what begins it however it is inflected, and the whole.
fn own_street(street: &str) -> Option<(String, String)> {
    let street = folded(street);
    let kind = |word: &str| ENGLISH_STREETS.contains(&word) || ENGLISH_SHORT.contains(&word) || STREETS.contains(&word);
    let words = street.split(|c: char| !c.is_alphabetic()).filter(|word| !kind(word));
    let word = words.max_by_key(|word| word.chars().count()).filter(|word| word.chars().count() >= 5)?;
    let begin = ["katu", "tie", "polku", "kuja", "tori"]
        .into_iter()
        .find_map(|end| word.strip_suffix(end).filter(|begin| begin.chars().count() >= 3))
        .map_or_else(|| word.to_owned(), ToOwned::to_owned);
    // What is left of a Finnish street may be a word: then only with what makes it a street.
    let begin = if begin == word {
        begin
    } else {
        let end = word.strip_prefix(begin.as_str()).unwrap_or_default();
        let kept: String = end.chars().take(2).collect();
        format!("{begin}{kept}")
    };
    Some((begin, word.to_owned()))
}

/// Postal codes: the person's own, and five digits before the name of a town.
pub(super) fn postal(words: &[Word], own: &str) -> Vec<Range<usize>> {
    let own: String = own.chars().filter(char::is_ascii_digit).collect();
    let mut places = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let Some((code, last)) = five_digits(words, at) else { continue };
        let country = at.checked_sub(1).and_then(|before| words.get(before));
        let country = country.filter(|country| word.gap == "-" && ["s", "se", "fi"].contains(&country.text.as_str()));
        let town = words
            .get(last + 1)
            .filter(|town| town.capital && !town.is_number() && [" ", "  "].contains(&town.gap.as_str()));
        let Some(end) = words.get(last) else { continue };
        if code == own && !own.is_empty() || town.is_some() || country.is_some() {
            places.push(country.map_or(word.at.start, |country| country.at.start)..town.unwrap_or(end).at.end);
        }
    }
    places
}

/// Five digits that begin with this word, as one or as three and two; and the last word of them.
fn five_digits(words: &[Word], at: usize) -> Option<(String, usize)> {
    let word = words.get(at).filter(|word| word.is_number())?;
    match word.text.len() {
        5 => Some((word.text.clone(), at)),
        3 => {
            let next = words.get(at + 1).filter(|next| next.is_number() && next.text.len() == 2 && next.gap == " ")?;
            Some((format!("{}{}", word.text, next.text), at + 1))
        }
        _ => None,
    }
}

/// Beginnings of words for codes.
const CODES: [&str; 12] = [
    "portkod",
    "dorrkod",
    "portko",
    "kodlas",
    "ovikood",
    "koodi",
    "koodin",
    "doorcode",
    "entrycode",
    "larmkod",
    "pinkod",
    "tunnusluku",
];

/// Words for codes that count only as they stand.
const CODES_WHOLE: [&str; 8] = ["kod", "koden", "koderna", "code", "codes", "pin", "passcode", "keypad"];

/// Codes of doors: at least three digits within four words after a word for one or three before it; digits with a `#`.
pub(super) fn codes(words: &[Word], letters: &[Letter]) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    let code = |word: &Word| word.is_number() && (3..=8).contains(&word.text.len());
    // "12 34": two pairs are a code too.
    let pair = |at: usize| {
        let one = words.get(at).filter(|word| word.is_number() && word.text.len() == 2)?;
        let other = words
            .get(at + 1)
            .filter(|word| word.is_number() && word.text.len() == 2 && [" ", "-"].contains(&word.gap.as_str()))?;
        Some(one.at.start..other.at.end)
    };
    for (at, word) in words.iter().enumerate() {
        let said = CODES_WHOLE.contains(&word.text.as_str()) || CODES.iter().any(|begin| word.text.starts_with(begin));
        if said {
            let ahead = (at + 1..words.len().min(at + 5))
                .take_while(|next| words.get(*next).is_some_and(Word::goes_on))
                .find_map(|next| {
                    words.get(next).filter(|word| code(word)).map(|word| word.at.clone()).or_else(|| pair(next))
                });
            let behind = || {
                (at.saturating_sub(3)..at)
                    .rev()
                    .find_map(|before| words.get(before).filter(|word| code(word)))
                    .map(|word| word.at.clone())
            };
            let behind = if word.goes_on() { behind() } else { None };
            places.extend(ahead.map(|place| word.at.start..place.end).or(behind));
        }
        let signed = letters.get(word.at.end).is_some_and(|sign| sign.c == '#');
        if signed && code(word) {
            places.push(word.at.start..word.at.end + 1);
        }
    }
    places
}

/// Beginnings of words for keys.
const KEYS: [&str; 8] = ["nyckel", "nyckl", "avain", "avaim", "key", "keys", "portnyckel", "extranyckel"];

/// Where keys are hidden: beginnings of words.
const HIDDEN: [&str; 26] = [
    "under",
    "bakom",
    "gomd",
    "gommer",
    "mattan",
    "dorrmatta",
    "krukan",
    "blomkruk",
    "brevlad",
    "ladan",
    "stenen",
    "nyckelgomm",
    "nyckelskap",
    "nyckelbox",
    "matolla",
    "maton",
    "piilo",
    "ruuku",
    "ruukku",
    "postilaatik",
    "behind",
    "hidden",
    "beneath",
    "doormat",
    "flowerpot",
    "safe",
];

/// A key and where it lies, in one sentence.
pub(super) fn keys(words: &[Word]) -> Vec<Range<usize>> {
    let is_key = |word: &Word| match word.text.as_str() {
        "key" | "keys" => true,
        text => KEYS.iter().filter(|begin| !begin.starts_with("key")).any(|begin| text.starts_with(begin)),
    };
    let hides = |word: &Word| HIDDEN.iter().any(|begin| word.text.starts_with(begin));
    let mut places = Vec::new();
    for (at, word) in words.iter().enumerate().filter(|(_, word)| is_key(word)) {
        let own = ["nyckelgomm", "nyckelskap", "nyckelbox"].iter().any(|begin| word.text.starts_with(begin));
        let ahead = (at + 1..words.len().min(at + 9)).take_while(|next| words.get(*next).is_some_and(Word::goes_on));
        let place = ahead.filter_map(|next| words.get(next)).find(|word| hides(word)).map(|hidden| hidden.at.end);
        let behind = (at.saturating_sub(8)..at).rev().find(|before| words.get(*before).is_some_and(hides));
        let together = |from: usize| words.get(from + 1..=at).is_some_and(|between| between.iter().all(Word::goes_on));
        match (place, behind.filter(|from| together(*from)).and_then(|from| words.get(from))) {
            (Some(end), _) => places.push(word.at.start..end),
            (None, Some(hidden)) => places.push(hidden.at.start..word.at.end),
            (None, None) if own => places.push(word.at.clone()),
            (None, None) => {}
        }
    }
    places
}
