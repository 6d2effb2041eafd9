//! The volunteer's report: raw form to validated value, pure.

use crate::visits::{
    model::{Experience, VisitOutcome},
    store::Report,
};
use ground::{
    form::{Check, FieldError, RawForm},
    text::k,
};

/// What the volunteer ticks as kept: money, keys, medicines.
pub const BOUNDARIES: [&str; 3] = ["money", "keys", "medicines"];

/// The shortest and the longest visit that can be reported, minutes.
pub const MINUTES: std::ops::RangeInclusive<i64> = 5..=480;

/// The most characters of the text.
pub const LONGEST_TEXT: usize = 2000;

/// Checks a report. Where the senior was absent, only that is asked for: nothing was given and no boundary was met.
///
/// # Errors
/// The fields that are wrong.
pub fn report(form: &RawForm) -> Result<Report, Vec<FieldError>> {
    let mut check = Check::new(form);
    let outcome = check.choice("outcome", VisitOutcome::from_code, k::volunteer_visits::OUTCOME_MISSING);
    let absent = outcome == Some(VisitOutcome::SeniorAbsent);
    let minutes = if absent && form.get("minutes").is_empty() {
        Some(0)
    } else {
        let least = if absent { 0 } else { *MINUTES.start() };
        check.minutes("minutes", least, *MINUTES.end(), k::volunteer_visits::MINUTES_WRONG)
    };
    let experience = if absent && form.get("experience").is_empty() {
        Some(Experience::Fair)
    } else {
        check.choice("experience", Experience::from_code, k::volunteer_visits::EXPERIENCE_MISSING)
    };
    let text = check.optional("text", LONGEST_TEXT, k::common::TOO_LONG);
    let kept = BOUNDARIES.iter().all(|boundary| form.all("kept").iter().any(|ticked| ticked == boundary));
    check.finish(|| {
        Some(Report {
            outcome: outcome?,
            minutes: minutes?,
            experience: experience?,
            text,
            boundaries_kept: absent || kept,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(body: &str) -> Result<Report, Vec<String>> {
        report(&RawForm::parse(body.as_bytes())).map_err(|errors| errors.into_iter().map(|error| error.field).collect())
    }

    #[test]
    fn a_whole_report() {
        let body = "outcome=as_planned&minutes=60&experience=good&text=Fint&kept=money&kept=keys&kept=medicines";
        let expected = Report {
            outcome: VisitOutcome::AsPlanned,
            minutes: 60,
            experience: Experience::Good,
            text: "Fint".into(),
            boundaries_kept: true,
        };
        assert_eq!(checked(body), Ok(expected));
    }

    #[test]
    fn what_is_missing_or_outside_the_limits() {
        let wrong = |fields: &[&str]| Err(fields.iter().map(|field| (*field).to_owned()).collect::<Vec<_>>());
        assert_eq!(checked(""), wrong(&["outcome", "minutes", "experience"]));
        for minutes in ["4", "481", "-5", "en timme", "99999999999999999999"] {
            assert_eq!(
                checked(&format!("outcome=otherwise&minutes={minutes}&experience=hard")),
                wrong(&["minutes"]),
                "{minutes}"
            );
        }
        assert_eq!(checked("outcome=nothing&minutes=5&experience=x"), wrong(&["outcome", "experience"]));
        let long = format!("outcome=otherwise&minutes=5&experience=hard&text={}", "a".repeat(LONGEST_TEXT + 1));
        assert_eq!(checked(&long), wrong(&["text"]));
    }

    #[test]
    fn minutes_as_people_write_them() {
        for (typed, minutes) in [("60", 60), ("60+min", 60), ("1+timme", 60), ("1%2C5+h", 90), ("1+h+30", 90)] {
            let report = checked(&format!("outcome=as_planned&experience=good&minutes={typed}"));
            assert_eq!(report.map(|report| report.minutes), Ok(minutes), "{typed}");
        }
    }

    #[test]
    fn an_unticked_boundary_is_told() {
        let report = checked("outcome=otherwise&minutes=5&experience=fair&kept=money&kept=keys");
        assert_eq!(report.map(|report| report.boundaries_kept), Ok(false));
    }

    #[test]
    fn somebody_who_was_not_there() {
        let report = checked("outcome=senior_absent");
        assert_eq!(report.map(|report| (report.minutes, report.boundaries_kept)), Ok((0, true)));
    }
}
