//! The words for months, weekdays and numbers, without marks: `å` and `ä` as `a`, `ö` as `o`.

/// Months in Swedish and English; three letters of each are understood too.
const MONTHS: [[&str; 2]; 12] = [
    ["januari", "january"],
    ["februari", "february"],
    ["mars", "march"],
    ["april", "april"],
    ["maj", "may"],
    ["juni", "june"],
    ["juli", "july"],
    ["augusti", "august"],
    ["september", "september"],
    ["oktober", "october"],
    ["november", "november"],
    ["december", "december"],
];

/// Months in Finnish.
const FINNISH_MONTHS: [&str; 12] = [
    "tammikuu",
    "helmikuu",
    "maaliskuu",
    "huhtikuu",
    "toukokuu",
    "kesakuu",
    "heinakuu",
    "elokuu",
    "syyskuu",
    "lokakuu",
    "marraskuu",
    "joulukuu",
];

/// Weekdays from Monday: Swedish, its short forms and English, its short forms.
const WEEKDAYS: [&[&str]; 7] = [
    &["mandag", "mandagen", "man", "ma", "monday", "mon"],
    &["tisdag", "tisdagen", "tis", "ti", "tuesday", "tue", "tues"],
    &["onsdag", "onsdagen", "ons", "wednesday", "wed", "weds"],
    &["torsdag", "torsdagen", "tors", "tor", "to", "thursday", "thu", "thur", "thurs"],
    &["fredag", "fredagen", "fre", "fr", "friday", "fri"],
    &["lordag", "lordagen", "lor", "lo", "saturday", "sat"],
    &["sondag", "sondagen", "son", "so", "sunday", "sun"],
];

/// Weekdays from Monday in Finnish, and their short forms.
const FINNISH_WEEKDAYS: [(&str, &str); 7] = [
    ("maanantai", "ma"),
    ("tiistai", "ti"),
    ("keskiviikko", "ke"),
    ("torstai", "to"),
    ("perjantai", "pe"),
    ("lauantai", "la"),
    ("sunnuntai", "su"),
];

/// Numbers from 1 to 12 in Swedish, Finnish and English.
const NUMBERS: [&[&str]; 12] = [
    &["ett", "en", "yksi", "one"],
    &["tva", "kaksi", "two"],
    &["tre", "kolme", "three"],
    &["fyra", "nelja", "four"],
    &["fem", "viisi", "five"],
    &["sex", "kuusi", "six"],
    &["sju", "seitseman", "seven"],
    &["atta", "kahdeksan", "eight"],
    &["nio", "yhdeksan", "nine"],
    &["tio", "kymmenen", "ten"],
    &["elva", "yksitoista", "eleven"],
    &["tolv", "kaksitoista", "twelve"],
];

/// Hours after noon by the words that Swedes and Finns use for them.
const LATE_HOURS: [&[&str]; 8] = [
    &["tretton", "kolmetoista"],
    &["fjorton", "neljatoista"],
    &["femton", "viisitoista"],
    &["sexton", "kuusitoista"],
    &["sjutton", "seitsemantoista"],
    &["arton", "kahdeksantoista"],
    &["nitton", "yhdeksantoista"],
    &["tjugo", "kaksikymmenta"],
];

fn place<T>(list: &[T], from: usize, is: impl Fn(&T) -> bool) -> Option<i8> {
    list.iter().position(is).and_then(|at| i8::try_from(at + from).ok())
}

/// The month, 1 to 12: its name, three letters of it or more, in Finnish with any case's ending; a long name with one wrong letter.
pub fn month(word: &str) -> Option<i8> {
    let long = word.chars().count() >= 3;
    let begins = |name: &str| long && name.starts_with(word);
    let cased = |name: &str| word.strip_prefix(name).is_some_and(|ending| ending.len() <= 4);
    place(&MONTHS, 1, |names| names.iter().any(|name| begins(name)))
        .or_else(|| place(&FINNISH_MONTHS, 1, |name| begins(name) || cased(name)))
        .or_else(|| place(&MONTHS, 1, |names| names.iter().any(|name| slip(name, word))))
        .or_else(|| place(&FINNISH_MONTHS, 1, |name| slip(name, word) || slip(&format!("{name}ta"), word)))
}

/// The weekday, from 0 (Monday): its name or a short form; in Finnish with the ending of "on that day".
pub fn weekday(word: &str) -> Option<i8> {
    place(&WEEKDAYS, 0, |names| names.contains(&word))
        .or_else(|| {
            place(&FINNISH_WEEKDAYS, 0, |(name, short)| {
                *short == word || word.strip_prefix(name).is_some_and(|ending| ["", "na"].contains(&ending))
            })
        })
        .or_else(|| place(&WEEKDAYS, 0, |names| names.iter().any(|name| slip(name, word))))
}

/// A number from 1 to 12 in letters.
pub fn small_number(word: &str) -> Option<i8> {
    place(&NUMBERS, 1, |names| names.contains(&word))
}

/// An hour from 1 to 20 in letters.
pub fn hour(word: &str) -> Option<i8> {
    small_number(word).or_else(|| place(&LATE_HOURS, 13, |names| names.contains(&word)))
}

/// Minutes that are said after the hour's word ("tio trettio", "ten fifteen"). "Femton" is an hour too, and no minutes.
pub fn minutes(word: &str) -> Option<i8> {
    Some(match word {
        "fifteen" => 15,
        "trettio" | "thirty" | "kolmekymmenta" => 30,
        "fyrtiofem" | "fortyfive" | "neljakymmentaviisi" => 45,
        _ => return None,
    })
}

/// Minutes before or after the hour, in letters.
pub fn few_minutes(word: &str) -> Option<i8> {
    small_number(word).or(match word {
        "viitta" => Some(5),
        "kymmenta" => Some(10),
        "kvart" | "varttia" | "vartti" | "vartin" | "quarter" => Some(15),
        "tjugo" | "twenty" | "kaksikymmenta" | "kahtakymmenta" => Some(20),
        _ => None,
    })
}

/// One letter too many, too few or another, in a name that is long enough for it to be no other word.
fn slip(name: &str, word: &str) -> bool {
    let (longer, shorter) = if name.len() >= word.len() { (name, word) } else { (word, name) };
    if name.len() < 6 || longer.len() - shorter.len() > 1 {
        return false;
    }
    let (longer, shorter) = (longer.as_bytes(), shorter.as_bytes());
    let same = longer.iter().zip(shorter).take_while(|(a, b)| a == b).count();
    let skip = usize::from(longer.len() == shorter.len());
    longer.get(same + 1..) == shorter.get(same + skip..)
}
