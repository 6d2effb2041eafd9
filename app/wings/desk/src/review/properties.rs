//! The desk's forms, for anything that is typed.

use super::{form, model::risky_words};
use ground::{
    clock::parse_day,
    personal_number, private,
    typed::{days, sent, typed},
};
use jiff::ToSpan;
use people::person::Sought;
use proptest::prelude::*;

const KNOWN: private::Known<'_> =
    private::Known { names: &["Gunnel", "Ek", ""], street: "Ekvägen 3", postal_code: "632 20" };

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
        let _ = (form::approve(&form, KNOWN), form::first_meeting(&form, KNOWN));
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
    fn nothing_stops_what_looks_for_words(text in typed()) {
        risky_words(&text);
        personal_number::found_in(&text);
        for place in private::places(&text, private::Known { names: &[text.as_str(), "Ek"], street: &text, postal_code: &text }) {
            prop_assert!(text.get(place.clone()).is_some_and(|found| !found.is_empty()), "{:?}", place);
        }
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
}
