//! The forms of the coordinator's volunteer page, checked.

use ground::{
    form::{Check, FieldError, RawForm},
    text::k,
    when::{self, Window},
};
use help::kinds::model::Requirement;
use jiff::{ToSpan, civil::Date};

/// A requirement that is recorded as done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Which.
    pub requirement: Requirement,
    /// On which day.
    pub on: Date,
    /// The last day it is good, where it ends.
    pub until: Option<Date>,
}

/// The day of `day`, `month`, `year`, or today where `when` says so. A whole day may stand in the first field.
fn day(form: &RawForm, today: Date) -> Option<Date> {
    if form.get("when") == "today" {
        return Some(today);
    }
    let [day, month, year] = ["day", "month", "year"].map(|field| form.get(field));
    if month.is_empty() && year.is_empty() {
        return when::day(day, Window { today, first: Date::new(2000, 1, 1).ok()?, last: today }).ok();
    }
    Date::new(when::year(year)?, when::month(month)?, when::day_number(day)?).ok()
}

/// Checks what is recorded. Nothing is done in the future, nor before 2000.
///
/// # Errors
/// The fields that are wrong.
pub fn record(form: &RawForm, today: Date) -> Result<Done, Vec<FieldError>> {
    let mut check = Check::new(form);
    let requirement = check.choice("requirement", Requirement::from_code, k::volunteers::REQUIREMENT_MISSING);
    let on = day(form, today).filter(|on| *on <= today && on.year() >= 2000);
    if on.is_none() {
        check.fail(if form.get("when").is_empty() { "when" } else { "day" }, k::volunteers::DAY_WRONG);
    }
    check.finish(|| {
        let (requirement, on) = (requirement?, on?);
        Some(Done {
            requirement,
            on,
            until: requirement.months_valid().map(|months| on.saturating_add(months.months())),
        })
    })
}

/// Checks why a volunteer is put on hold.
///
/// # Errors
/// The fields that are wrong.
pub fn hold(form: &RawForm) -> Result<String, Vec<FieldError>> {
    let mut check = Check::new(form);
    let reason = check.required("reason", 500, k::volunteers::REASON_MISSING, k::common::TOO_LONG);
    check.finish(|| Some(reason))
}

/// For how many days a coordinator pauses a volunteer; none ends the pause.
pub fn pause(form: &RawForm) -> Option<i64> {
    match form.get("for") {
        "14" => Some(14),
        "30" => Some(30),
        "90" => Some(90),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_that_was_and_how_long_it_is_good() {
        let today = date(2026, 11, 22);
        let done = |body: &str| record(&RawForm::parse(body.as_bytes()), today);
        let agreement = done("requirement=agreement&when=today").map(|done| (done.on, done.until));
        assert_eq!(agreement, Ok((today, Some(date(2028, 11, 22)))));
        let leap = done("requirement=pledge&when=other&day=29&month=2&year=2024").map(|done| done.until);
        assert_eq!(leap, Ok(Some(date(2026, 2, 28))));
        let extract = done("requirement=register_extract&when=other&day=1&month=11&year=2026").map(|done| done.until);
        assert_eq!(extract, Ok(None), "never renewed by itself");
        for body in [
            "day=26&month=10&year=26",
            "day=26.&month=oktober&year=2026",
            "day=26/10",
            "day=26+okt+2026",
            "day=2026-10-26",
            "day=26.10.",
            "day=26&month=lokakuuta&year=2026",
        ] {
            let on = done(&format!("requirement=pledge&when=other&{body}")).map(|done| done.on);
            assert_eq!(on, Ok(date(2026, 10, 26)), "{body}");
        }
        for (body, field) in [
            ("requirement=pledge&when=other&day=1-2", "day"),
            ("requirement=pledge&when=other&day=1&month=2", "day"),
            ("requirement=pledge&when=other&day=23/11", "day"),
            ("requirement=pledge&when=other&day=23&month=11&year=2026", "day"),
            ("requirement=pledge&when=other&day=31&month=2&year=2026", "day"),
            ("requirement=pledge&when=other&day=1&month=1&year=1999", "day"),
            ("requirement=pledge", "when"),
            ("when=today", "requirement"),
        ] {
            let fields: Vec<String> =
                done(body).err().unwrap_or_default().into_iter().map(|error| error.field).collect();
            assert_eq!(fields, [field], "{body}");
        }
    }

    #[test]
    fn a_pause_ends_where_no_length_is_given() {
        assert_eq!(pause(&RawForm::parse(b"for=30")), Some(30));
        assert_eq!(pause(&RawForm::parse(b"for=9999")), None);
        assert_eq!(pause(&RawForm::parse(b"")), None);
    }
}
