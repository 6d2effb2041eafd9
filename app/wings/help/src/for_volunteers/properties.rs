//! Calendar files for any visit, and the visits' forms for anything that is typed.

use super::report;
use crate::{
    kinds::model::ContactMode,
    visits::{
        calendar, form,
        model::{Visit, VisitStatus},
    },
};
use ground::{Locale, Timestamp, text::Texts, typed::sent};
use proptest::prelude::*;

const FIELDS: &[&str] = &["word", "answer", "note", "outcome", "minutes", "experience", "text", "kept"];

fn visits() -> impl Strategy<Value = Visit> {
    (
        0_i64..4_000_000_000_000,
        5_i64..480,
        prop::sample::select(VisitStatus::ALL),
        0_i64..1_000,
        "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{12}",
        any::<Option<String>>(),
    )
        .prop_map(|(at, minutes, status, sequence, id, first_meeting)| Visit {
            id: id.as_str().into(),
            match_id: "m".into(),
            request: "r".into(),
            senior: "s".into(),
            volunteer: "v".into(),
            starts_at: Timestamp(at / 1000 * 1000),
            minutes,
            mode: ContactMode::Home,
            code_word: "hemligheten".into(),
            status,
            first_meeting,
            started_at: None,
            finished_at: None,
            reported_at: None,
            outcome: None,
            reported_minutes: None,
            experience: None,
            report_text: None,
            boundaries_kept: None,
            cancelled_by: None,
            sequence,
            updated_at: Timestamp(at / 2000 * 1000),
        })
}

/// The lines of a calendar file, unfolded (RFC 5545, 3.1): name and value.
fn unfolded(text: &str) -> Vec<(String, String)> {
    let whole = text.replace("\r\n ", "").replace("\r\n\t", "");
    let lines = whole.strip_suffix("\r\n").unwrap_or(&whole).split("\r\n");
    lines
        .map(|line| line.split_once(':').unwrap_or((line, "")))
        .map(|(name, value)| (name.into(), value.into()))
        .collect()
}

/// An instant as the file writes it.
#[allow(clippy::unwrap_used, reason = "tests, whose helpers clippy does not know as such")]
fn instant(value: &str) -> Option<Timestamp> {
    let at = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", value).ok()?;
    Some(Timestamp(at.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_millisecond()))
}

proptest! {
    #[test]
    fn any_visit_is_a_calendar_file(visit in visits(), locale in prop::sample::select(Locale::ALL.to_vec())) {
        let text = calendar::file(&visit, Texts::of(locale));
        prop_assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
        prop_assert!(text.split("\r\n").all(|line| line.len() <= 75), "folded: {}", text);
        prop_assert!(!text.contains("hemligheten"));
        let lines = unfolded(&text);
        let value = |name: &str| {
            let found: Vec<&str> = lines.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect();
            assert_eq!(found.len(), 1, "{name} in {text}");
            found[0].to_owned()
        };
        prop_assert_eq!(instant(&value("DTSTART")), Some(visit.starts_at));
        prop_assert_eq!(instant(&value("DTEND")), Some(visit.ends_at()));
        prop_assert_eq!(instant(&value("DTSTAMP")), Some(visit.updated_at));
        prop_assert_eq!(value("SEQUENCE"), visit.sequence.to_string());
        prop_assert_eq!(value("STATUS") == "CANCELLED", visit.status == VisitStatus::Cancelled);
        prop_assert_eq!(lines.iter().filter(|(name, value)| name == "BEGIN" && value == "VEVENT").count(), 1);
    }

    #[test]
    fn whatever_is_sent_gets_an_answer(form in sent(FIELDS)) {
        if let Ok(word) = form::code_word(&form) {
            prop_assert!((3..=20).contains(&word.chars().count()) && word.chars().all(char::is_alphabetic), "{}", word);
        }
        let _ = form::feedback(&form);
        if let Ok(report) = report::report(&form) {
            prop_assert!((0..=480).contains(&report.minutes));
        }
    }
}
