//! The five questions, for anything that is typed.

use super::form::{self, Step};
use ground::{
    form::RawForm,
    typed::{days, sent},
};
use jiff::ToSpan;
use proptest::prelude::*;

const FIELDS: &[&str] = &["kind", "days", "day", "month", "year", "part", "mode", "note", "answer"];

proptest! {
    #[test]
    fn whatever_is_sent_gets_an_answer(form in sent(FIELDS), today in days()) {
        for step in Step::ALL {
            form::errors(*step, &form, &[], today);
        }
        prop_assert_eq!(form::whole(&form, &[], today), None, "no kind can be asked for");
        let _ = form::answer(&form);
        if let Ok(chosen) = form::days(&form, today) {
            prop_assert!(!chosen.is_empty() && chosen.is_sorted());
            prop_assert!(chosen.iter().all(|day| *day > today && *day <= today.saturating_add(366.days())));
        }
    }

    #[test]
    fn a_written_day_is_read(today in days(), ahead in 1_i64..365) {
        let day = today.saturating_add(ahead.days());
        let body = format!("day={}&month={}&year={}", day.day(), day.month(), day.year());
        let expected = if day.year() >= 2000 { Some(vec![day]) } else { None };
        prop_assert_eq!(form::days(&RawForm::parse(body.as_bytes()), today).ok(), expected);
    }

    #[test]
    fn sensible_days_are_five_working_days_ahead(today in days()) {
        let days = form::sensible_days(today);
        prop_assert_eq!(days.len(), 5);
        prop_assert!(days[0] > today && days.is_sorted() && days.iter().all(|day| !ground::clock::is_free(*day)));
    }
}
