//! (server side) Asking, page by page: what was typed becomes a wish, or a sentence about what is missing. Pure.

use crate::kinds::model::{ContactMode, Kind};
use ground::{
    clock::{day_code, is_free, parse_day},
    form::{Check, FieldError, RawForm},
    id::KindId,
    text::k,
    time::DayPart,
    when::{self, Misread, Window},
};
use jiff::{ToSpan, civil::Date};

ground::coded! {
    /// The five questions, as in their addresses.
    Step {
        /// What kind of help.
        What = "what",
        /// Which days.
        Days = "days",
        /// Which part of the day.
        Time = "time",
        /// At home, out, by phone, by video.
        Where = "where",
        /// Anything more.
        More = "more",
    }
}

impl Step {
    /// The fields that the question's page sends.
    pub const fn fields(self) -> &'static [&'static str] {
        match self {
            Self::What => &["kind"],
            Self::Days => &["days", "day", "month", "year"],
            Self::Time => &["part"],
            Self::Where => &["mode"],
            Self::More => &["note"],
        }
    }

    /// Its number, from 1.
    pub fn number(self) -> usize {
        Self::ALL.iter().position(|step| *step == self).map_or(1, |index| index + 1)
    }

    /// The next question, or none before the review.
    pub fn next(self) -> Option<Self> {
        Self::ALL.get(self.number()).copied()
    }
}

/// The most that may be written in a free text, in characters.
pub const LONGEST_NOTE: usize = 1000;
/// How many days are offered as cards.
const CARDS: usize = 5;
/// How far ahead a day may be, in days.
const FURTHEST: i64 = 365;
/// The card that stands for "I do not know, or something else": it leads to the telephone.
pub const CALL: &str = "call";
/// The card that stands for every day, or every part of the day.
pub const ANY: &str = "any";
/// The card that stands for the day written in three fields.
pub const OTHER: &str = "other";

/// Everything that was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// What is wanted.
    pub kind: KindId,
    /// The days that suit, in order; never empty.
    pub days: Vec<Date>,
    /// The parts of the day that suit; never empty.
    pub parts: Vec<DayPart>,
    /// Where or how.
    pub mode: ContactMode,
    /// Own words, or empty.
    pub note: String,
}

impl Wish {
    /// Each day with each part, as a request keeps them.
    pub fn times(&self) -> Vec<(String, DayPart, Option<String>)> {
        let each = |day: &Date| self.parts.iter().map(|part| (day_code(*day), *part, None)).collect::<Vec<_>>();
        self.days.iter().flat_map(each).collect()
    }
}

/// The next five days from tomorrow on which the office is open, so that somebody can arrange what was asked for.
pub fn sensible_days(today: Date) -> Vec<Date> {
    today.series(1.day()).skip(1).filter(|day| !is_free(*day)).take(CARDS).collect()
}

/// What is wrong with the answer to one question, in the order of its page.
pub fn errors(step: Step, form: &RawForm, kinds: &[Kind], today: Date) -> Vec<FieldError> {
    match step {
        Step::What if form.get("kind") == CALL => Vec::new(),
        Step::What => kind(form, kinds).err().unwrap_or_default(),
        Step::Days => days(form, today).err().unwrap_or_default(),
        Step::Time => parts(form).err().unwrap_or_default(),
        Step::Where => mode(form, chosen(form, kinds)).err().unwrap_or_default(),
        Step::More => note(form).err().unwrap_or_default(),
    }
}

/// The kind that was chosen, where it can be asked for.
pub fn chosen<'a>(form: &RawForm, kinds: &'a [Kind]) -> Option<&'a Kind> {
    kinds.iter().find(|kind| kind.active && kind.id.as_str() == form.get("kind"))
}

fn kind(form: &RawForm, kinds: &[Kind]) -> Result<KindId, Vec<FieldError>> {
    let mut check = Check::new(form);
    let kind = check.choice("kind", |_| chosen(form, kinds).map(|kind| kind.id.clone()), k::requests::MISSING_KIND);
    check.finish(|| kind)
}

/// The days that suit, in order, each once. A written day counts also where its card was not ticked.
///
/// # Errors
/// None was chosen, or the written day is none, is over or is too far ahead.
pub fn days(form: &RawForm, today: Date) -> Result<Vec<Date>, Vec<FieldError>> {
    let mut check = Check::new(form);
    let tomorrow = today.tomorrow().unwrap_or(today);
    let has = |value: &str| form.all("days").iter().any(|known| known == value);
    let mut days: Vec<Date> = form.all("days").iter().filter_map(|code| parse_day(code)).collect();
    let gone = !days.is_empty();
    days.retain(|day| *day >= tomorrow && furthest(today) >= *day);
    if has(ANY) {
        days.extend(sensible_days(today));
    }
    let written = has(OTHER) || ["day", "month", "year"].iter().any(|field| !form.get(field).is_empty());
    if written {
        days.extend(written_day(&mut check, form, today, tomorrow));
    } else if days.is_empty() {
        check.fail("days", if gone { k::requests::PAST_DAY } else { k::requests::MISSING_DAYS });
    }
    days.sort_unstable();
    days.dedup();
    check.finish(|| Some(days))
}

fn furthest(today: Date) -> Date {
    today.checked_add(FURTHEST.days()).unwrap_or(Date::MAX)
}

/// The day in the three fields; a whole day may stand in the first. Without a year it is the nearest such day.
fn written_day(check: &mut Check<'_>, form: &RawForm, today: Date, tomorrow: Date) -> Option<Date> {
    let [day, month, year] = ["day", "month", "year"].map(|field| form.get(field));
    let window = Window { today, first: tomorrow, last: furthest(today) };
    let found = if month.is_empty() && year.is_empty() && !day.is_empty() && when::day_number(day).is_none() {
        when::day(day, window)
    } else {
        let wrong_year = !year.is_empty() && when::year(year).is_none();
        for (field, wrong, key) in [
            ("day", when::day_number(day).is_none(), k::requests::WRONG_DAY),
            ("month", when::month(month).is_none(), k::requests::WRONG_MONTH),
            ("year", wrong_year, k::requests::WRONG_YEAR),
        ] {
            if wrong {
                check.fail(field, key);
            }
        }
        if wrong_year {
            return None;
        }
        when::whole(when::day_number(day)?, when::month(month)?, when::year(year), window)
    };
    match found {
        Ok(day) => return Some(day),
        Err(Misread::Unclear) => check.fail("day", k::requests::WRONG_DAY),
        Err(Misread::NoSuchDay) => check.fail("day", k::requests::NO_SUCH_DAY),
        Err(Misread::Past) => check.fail("day", k::requests::PAST_DAY),
        Err(Misread::Far) => check.fail("year", k::requests::FAR_DAY),
        Err(Misread::WhichYear) => check.fail("year", k::requests::WHICH_YEAR),
    }
    None
}

/// The parts of the day that suit.
///
/// # Errors
/// None was chosen.
pub fn parts(form: &RawForm) -> Result<Vec<DayPart>, Vec<FieldError>> {
    let mut check = Check::new(form);
    let parts = check.choice(
        "part",
        |code| match (code, DayPart::from_code(code)) {
            (ANY, _) => Some(vec![DayPart::Morning, DayPart::Afternoon]),
            (_, Some(part @ (DayPart::Morning | DayPart::Afternoon))) => Some(vec![part]),
            _ => None,
        },
        k::requests::MISSING_PART,
    );
    check.finish(|| parts)
}

fn mode(form: &RawForm, kind: Option<&Kind>) -> Result<ContactMode, Vec<FieldError>> {
    let mut check = Check::new(form);
    let allowed = |mode: &ContactMode| kind.is_none_or(|kind| kind.modes.contains(mode));
    let mode = check.choice("mode", |code| ContactMode::from_code(code).filter(allowed), k::requests::MISSING_MODE);
    check.finish(|| mode)
}

fn note(form: &RawForm) -> Result<String, Vec<FieldError>> {
    free_text(form, "note", false)
}

/// The answer to the coordinator's question.
///
/// # Errors
/// Nothing was written, too much, or a personal number.
pub fn answer(form: &RawForm) -> Result<String, Vec<FieldError>> {
    free_text(form, "answer", true)
}

fn free_text(form: &RawForm, field: &str, needed: bool) -> Result<String, Vec<FieldError>> {
    let mut check = Check::new(form);
    let text = check.optional(field, LONGEST_NOTE, k::requests::TOO_LONG);
    if needed && text.is_empty() {
        check.fail(field, k::requests::MISSING_ANSWER);
    }
    check.finish(|| Some(text))
}

/// Whether the page of "anything more" was answered, if only with nothing.
fn note_seen(form: &RawForm) -> bool {
    form.0.contains_key("note")
}

/// The first question that has no good answer yet.
pub fn first_missing(form: &RawForm, kinds: &[Kind], today: Date) -> Option<Step> {
    let missing = |step: &Step| match step {
        Step::What => kind(form, kinds).is_err(),
        Step::More => !note_seen(form) || note(form).is_err(),
        _ => !errors(*step, form, kinds, today).is_empty(),
    };
    Step::ALL.iter().copied().find(missing)
}

/// Everything, once every question has a good answer.
pub fn whole(form: &RawForm, kinds: &[Kind], today: Date) -> Option<Wish> {
    if first_missing(form, kinds, today).is_some() {
        return None;
    }
    Some(Wish {
        kind: kind(form, kinds).ok()?,
        days: days(form, today).ok()?,
        parts: parts(form).ok()?,
        mode: mode(form, chosen(form, kinds)).ok()?,
        note: note(form).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::model::Moderation;
    use jiff::civil::date;

    const fn tuesday() -> Date {
        date(2026, 11, 24)
    }

    fn form(body: &str) -> RawForm {
        RawForm::parse(body.as_bytes())
    }

    fn kinds() -> Vec<Kind> {
        let kind = |id: &str, active: bool, modes: &[ContactMode]| Kind {
            id: id.into(),
            slug: id.into(),
            active,
            moderation: Moderation::Offered,
            risk: 1,
            minutes: 60,
            modes: modes.to_vec(),
            requirements: Vec::new(),
            name: id.to_owned(),
            description: String::new(),
            boundary: String::new(),
        };
        vec![kind("shop", true, &[ContactMode::Home, ContactMode::Out]), kind("old", false, &[ContactMode::Home])]
    }

    fn codes(errors: &[FieldError]) -> Vec<(&str, &str)> {
        errors.iter().map(|error| (error.field.as_str(), error.code.as_str())).collect()
    }

    #[test]
    fn five_days_from_tomorrow_without_free_days() {
        let days: Vec<String> = sensible_days(tuesday()).into_iter().map(day_code).collect();
        assert_eq!(days, ["2026-11-25", "2026-11-26", "2026-11-27", "2026-11-30", "2026-12-01"]);
        let christmas: Vec<String> = sensible_days(date(2026, 12, 23)).into_iter().map(day_code).collect();
        assert_eq!(christmas, ["2026-12-28", "2026-12-29", "2026-12-30", "2027-01-04", "2027-01-05"]);
    }

    #[test]
    fn days_as_people_choose_and_write_them() {
        for (body, expected) in [
            ("days=2026-11-26&days=2026-11-25&days=2026-11-26", Ok(vec!["2026-11-25", "2026-11-26"])),
            ("days=other&day=28&month=11&year=2026", Ok(vec!["2026-11-28"])),
            ("day=28.&month=November&year=", Ok(vec!["2026-11-28"])),
            ("day=3&month=marraskuuta&year=27", Ok(vec!["2027-11-03"])),
            ("day=3&month=mars", Ok(vec!["2027-03-03"])),
            ("days=2026-11-25&days=other&day=1&month=dec.&year=2026", Ok(vec!["2026-11-25", "2026-12-01"])),
            ("days=any", Ok(vec!["2026-11-25", "2026-11-26", "2026-11-27", "2026-11-30", "2026-12-01"])),
            ("day=28:e&month=nov&year=26", Ok(vec!["2026-11-28"])),
            ("day=den+28&month=11&year=2026", Ok(vec!["2026-11-28"])),
            ("day=%EF%BC%92%EF%BC%98&month=11&year=2026", Ok(vec!["2026-11-28"])),
            ("day=28/11", Ok(vec!["2026-11-28"])),
            ("day=28+november+2026", Ok(vec!["2026-11-28"])),
            ("day=torsdag", Ok(vec!["2026-11-26"])),
            ("day=i+morgon", Ok(vec!["2026-11-25"])),
            ("day=3&month=maanantai", Err(vec![("month", "requests.wrong_month")])),
            ("day=3+och+4&month=12", Err(vec![("day", "requests.wrong_day")])),
            ("day=3-4&month=12", Err(vec![("day", "requests.wrong_day")])),
            ("day=3%2C+4", Err(vec![("day", "requests.wrong_day")])),
            ("day=%2B3&month=12", Err(vec![("day", "requests.wrong_day")])),
            // Never next year's in silence.
            ("day=20&month=11", Err(vec![("year", "requests.which_year")])),
            ("day=1&month=8", Err(vec![("year", "requests.which_year")])),
            ("day=1&month=8&year=2027", Ok(vec!["2027-08-01"])),
            ("day=i+g%C3%A5r", Err(vec![("day", "requests.past_day")])),
            ("", Err(vec![("days", "requests.missing_days")])),
            ("days=hej", Err(vec![("days", "requests.missing_days")])),
            ("days=2026-11-24", Err(vec![("days", "requests.past_day")])),
            ("days=other", Err(vec![("day", "requests.wrong_day"), ("month", "requests.wrong_month")])),
            (
                "day=32&month=13&year=x",
                Err(vec![
                    ("day", "requests.wrong_day"),
                    ("month", "requests.wrong_month"),
                    ("year", "requests.wrong_year"),
                ]),
            ),
            ("day=31&month=2&year=2027", Err(vec![("day", "requests.no_such_day")])),
            ("day=24&month=11&year=2026", Err(vec![("day", "requests.past_day")])),
            ("day=24&month=12&year=2027", Err(vec![("year", "requests.far_day")])),
        ] {
            let found = days(&form(body), tuesday());
            match (found, expected) {
                (Ok(found), Ok(expected)) => {
                    assert_eq!(found.into_iter().map(day_code).collect::<Vec<_>>(), expected, "{body}");
                }
                (Err(errors), Err(expected)) => assert_eq!(codes(&errors), expected, "{body}"),
                (found, expected) => panic!("{body}: {found:?}, not {expected:?}"),
            }
        }
    }

    #[test]
    fn a_place_is_one_that_the_kind_allows() {
        let errors_of = |body: &str| errors(Step::Where, &form(body), &kinds(), tuesday());
        assert!(errors_of("kind=shop&mode=out").is_empty());
        assert_eq!(codes(&errors_of("kind=shop&mode=video")), [("mode", "requests.missing_mode")]);
        assert_eq!(codes(&errors_of("kind=shop")), [("mode", "requests.missing_mode")]);
    }

    #[test]
    fn what_cannot_be_asked_for_is_not_chosen() {
        for (body, fine) in
            [("kind=shop", true), ("kind=call", true), ("kind=old", false), ("kind=none", false), ("", false)]
        {
            assert_eq!(errors(Step::What, &form(body), &kinds(), tuesday()).is_empty(), fine, "{body}");
        }
    }

    #[test]
    fn own_words_are_optional_and_bounded() {
        let long = format!("note={}", "å".repeat(LONGEST_NOTE + 1));
        for (body, expected) in [
            ("note=", vec![]),
            ("note=Jag+g%C3%A5r+med+rullator", vec![]),
            (long.as_str(), vec![("note", "requests.too_long")]),
            ("note=420315-1234", vec![("note", "common.personal_number")]),
        ] {
            assert_eq!(codes(&errors(Step::More, &form(body), &kinds(), tuesday())), expected);
        }
    }

    #[test]
    fn the_first_missing_question_is_asked() {
        let mut body = String::new();
        for (answer, missing) in [
            ("kind=shop", Some(Step::Days)),
            ("&days=2026-11-25&days=2026-11-26", Some(Step::Time)),
            ("&part=any", Some(Step::Where)),
            ("&mode=home", Some(Step::More)),
            ("&note=", None),
        ] {
            body.push_str(answer);
            assert_eq!(first_missing(&form(&body), &kinds(), tuesday()), missing, "{body}");
        }
        let wish = whole(&form(&body), &kinds(), tuesday()).unwrap();
        assert_eq!(wish.times().len(), 4);
        // Days that have passed since are asked for again.
        assert_eq!(first_missing(&form(&body), &kinds(), date(2026, 11, 26)), Some(Step::Days));
        assert_eq!(first_missing(&form("kind=call"), &kinds(), tuesday()), Some(Step::What));
    }
}
