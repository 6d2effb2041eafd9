//! The desk's forms, for anything that is typed.

use super::{
    form,
    model::{name_in, risky_words},
};
use crate::{
    common::{
        clock::{day_code, parse_day},
        personal_number,
        properties::{days, sent, typed},
    },
    people::Sought,
};
use jiff::ToSpan;
use proptest::prelude::*;

const FIELDS: &[&str] = &[
    "question",
    "answer",
    "reason",
    "own_text",
    "other_way",
    "refer_to",
    "refer_text",
    "volunteer_text",
    "risk",
    "check",
    "checks_note",
    "first_meeting",
    "meeting_how",
    "close_reason",
    "close_text",
    "day",
    "clock",
    "part",
    "given_name",
    "family_name",
    "phone",
    "street",
    "postal_code",
    "city",
    "locale",
    "way_in",
    "area",
    "kind",
    "mode",
    "days",
    "other_day",
    "note",
];

proptest! {
    #[test]
    fn whatever_is_sent_gets_an_answer(form in sent(FIELDS), today in days()) {
        let _ = (form::ask(&form), form::answer(&form), form::decline(&form), form::refer(&form), form::close(&form));
        let _ = (form::approve(&form, &["Gunnel", "Ek", ""]), form::first_meeting(&form));
        if let Ok((day, part, clock)) = form::time(&form, today) {
            let day = parse_day(&day).unwrap();
            prop_assert!(day >= today && day <= today.saturating_add(180.days()));
            let hour = clock.as_deref().map_or(part.usual_start().0, |clock| clock[..2].parse().unwrap());
            prop_assert!((8..20).contains(&hour));
        }
        for person in [false, true] {
            let known = form::Known { today, kinds: &[], areas: &["centre".into()], person, has_area: person };
            prop_assert!(form::phone_request(&form, known).is_err(), "no kind can be asked for");
        }
    }

    #[test]
    fn a_day_as_staff_write_it(text in typed(), today in days()) {
        form::day_from(&text, today);
        risky_words(&text);
        personal_number::found_in(&text);
        name_in(&text, &[text.as_str(), "Ek"]);
        for pattern in Sought::of(&text).iter().flat_map(Sought::patterns).filter(|pattern| pattern != "%") {
            prop_assert!(pattern.starts_with('%') && pattern.ends_with('%') && pattern.len() > 2);
            // No sign of the database's own is left unescaped between the two.
            let inner: Vec<char> = pattern[1..pattern.len() - 1].chars().collect();
            let mut at = 0;
            while at < inner.len() {
                prop_assert!(!matches!(inner[at], '%' | '_'), "{pattern}");
                at += if inner[at] == '\\' { 2 } else { 1 };
            }
        }
    }

    #[test]
    fn the_coming_day_is_the_one_that_is_meant(today in days(), ahead in 0_i64..180) {
        let day = today.saturating_add(ahead.days());
        prop_assert_eq!(form::day_from(&day_code(day), today), Some(day));
        // The day that comes: 29 February is always the next one that there is, or none.
        let written = format!("{}/{}", day.day(), day.month());
        if (day.month(), day.day()) != (2, 29) {
            prop_assert_eq!(form::day_from(&written, today), Some(day), "{}", written);
        }
    }
}
