//! (server side) Finds what should not stand in a text that volunteers read before anybody has said yes: names of the person it is about,
//! telephone numbers, addresses of mail, web and homes, codes of doors, where the key lies. Whoever writes the text is asked about what was
//! found, with its places marked; a text that is right all the same is saved once they say so.
//!
//! A form that comes back has the text as `@marked:<field>`, in turn what is fine and what was found, and all that was found as
//! `@asked:<field>`; what was said to be right is sent as `<field>_right` (`ui::TextField`).
//!
//! It asks once too often rather than too seldom, but never about words that everybody needs: a name that is a word too ("maj", "sten")
//! counts in small letters only beside the person's other name.

mod names;
mod signs;

#[cfg(test)]
mod tests;

use super::{
    form::{FieldError, RawForm},
    letters::plain,
    personal_number,
    text::k,
};
use std::ops::Range;

/// What is known of whom a text is about.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    /// Given and family names.
    pub names: &'a [&'a str],
    /// Street and number.
    pub street: &'a str,
    /// Postal code.
    pub postal_code: &'a str,
}

/// A letter as it is meant: small, without its accents; and where it stands in the text.
#[derive(Clone, Copy, Debug)]
struct Letter {
    c: char,
    /// It was a capital.
    capital: bool,
    from: usize,
    to: usize,
}

/// A word or a number of the text.
#[derive(Clone, Debug)]
struct Word {
    /// In small letters without accents.
    text: String,
    /// It begins with a capital.
    capital: bool,
    /// Its letters, by their places in the list of them.
    at: Range<usize>,
    /// What stands between it and the word before.
    gap: String,
}

impl Word {
    fn is_number(&self) -> bool {
        self.text.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// The sentence goes on from the word before.
    fn goes_on(&self) -> bool {
        !self.gap.contains(['.', '!', '?', '\n']) || self.gap == "."
    }
}

fn letters(text: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::with_capacity(text.len());
    for (from, c) in text.char_indices() {
        let to = from + c.len_utf8();
        match c {
            // A mark belongs to the letter before it.
            '\u{300}'..='\u{36f}' => {
                if let Some(last) = letters.last_mut() {
                    last.to = to;
                }
            }
            '\n' => letters.push(Letter { c, capital: false, from, to }),
            c => letters.extend(plain(c).map(|c| Letter {
                c: bare(c.to_lowercase().next().unwrap_or(c)),
                capital: c.is_uppercase(),
                from,
                to,
            })),
        }
    }
    letters
}

/// A small letter without its accent.
fn bare(c: char) -> char {
    match c {
        'å' | 'ä' | 'á' | 'à' | 'â' | 'ã' | 'æ' => 'a',
        'ö' | 'ø' | 'ó' | 'ò' | 'ô' | 'õ' => 'o',
        'é' | 'è' | 'ê' | 'ë' | 'ė' | 'ę' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ü' | 'ú' | 'ù' | 'û' => 'u',
        'ç' | 'č' | 'ć' => 'c',
        'š' | 'ś' => 's',
        'ž' | 'ź' | 'ż' => 'z',
        'ñ' | 'ń' => 'n',
        'ý' | 'ÿ' => 'y',
        'ł' => 'l',
        'đ' | 'ð' => 'd',
        'ř' => 'r',
        'ğ' => 'g',
        c => c,
    }
}

/// A word in small letters without accents.
fn folded(word: &str) -> String {
    letters(word).into_iter().map(|letter| letter.c).collect()
}

/// The words of a text. A change between letters and digits is a border too ("lgh1203").
fn words(letters: &[Letter]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut gap = String::new();
    let mut inside = false;
    for (at, letter) in letters.iter().enumerate() {
        if !letter.c.is_alphanumeric() {
            inside = false;
            gap.push(letter.c);
            continue;
        }
        match words.last_mut() {
            Some(word) if inside && word.is_number() == letter.c.is_ascii_digit() => {
                word.text.push(letter.c);
                word.at.end = at + 1;
            }
            _ => words.push(Word {
                text: letter.c.to_string(),
                capital: letter.capital,
                at: at..at + 1,
                gap: std::mem::take(&mut gap),
            }),
        }
        inside = true;
    }
    words
}

/// Where in the text (in bytes) something private seems to stand, in order; places that touch are one.
pub fn places(text: &str, known: Known<'_>) -> Vec<Range<usize>> {
    let letters = letters(text);
    let words = words(&letters);
    let mut found = names::places(&words, known.names);
    found.extend(signs::telephones(&letters));
    found.extend(signs::net(&letters));
    found.extend(signs::homes(&words, known.street));
    found.extend(signs::postal(&words, known.postal_code));
    found.extend(signs::codes(&words, &letters));
    found.extend(signs::keys(&words));
    let bytes = |place: Range<usize>| {
        let last = place.end.checked_sub(1)?;
        Some(letters.get(place.start)?.from..letters.get(last)?.to)
    };
    let mut places: Vec<Range<usize>> = found.into_iter().filter_map(bytes).collect();
    places.extend(personal_number::places(text));
    places.sort_unstable_by_key(|place| (place.start, place.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(places.len());
    for place in places {
        match merged.last_mut() {
            Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
            _ => merged.push(place),
        }
    }
    merged
}

/// What was found, as it is written.
fn found<'a>(text: &'a str, known: Known<'_>) -> Vec<&'a str> {
    places(text, known).into_iter().filter_map(|place| text.get(place)).collect()
}

/// The field in which the form says that what was found in this field is right.
fn right(field: &str) -> String {
    format!("{field}_right")
}

/// The field of which this one says that what was found in it is right.
pub fn asked_about(field: &str) -> Option<&str> {
    field.strip_suffix("_right")
}

/// Whether the field's text may be saved: nothing was found, or all of what was found was said to be right.
pub fn may_stand(form: &RawForm, field: &str, known: Known<'_>) -> bool {
    let said = form.get(&right(field));
    let is_right = |found: &str| said.lines().any(|line| line.split_whitespace().eq(found.split_whitespace()));
    found(form.get(field), known).into_iter().all(is_right)
}

/// The form as it comes back, with marks in the fields that are asked about. What was said to be right stays so.
pub fn with_marks(form: &RawForm, errors: &[FieldError], known: Known<'_>) -> RawForm {
    let mut back = form.clone();
    let ours = |field: &str| field.starts_with("@marked:") || field.starts_with("@asked:");
    back.0.retain(|field, _| asked_about(field).is_none() && !ours(field));
    let asked =
        |field: &str| errors.iter().any(|error| error.field == field && error.code == k::common::PRIVATE_WORDS.name());
    for field in form.0.keys().filter(|field| asked(field) || !form.get(&right(field)).is_empty()) {
        let text = form.get(field);
        let (mut parts, mut from, mut lines) = (Vec::new(), 0, Vec::new());
        for place in places(text, known) {
            parts.push(text.get(from..place.start).unwrap_or_default().to_owned());
            let words = text.get(place.clone()).unwrap_or_default().to_owned();
            lines.push(words.split_whitespace().collect::<Vec<_>>().join(" "));
            parts.push(words);
            from = place.end;
        }
        if parts.is_empty() {
            continue;
        }
        parts.push(text.get(from..).unwrap_or_default().to_owned());
        back.set(&format!("@marked:{field}"), parts);
        let lines = lines.join("\n");
        if !asked(field) {
            back.set(&right(field), vec![lines.clone()]);
        }
        back.set(&format!("@asked:{field}"), vec![lines]);
    }
    back
}
