//! (server side) Reads days, times of day and lengths as people write them, in the languages of the screens: what a Swede, a Finn or a
//! Briton means by it, or nothing. Nothing is guessed: what may mean two things (`10-12`, `14 15`, `3, 4`, `4-5`) is refused, and the form
//! says how to write it. All three languages are read whatever the page's is: no word of one means another day or time in another, and who
//! reads a page in Swedish may write in Finnish. Day comes before month in all of them, for a Briton too; the year first, as ISO has it.
//!
//! No crate reads this: those there are know English, American order, and take the first thing that fits.

mod clock;
mod day;
mod words;

#[cfg(test)]
mod tests;

pub use clock::{clock, minutes};
pub use day::{day, day_number, days, month, whole, year};

use super::letters::plain_text;
use jiff::{ToSpan, civil::Date};

/// Why a text is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misread {
    /// No day or time, or one that may mean two things, or several where one is asked for.
    Unclear,
    /// There is no such day.
    NoSuchDay,
    /// It has been already, or is before the days that may be meant.
    Past,
    /// It is after the days that may be meant.
    Far,
    /// No year was said, and the nearest such day is not one that may be meant.
    WhichYear,
}

/// The days that may be meant.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// Today.
    pub today: Date,
    /// The first.
    pub first: Date,
    /// The last.
    pub last: Date,
}

impl Window {
    /// From today to so many days ahead.
    pub fn ahead(today: Date, days: i64) -> Self {
        Self { today, first: today, last: today.saturating_add(days.days()) }
    }

    fn has(&self, day: Date) -> bool {
        (self.first..=self.last).contains(&day)
    }

    /// Nothing that is still to come may be meant.
    fn behind(&self) -> bool {
        self.last <= self.today
    }

    /// The day, where it may be meant.
    fn within(&self, day: Date) -> Result<Date, Misread> {
        match day {
            day if day < self.first => Err(Misread::Past),
            day if day > self.last => Err(Misread::Far),
            day => Ok(day),
        }
    }
}

/// A piece of what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    /// Digits.
    Number(String),
    /// A word in small letters, `å` and `ä` as `a`, `ö` as `o`: keyboards of other lands have none.
    Word(String),
    /// Another sign.
    Sign(char),
}

/// No day or time is longer, in bytes.
const LONGEST: usize = 400;

/// The pieces of a text; none of one that is too long for a day or a time. Full stops after words and at the end are left out, letters with full stops between them joined (`p.m.`).
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut joined = false;
    let text = if text.len() > LONGEST { "" } else { text };
    for c in plain_text(text).chars().filter_map(bare) {
        match (tokens.last_mut(), c) {
            (_, ' ') => joined = false,
            (Some(Token::Number(digits)), c) if joined && c.is_ascii_digit() => digits.push(c),
            (Some(Token::Word(word)), c) if joined && (c.is_alphabetic() || c == '\'') => word.push(c),
            (_, c) => {
                joined = true;
                tokens.push(match c {
                    c if c.is_ascii_digit() => Token::Number(c.to_string()),
                    c if c.is_alphabetic() => Token::Word(c.to_string()),
                    c => Token::Sign(c),
                });
            }
        }
    }
    without_stops(tokens)
}

fn without_stops(tokens: Vec<Token>) -> Vec<Token> {
    let mut kept: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens {
        match (kept.last_mut(), &token) {
            (Some(Token::Word(_)), Token::Sign('.')) => {}
            (Some(Token::Word(half)), Token::Word(m)) if m == "m" && ["a", "p", "f", "e"].contains(&half.as_str()) => {
                half.push('m');
            }
            _ => kept.push(token),
        }
    }
    while matches!(kept.last(), Some(Token::Sign('.' | ',' | '!' | '?' | ';' | ')'))) {
        kept.pop();
    }
    while matches!(kept.first(), Some(Token::Sign('('))) {
        kept.remove(0);
    }
    kept
}

/// A letter without its marks, as far as words for days have any.
fn bare(c: char) -> Option<char> {
    Some(match c {
        'å' | 'ä' | 'á' | 'à' => 'a',
        'ö' | 'ø' => 'o',
        'é' | 'è' => 'e',
        // Marks of letters that are written as two.
        '\u{300}'..='\u{36f}' => return None,
        c => c,
    })
}

/// A number of at most so many digits.
fn number(digits: &str, most: usize) -> Option<i16> {
    (digits.len() <= most).then(|| digits.parse().ok()).flatten()
}

/// The tokens as words, where the first are these; the rest of them.
fn after<'a>(tokens: &'a [Token], words: &[&str]) -> Option<&'a [Token]> {
    let same = |(token, word): (&Token, &&str)| matches!(token, Token::Word(known) if known == word);
    let begins = tokens.len() >= words.len() && tokens.iter().zip(words).all(same);
    begins.then(|| tokens.get(words.len()..)).flatten()
}

/// The tokens before these last words.
fn before<'a>(tokens: &'a [Token], words: &[&str]) -> Option<&'a [Token]> {
    let at = tokens.len().checked_sub(words.len())?;
    let (rest, last) = tokens.split_at_checked(at)?;
    after(last, words).map(|_| rest)
}
