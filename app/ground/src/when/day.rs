//! Days.

use super::{
    Misread,
    Token::{self, Number, Sign, Word},
    Window, after, number, tokens, words,
};
use jiff::{ToSpan, civil::Date};

/// A day as people write it: "3/12", "3.12.", "den 3 dec", "3. joulukuuta", "December 3rd", "3/12 26", "2026-12-3", "20261203",
/// "torsdag", "on Thursday", "i morgon", "30" (the coming one). A weekday beside a date must be its own.
///
/// A year that is not said is that of the nearest such day, ahead or behind; where that may not be meant, nothing is.
///
/// # Errors
/// Why it is not read.
pub fn day(text: &str, window: Window) -> Result<Date, Misread> {
    let tokens = tokens(text);
    one(&tokens, window, None)
}

/// Days as people write several: "3/12 och 4/12", "3 och 4 december", "torsdag, fredag". A span of days is not read.
///
/// # Errors
/// Why one of them is not read.
pub fn days(text: &str, window: Window) -> Result<Vec<Date>, Misread> {
    let tokens = tokens(text);
    let (parts, by_words) = listed(&tokens);
    if parts.len() > 1 && !by_words && parts.iter().all(|part| matches!(part, [Number(_)])) {
        // "3, 4" may be the third of April.
        return Err(Misread::Unclear);
    }
    // "3 och 4 december": the month stands after the last.
    let mut month = None;
    let mut days = Vec::with_capacity(parts.len());
    for part in parts.iter().rev() {
        let day = one(part, window, month)?;
        let bare = matches!(part, [Number(_)] | [Number(_), Sign('.')]);
        if !bare && names_month(part) {
            month = Some(day);
        }
        days.push(day);
    }
    days.sort_unstable();
    days.dedup();
    Ok(days)
}

/// The parts of a list, and whether a word stands between them. A comma after a weekday, and before a year, is none of a list.
fn listed(tokens: &[Token]) -> (Vec<&[Token]>, bool) {
    let (mut parts, mut from, mut by_words) = (Vec::new(), 0, false);
    for (at, token) in tokens.iter().enumerate() {
        let (word, comma) = match token {
            Word(word) => (["och", "ja", "and", "samt", "seka"].contains(&word.as_str()), false),
            Sign(sign) => (matches!(sign, '&' | '+'), matches!(sign, ',' | ';')),
            Number(_) => (false, false),
        };
        let only_weekday = matches!(tokens.get(from..at), Some([Word(word)]) if words::weekday(word).is_some());
        let before_date = matches!(tokens.get(at + 1), Some(Number(_)));
        let before_year = matches!(tokens.get(at + 1), Some(Number(digits)) if digits.len() == 4);
        if word || comma && !before_year && !(only_weekday && before_date) {
            by_words |= word;
            parts.extend(tokens.get(from..at).filter(|part| !part.is_empty()));
            from = at + 1;
        }
    }
    parts.extend(tokens.get(from..));
    (parts, by_words)
}

fn names_month(tokens: &[Token]) -> bool {
    tokens.len() > 1 && tokens.iter().filter(|token| !matches!(token, Sign(_))).count() > 1
}

/// One day; where only its number stands there, of the month of `like`.
fn one(tokens: &[Token], window: Window, like: Option<Date>) -> Result<Date, Misread> {
    let tokens = without_words(tokens);
    if let Some(day) = by_name(tokens, window.today) {
        return window.within(day);
    }
    let (weekday, tokens) = match tokens {
        [Word(word), rest @ ..] if words::weekday(word).is_some() => (words::weekday(word), without_words(rest)),
        [rest @ .., Word(word)] if !rest.is_empty() && words::weekday(word).is_some() => {
            (words::weekday(word), without_words(rest))
        }
        _ => (None, tokens),
    };
    if tokens.is_empty() {
        return weekday.map_or(Err(Misread::Unclear), |weekday| of_weekday(weekday, window));
    }
    let found = match like {
        Some(like) if numbered(tokens).is_some() => {
            let day = numbered(tokens).ok_or(Misread::Unclear)?;
            window.within(Date::new(like.year(), like.month(), day).map_err(|_| Misread::NoSuchDay)?)
        }
        _ => dated(tokens, window),
    }?;
    let same = weekday.is_none_or(|weekday| found.weekday().to_monday_zero_offset() == weekday);
    if same { Ok(found) } else { Err(Misread::Unclear) }
}

/// Without the words and the commas around a date that say nothing more.
fn without_words(mut tokens: &[Token]) -> &[Token] {
    while let [first, rest @ ..] = tokens {
        match first {
            Word(word) if ["pa", "den", "on", "the", "nu", "this"].contains(&word.as_str()) => {}
            Sign(',') => {}
            _ => break,
        }
        tokens = rest;
    }
    while let [rest @ .., Sign(',' | '.')] = tokens {
        tokens = rest;
    }
    tokens
}

/// "I dag", "huomenna", "the day after tomorrow".
fn by_name(tokens: &[Token], today: Date) -> Option<Date> {
    const NAMES: [(&[&str], i64); 25] = [
        (&["i", "dag"], 0),
        (&["idag"], 0),
        (&["tanaan"], 0),
        (&["today"], 0),
        (&["i", "morgon"], 1),
        (&["imorgon"], 1),
        (&["i", "morron"], 1),
        (&["imorron"], 1),
        (&["imorrn"], 1),
        (&["huomenna"], 1),
        (&["tomorrow"], 1),
        (&["i", "overmorgon"], 2),
        (&["iovermorgon"], 2),
        (&["overmorgon"], 2),
        (&["ylihuomenna"], 2),
        (&["day", "after", "tomorrow"], 2),
        (&["i", "gar"], -1),
        (&["igar"], -1),
        (&["eilen"], -1),
        (&["yesterday"], -1),
        (&["i", "forrgar"], -2),
        (&["iforrgar"], -2),
        (&["forrgar"], -2),
        (&["toissapaivana"], -2),
        (&["day", "before", "yesterday"], -2),
    ];
    let (_, ahead) = NAMES.iter().find(|(words, _)| after(tokens, words).is_some_and(<[Token]>::is_empty))?;
    today.checked_add(ahead.days()).ok()
}

/// The coming such weekday, or the last one where nothing to come is meant. Today's own may mean today, or in a week.
fn of_weekday(weekday: i8, window: Window) -> Result<Date, Misread> {
    let step = if window.behind() { -1 } else { 1 };
    let found = (1..7_i64)
        .map(|days| window.today.saturating_add((days * step).days()))
        .find(|day| day.weekday().to_monday_zero_offset() == weekday);
    found.map_or(Err(Misread::Unclear), |day| window.within(day))
}

/// A number that is written alone: "30", "30.", "30:e", "30th".
fn numbered(tokens: &[Token]) -> Option<i8> {
    let (day, rest) = ordinal(tokens)?;
    (rest.is_empty() || rest == [Sign('.')]).then_some(day)
}

/// A day's number at the beginning, with what makes it an ordinal, and the rest.
fn ordinal(tokens: &[Token]) -> Option<(i8, &[Token])> {
    let [Number(digits), rest @ ..] = tokens else { return None };
    let day = number(digits, 2).filter(|day| (1..=31).contains(day)).and_then(|day| i8::try_from(day).ok())?;
    let ordinals = ["e", "a", "st", "nd", "rd", "th"];
    let rest = match rest {
        [Sign(':'), Word(ending), rest @ ..] if ["e", "a"].contains(&ending.as_str()) => rest,
        [Word(ending), rest @ ..] if ordinals.contains(&ending.as_str()) => rest,
        rest => rest,
    };
    Some((day, rest))
}

fn dated(tokens: &[Token], window: Window) -> Result<Date, Misread> {
    if let Some(found) = iso(tokens, window) {
        return found;
    }
    if let [Word(word), rest @ ..] = tokens {
        // "December 3rd, 2026".
        let month = words::month(word).ok_or(Misread::Unclear)?;
        let rest = after(rest, &["the"]).unwrap_or(rest);
        let (day, rest) = ordinal(rest).ok_or(Misread::Unclear)?;
        return whole(day, month, year_of(rest)?, window);
    }
    if let Some(day) = numbered(tokens) {
        return coming(day, window);
    }
    let (day, rest) = ordinal(tokens).ok_or(Misread::Unclear)?;
    let rest = after(rest, &["of"]).unwrap_or(rest);
    match rest {
        [Word(word), rest @ ..] => whole(day, words::month(word).ok_or(Misread::Unclear)?, year_of(rest)?, window),
        [Sign('.'), Word(word), rest @ ..] => {
            whole(day, words::month(word).ok_or(Misread::Unclear)?, year_of(rest)?, window)
        }
        [Sign('/' | '.'), Number(month), rest @ ..] => whole(day, month_number(month)?, year_of(rest)?, window),
        // "3-12" may be the days from the third on: only with a year of four digits.
        [Sign('-'), Number(month), Sign('-'), Number(year)] if year.len() == 4 => {
            whole(day, month_number(month)?, number(year, 4), window)
        }
        _ => Err(Misread::Unclear),
    }
}

fn month_number(digits: &str) -> Result<i8, Misread> {
    let month = number(digits, 2).and_then(|month| i8::try_from(month).ok()).ok_or(Misread::Unclear)?;
    if (1..=12).contains(&month) { Ok(month) } else { Err(Misread::NoSuchDay) }
}

/// A year first: "2026-12-3", "2026.12.03", "20261203", and in two digits "26-12-03", "261203". Those may be a day, month and year too:
/// then the one that may be meant is, and not both.
fn iso(tokens: &[Token], window: Window) -> Option<Result<Date, Misread>> {
    let numbers = |year: i16, month: &str, day: &str| {
        let month = month_number(month)?;
        let day = number(day, 2).and_then(|day| i8::try_from(day).ok()).ok_or(Misread::Unclear)?;
        Date::new(year, month, day).map_err(|_| Misread::NoSuchDay).and_then(|day| window.within(day))
    };
    match tokens {
        [Number(year), Sign(one @ ('-' | '.' | '/')), Number(month), Sign(other), Number(day)]
            if year.len() == 4 && one == other =>
        {
            Some(numbers(number(year, 4)?, month, day))
        }
        [Number(digits)] if digits.len() == 8 => Some(numbers(number(&digits[..4], 4)?, &digits[4..6], &digits[6..])),
        [Number(digits)] if digits.len() == 6 => {
            Some(numbers(2000 + number(&digits[..2], 2)?, &digits[2..4], &digits[4..]))
        }
        [Number(first), Sign('-'), Number(month), Sign('-'), Number(last)] if first.len() <= 2 && last.len() <= 2 => {
            let (year_first, day_first) =
                (numbers(2000 + number(first, 2)?, month, last), numbers(2000 + number(last, 2)?, month, first));
            Some(match (year_first, day_first) {
                (Ok(one), Ok(other)) if one != other => Err(Misread::Unclear),
                (Ok(day), _) | (_, Ok(day)) => Ok(day),
                (Err(wrong), _) => Err(wrong),
            })
        }
        _ => None,
    }
}

/// The year after a day and a month: nothing, "2026", "26", "-26", "/26", ", 2026", "'26".
fn year_of(tokens: &[Token]) -> Result<Option<i16>, Misread> {
    let (dot, tokens) = match tokens {
        [Sign('.'), rest @ ..] => (true, rest),
        tokens => (false, tokens),
    };
    let digits = match tokens {
        [] => return Ok(None),
        [Number(digits)] | [Sign('-' | '/' | '\''), Number(digits)] => digits,
        [Sign(','), Number(digits)] if !dot && digits.len() == 4 => digits,
        _ => return Err(Misread::Unclear),
    };
    full_year(digits).map(Some).ok_or(Misread::Unclear)
}

fn full_year(digits: &str) -> Option<i16> {
    match digits.len() {
        2 => number(digits, 2).map(|year| 2000 + year),
        4 => number(digits, 4),
        _ => None,
    }
}

/// The day with this year; without one, the nearest to today, where that may be meant.
///
/// # Errors
/// Why it is not that day.
pub fn whole(day: i8, month: i8, year: Option<i16>, window: Window) -> Result<Date, Misread> {
    if let Some(year) = year {
        return Date::new(year, month, day).map_err(|_| Misread::NoSuchDay).and_then(|day| window.within(day));
    }
    let this = window.today.year();
    let years = (-1..=1).filter_map(|more| Date::new(this + more, month, day).ok());
    let away = |day: &Date| (*day - window.today).get_days().abs();
    let nearest = years.min_by_key(away);
    match nearest {
        Some(day) if window.has(day) => Ok(day),
        Some(_) => Err(Misread::WhichYear),
        // 29 February exists in some years.
        None if month == 2 && day == 29 => Err(Misread::WhichYear),
        None => Err(Misread::NoSuchDay),
    }
}

/// The coming day of this number within a month, or the last one where nothing to come is meant.
fn coming(day: i8, window: Window) -> Result<Date, Misread> {
    let this = window.today.first_of_month();
    let (first, other) = if window.behind() { (this, -1) } else { (this, 1) };
    let of = |month: Date| Date::new(month.year(), month.month(), day).ok().filter(|day| window.has(*day));
    of(first).or_else(|| of(first.saturating_add(other.months()))).ok_or(Misread::Unclear)
}

/// A month as people write it: "11", "november", "nov.", "marraskuuta".
pub fn month(text: &str) -> Option<i8> {
    match tokens(text).as_slice() {
        [Number(digits)] => month_number(digits).ok(),
        [Word(word)] => words::month(word),
        _ => None,
    }
}

/// The number of a day in its month: "3", "3.", "den 3:e", "3rd".
pub fn day_number(text: &str) -> Option<i8> {
    let tokens = tokens(text);
    numbered(without_words(&tokens))
}

/// A year: "2026", "26", "'26". 2000 to 2999.
pub fn year(text: &str) -> Option<i16> {
    match tokens(text).as_slice() {
        [Number(digits)] | [Sign('\'' | '-'), Number(digits)] => full_year(digits),
        _ => None,
    }
    .filter(|year| (2000..3000).contains(year))
}
