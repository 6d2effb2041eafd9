//! Times of day and lengths.

use super::{
    Misread,
    Token::{self, Number, Sign, Word},
    after, before, number, tokens, words,
};
use crate::letters::plain_text;

/// Words before a time that say nothing more.
const BEFORE: [&str; 13] =
    ["klockan", "kl", "kello", "klo", "at", "vid", "ca", "cirka", "omkring", "runt", "noin", "about", "around"];

/// Words after a time that say nothing more.
const AFTER: [&str; 5] = ["o'clock", "oclock", "prick", "sharp", "tiden"];

/// The half of the day that a time is said to be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Half {
    /// Before noon; with 12, midnight.
    Am,
    /// Before noon, in languages that know no "12 am".
    Morning,
    /// After noon.
    Pm,
    /// "På dagen": 2 is after noon, 10 is not.
    Day,
}

/// Words for a half of the day, the longest first.
const HALVES: [(&[&str], Half); 30] = [
    (&["am"], Half::Am),
    (&["in", "the", "morning"], Half::Am),
    (&["morning"], Half::Am),
    (&["fm"], Half::Morning),
    (&["ap"], Half::Morning),
    (&["pa", "formiddagen"], Half::Morning),
    (&["pa", "morgonen"], Half::Morning),
    (&["aamupaivalla"], Half::Morning),
    (&["aamulla"], Half::Morning),
    (&["formiddag"], Half::Morning),
    (&["formiddagen"], Half::Morning),
    (&["i", "eftermiddag"], Half::Pm),
    (&["i", "kvall"], Half::Pm),
    (&["pm"], Half::Pm),
    (&["em"], Half::Pm),
    (&["ip"], Half::Pm),
    (&["pa", "eftermiddagen"], Half::Pm),
    (&["pa", "kvallen"], Half::Pm),
    (&["in", "the", "afternoon"], Half::Pm),
    (&["in", "the", "evening"], Half::Pm),
    (&["iltapaivalla"], Half::Pm),
    (&["illalla"], Half::Pm),
    (&["eftermiddag"], Half::Pm),
    (&["eftermiddagen"], Half::Pm),
    (&["kvallen"], Half::Pm),
    (&["afternoon"], Half::Pm),
    (&["evening"], Half::Pm),
    (&["pa", "dagen"], Half::Day),
    (&["mitt", "pa", "dagen"], Half::Day),
    (&["paivalla"], Half::Day),
];

/// Hours and minutes from what people write: "10", "10.30", "kl 10", "0930", "halv elva", "half past ten", "varttia vaille 11",
/// "8 på kvällen", "8 p.m.".
///
/// # Errors
/// `Unclear`: no time, two of them, or one that may mean two things.
pub fn clock(text: &str) -> Result<(i8, i8), Misread> {
    let tokens = tokens(text);
    // "10. 12" is two hours.
    let plain = plain_text(text);
    let two = plain.split(". ").zip(plain.split(". ").skip(1)).any(|(one, other)| {
        one.ends_with(|c: char| c.is_ascii_digit()) && other.starts_with(|c: char| c.is_ascii_digit())
    });
    read(&tokens).filter(|_| !two).ok_or(Misread::Unclear)
}

fn read(tokens: &[Token]) -> Option<(i8, i8)> {
    let tokens = without_words(tokens);
    if let [Word(word)] = tokens
        && ["noon", "keskipaivalla"].contains(&word.as_str())
    {
        return Some((12, 0));
    }
    let (tokens, half) = half_of(tokens);
    let (hour, minute) = said(without_words(tokens))?;
    let hour = match (half, hour) {
        (None, hour) => hour,
        (Some(Half::Am), 12) if matches!(tokens.first(), Some(Number(_))) => 0,
        (Some(Half::Am | Half::Morning), 1..12) => hour,
        (Some(Half::Pm), 1..12) | (Some(Half::Day), 1..7) => hour + 12,
        (Some(Half::Pm), 12..) | (Some(Half::Day), 7..19) => hour,
        _ => return None,
    };
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some((hour, minute))
}

fn without_words(mut tokens: &[Token]) -> &[Token] {
    while let [Word(word), rest @ ..] = tokens
        && BEFORE.contains(&word.as_str())
    {
        tokens = if let [Sign(':'), rest @ ..] = rest { rest } else { rest };
    }
    while let [rest @ .., Word(word)] = tokens
        && AFTER.contains(&word.as_str())
    {
        tokens = if let [rest @ .., Sign('-')] = rest { rest } else { rest };
    }
    tokens
}

/// What is left without the words for a half of the day, after the time or before it.
fn half_of(tokens: &[Token]) -> (&[Token], Option<Half>) {
    let longest = |cut: fn(&'_ [Token], &[&str]) -> Option<usize>| {
        let found = HALVES.iter().filter_map(|(words, half)| Some((cut(tokens, words)?, *half, words.len())));
        found.max_by_key(|(_, _, length)| *length).map(|(left, half, _)| (left, half))
    };
    if let Some((left, half)) = longest(|tokens, words| before(tokens, words).map(<[Token]>::len)) {
        return (tokens.get(..left).unwrap_or_default(), Some(half));
    }
    match longest(|tokens, words| after(tokens, words).map(<[Token]>::len)) {
        Some((left, half)) => (tokens.get(tokens.len() - left..).unwrap_or_default(), Some(half)),
        None => (tokens, None),
    }
}

fn said(tokens: &[Token]) -> Option<(i8, i8)> {
    match tokens {
        [Number(digits)] => match digits.len() {
            1 | 2 => Some((digits.parse().ok()?, 0)),
            3 | 4 => {
                let (hour, minute) = digits.split_at(digits.len() - 2);
                Some((hour.parse().ok()?, minute.parse().ok()?))
            }
            _ => None,
        },
        [Number(hour), Sign('.' | ':'), Number(minute)] => whole(hour, minute),
        [Number(hour), Sign(':'), Number(minute), Sign(':' | '.'), Number(second)] if second == "00" => {
            whole(hour, minute)
        }
        [Word(hour)] => Some((words::hour(hour)?, 0)),
        [Word(hour), Word(minute)] if words::minutes(minute).is_some() => {
            Some((words::hour(hour)?, words::minutes(minute)?))
        }
        _ => from_the_hour(tokens),
    }
}

fn whole(hour: &str, minute: &str) -> Option<(i8, i8)> {
    (hour.len() <= 2 && minute.len() == 2).then(|| Some((hour.parse().ok()?, minute.parse().ok()?))).flatten()
}

/// The hour that others are counted from; 1 to 24.
fn hour(token: &Token) -> Option<i16> {
    let hour = match token {
        Number(digits) => number(digits, 2)?,
        Word(word) => i16::from(words::hour(word)?),
        Sign(_) => return None,
    };
    (1..=24).contains(&hour).then_some(hour)
}

/// So many minutes after an hour (before it, where negative). An hour before 1 is the one after noon: visits are by day.
fn shifted(hour: i16, minutes: i16) -> Option<(i8, i8)> {
    let at = hour * 60 + minutes;
    let at = if at < 60 { at + 12 * 60 } else { at };
    Some((i8::try_from(at / 60).ok()?, i8::try_from(at % 60).ok()?))
}

/// "Halv elva" and "puoli 11" are 10.30, "half 10" and "half past ten" too; "kvart i 11", "tio över halv elva", "twenty past ten".
fn from_the_hour(tokens: &[Token]) -> Option<(i8, i8)> {
    if let Some([at]) = after(tokens, &["halv"]).or_else(|| after(tokens, &["puoli"])) {
        return shifted(hour(at)?, -30);
    }
    if let Some([at]) = after(tokens, &["half", "past"]).or_else(|| after(tokens, &["half"])) {
        return shifted(hour(at)?, 30);
    }
    let tokens = after(tokens, &["a"]).unwrap_or(tokens);
    let (first, rest) = tokens.split_first()?;
    let minutes = match first {
        Number(digits) => number(digits, 2).filter(|minutes| (1..30).contains(minutes))?,
        Word(word) => i16::from(words::few_minutes(word)?),
        Sign(_) => return None,
    };
    let counted = ["minuter", "min", "minutes", "minuuttia"].iter().find_map(|word| after(rest, &[word]));
    let (direction, rest) = counted.unwrap_or(rest).split_first()?;
    let Word(direction) = direction else { return None };
    let minutes = match direction.as_str() {
        "over" | "past" | "yli" => minutes,
        "i" | "vaille" => -minutes,
        // "Ten to eleven" may be an hour long.
        "to" if counted.is_some() || minutes > 12 => -minutes,
        _ => return None,
    };
    match rest {
        [Word(half), at] if half == "halv" || half == "puoli" => shifted(hour(at)?, minutes - 30),
        [at] => shifted(hour(at)?, minutes),
        _ => None,
    }
}

/// How many minutes: "60", "60 min", "1 timme", "1,5 h", "1 h 30 min", "1 tunti". Without a word they are minutes.
///
/// # Errors
/// `Unclear`: no length.
pub fn minutes(text: &str) -> Result<i64, Misread> {
    length(&tokens(text)).ok_or(Misread::Unclear)
}

fn length(tokens: &[Token]) -> Option<i64> {
    const MINUTES: [&str; 8] = ["min", "minut", "minuter", "minute", "minutes", "mins", "minuuttia", "minuutti"];
    const HOURS: [&str; 11] = ["h", "t", "tim", "timme", "timma", "timmar", "hour", "hours", "tunti", "tuntia", "hrs"];
    let count = |digits: &str| (digits.len() <= 9).then(|| digits.parse::<i64>().ok()).flatten();
    let is = |list: &[&str], word: &str| list.contains(&word);
    match tokens {
        [Number(minutes)] => count(minutes),
        [Number(minutes), Word(word)] if is(&MINUTES, word) => count(minutes),
        [Number(hours), Word(word)] if is(&HOURS, word) => count(hours)?.checked_mul(60),
        [Number(hours), Sign(',' | '.'), Number(half), Word(word)] if is(&HOURS, word) => {
            let part = match half.as_str() {
                "5" => 30,
                "25" => 15,
                "75" => 45,
                _ => return None,
            };
            count(hours)?.checked_mul(60)?.checked_add(part)
        }
        [Number(hours), Word(word), rest @ ..] if is(&HOURS, word) => {
            let rest = after(rest, &["och"])
                .or_else(|| after(rest, &["and"]))
                .or_else(|| after(rest, &["ja"]))
                .unwrap_or(rest);
            let more = match rest {
                [Number(more)] => count(more)?,
                [Number(more), Word(word)] if is(&MINUTES, word) => count(more)?,
                _ => return None,
            };
            (more < 60).then_some(count(hours)?.checked_mul(60)?.checked_add(more)?)
        }
        _ => None,
    }
}
