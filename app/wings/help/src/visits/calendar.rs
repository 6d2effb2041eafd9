//! A visit as a calendar file (RFC 5545). It says when, and nothing about whom, where or what: calendars are shared and synchronised.

use super::model::{Visit, VisitStatus};
use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use ground::{
    Timestamp,
    text::{Texts, k},
};
use icalendar::{Calendar, Component, Event, EventStatus, Property};

/// "20261126T090000Z": in UTC, so that no calendar needs to know our zone.
fn utc(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0).unwrap_or_default().strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// What a calendar does with the file (RFC 5546): a visit that is cancelled is taken out.
fn method(visit: &Visit) -> &'static str {
    if visit.status == VisitStatus::Cancelled { "CANCEL" } else { "PUBLISH" }
}

/// The file. The UID is the visit's for ever and SEQUENCE counts its changes, so that opening a newer file changes the entry, or takes it
/// out.
pub fn file(visit: &Visit, texts: Texts) -> String {
    let mut event = Event::new();
    event
        .uid(&format!("{}@handslag", visit.id))
        .sequence(u32::try_from(visit.sequence).unwrap_or_default())
        .status(if visit.status == VisitStatus::Cancelled { EventStatus::Cancelled } else { EventStatus::Confirmed })
        .summary(&texts.plain(k::volunteer_visits::CALENDAR_SUMMARY))
        .description(&texts.plain(k::volunteer_visits::CALENDAR_LINE))
        .add_property("DTSTAMP", utc(visit.updated_at))
        .add_property("LAST-MODIFIED", utc(visit.updated_at))
        .add_property("DTSTART", utc(visit.starts_at))
        .add_property("DTEND", utc(visit.ends_at()));
    let mut calendar = Calendar::empty();
    for (name, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//Handslag//Handslag//SV"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", method(visit)),
    ] {
        calendar.append_property(Property::new(name, value));
    }
    calendar.push(event.done());
    calendar.to_string()
}

/// The file as a download.
pub fn response(visit: &Visit, texts: Texts) -> Response {
    let headers = [
        (header::CONTENT_TYPE, format!("text/calendar; charset=utf-8; method={}", method(visit))),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"handslag.ics\"".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, file(visit, texts)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::model::ContactMode;
    use ground::Locale;

    fn visit() -> Visit {
        Visit {
            id: "0192".into(),
            match_id: "m".into(),
            request: "r".into(),
            senior: "s".into(),
            volunteer: "v".into(),
            starts_at: Timestamp::from_local(jiff::civil::date(2026, 11, 26).at(10, 0, 0, 0)),
            minutes: 60,
            mode: ContactMode::Home,
            code_word: "björk".into(),
            status: VisitStatus::Confirmed,
            first_meeting: Some("Maj Ek, samordnare; kommer med".into()),
            started_at: None,
            finished_at: None,
            reported_at: None,
            outcome: None,
            reported_minutes: None,
            experience: None,
            report_text: None,
            boundaries_kept: None,
            cancelled_by: None,
            sequence: 1,
            updated_at: Timestamp(0),
        }
    }

    #[test]
    fn a_calendar_file() {
        let text = file(&visit(), Texts::of(Locale::Sv));
        for line in [
            "METHOD:PUBLISH",
            "UID:0192@handslag",
            "SEQUENCE:1",
            "STATUS:CONFIRMED",
            "SUMMARY:Besök (Handslag)",
            "DTSTAMP:19700101T000000Z",
            "DTSTART:20261126T090000Z",
            "DTEND:20261126T100000Z",
        ] {
            assert!(text.contains(&format!("{line}\r\n")), "{line} in {text}");
        }
        assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
        assert!(text.lines().all(|line| line.len() <= 75), "folded");
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
        for secret in ["björk", "Maj"] {
            assert!(!text.contains(secret), "{secret}");
        }
    }

    #[test]
    fn summer_time_and_a_cancelled_visit() {
        let starts_at = Timestamp::from_local(jiff::civil::date(2026, 6, 1).at(10, 0, 0, 0));
        let cancelled = Visit { starts_at, status: VisitStatus::Cancelled, sequence: 2, ..visit() };
        let text = file(&cancelled, Texts::of(Locale::En));
        assert!(text.contains("DTSTART:20260601T080000Z\r\n"));
        for line in ["METHOD:CANCEL", "UID:0192@handslag", "STATUS:CANCELLED", "SEQUENCE:2"] {
            assert!(text.contains(&format!("{line}\r\n")), "{line} in {text}");
        }
        assert!(!text.contains("PUBLISH"));
        let answer = response(&cancelled, Texts::of(Locale::En));
        assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/calendar; charset=utf-8; method=CANCEL");
    }
}
