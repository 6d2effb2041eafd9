//! What must hold for any text, any instant and any form: nothing that is typed or sent can make a parser panic, and what we write
//! we read back.

use super::{
    Locale, Timestamp, clean,
    clock::{capital, day_code, is_free, parse_clock, parse_day, working_days_after},
    email,
    form::RawForm,
    letters, personal_number, phone, postal_code,
    time::DayPart,
    typed::{days, typed},
};
use jiff::{
    ToSpan,
    civil::{Date, date},
};
use proptest::{collection::vec, prelude::*};

proptest! {
    #[test]
    fn no_text_stops_a_parser(text in typed()) {
        let day = parse_day(&text);
        prop_assert!(day.is_none_or(|day| day_code(day) == text));
        let clock = parse_clock(&text);
        prop_assert!(clock.is_none_or(|(hour, minute)| (0..24).contains(&hour) && (0..60).contains(&minute)));
        personal_number::found_in(&text);
        Locale::from_accept_language(&text);
        prop_assert!(Locale::from_tag(&text).is_none_or(|locale| locale.tag() == text));
        prop_assert!(capital(&text).chars().count() >= text.chars().count());
    }

    #[test]
    fn a_telephone_number_stays_as_it_is_kept(text in typed()) {
        if let Some(kept) = phone::parse(&text) {
            prop_assert_eq!(phone::parse(&kept), Some(kept.clone()));
            prop_assert!(kept.trim_start_matches('+').chars().all(|c| c.is_ascii_digit()));
            prop_assert_eq!(phone::parse(&phone::readable(&kept)), Some(kept.clone()), "as it is read");
            prop_assert_eq!(phone::sought(&text), Some(kept.trim_start_matches('+').to_owned()), "as it is looked for");
        }
        phone::sought(&text);
    }

    #[test]
    fn a_telephone_number_is_read_however_it_is_written(
        digits in "[1-9][0-9]{4,8}", start in 0_usize..8, gaps in vec((0_usize..16, 0_usize..14), 0..6)
    ) {
        let mut own = digits.clone();
        for (at, sign) in gaps {
            let signs = ["-", " ", "/", ".", "\u{a0}", "\u{2010}", "\u{2011}", "\u{2212}", "\u{202f}", "\u{202a}", "\u{202e}", "\u{200b}", "\u{ad}", "("];
            let place = own.char_indices().map(|(place, _)| place).nth(1 + at % (own.chars().count() - 1)).unwrap_or(0);
            own.insert_str(place, signs[sign]);
        }
        let start = ["0", "+46", "0046", "+46 (0)", "0046 (0)", "tel:+46-", "\u{202d}+46\u{a0}", "+46 0"][start];
        prop_assert_eq!(phone::parse(&format!("{start}{own}")), Some(format!("0{digits}")), "{:?}{:?}", start, own);
    }

    #[test]
    fn what_is_clean_stays_as_it_is(typed in typed()) {
        let (text, line) = (clean::text(&typed), clean::line(&typed));
        prop_assert_eq!(clean::text(&text), text.clone());
        prop_assert_eq!(clean::line(&line), line.clone());
        prop_assert_eq!(clean::line(&text), line.clone());
        let unseen = ['\n', '\r', '\t', '\0', '\u{202e}', '\u{200b}', '\u{ad}', '\u{feff}'];
        prop_assert!(!line.contains(unseen) && !line.contains("  "), "{:?}", line);
        prop_assert!(!text.chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
        email::parse(&typed);
        postal_code::parse(&typed);
    }

    #[test]
    fn an_address_is_kept_as_it_can_be_written_to(typed in "[a-zA-Z0-9.+@ \u{200b}åÖ\"<>,-]{0,30}") {
        if let Some(kept) = email::parse(&typed) {
            prop_assert_eq!(email::parse(&kept), Some(kept.clone()));
            let (local, domain) = kept.split_once('@').unwrap();
            prop_assert!(local.is_ascii() && !domain.contains('@') && domain.contains('.') && !domain.contains(".."));
            let odd = [' ', '"', '<', '>', ',', '\u{200b}'];
            prop_assert!(!kept.contains(odd), "{:?}", kept);
        }
    }

    #[test]
    fn a_clock_time_is_read_as_it_is_kept(hour in 0_i8..24, minute in 0_i8..60) {
        prop_assert_eq!(parse_clock(&format!("{hour:02}:{minute:02}")), Some((hour, minute)));
    }

    #[test]
    fn a_day_is_read_as_it_is_kept(day in days()) {
        prop_assert_eq!(parse_day(&day_code(day)), Some(day));
    }

    #[test]
    fn a_personal_number_is_found_in_any_text(
        day in days(), last in 0_u32..1_000, before in "\\P{Nd}{0,40}", after in "\\P{Nd}{0,40}", dash in "[-+ \u{2013}\u{2011}\u{a0}]"
    ) {
        let day = Date::new(1900 + day.year().rem_euclid(100), day.month(), day.day().min(28)).unwrap();
        let (year, short) = (day.year(), day.year() % 100);
        let last = checked(&format!("{short:02}{:02}{:02}{last:03}", day.month(), day.day()));
        for written in [
            format!("{year}{:02}{:02}{dash}{last}", day.month(), day.day()),
            format!("{short:02}{:02}{:02}{dash}{last}", day.month(), day.day()),
            format!("{year}{:02}{:02}{last}", day.month(), day.day()),
            format!("{year} {:02} {:02}{dash}{last}", day.month(), day.day()),
            format!("{year}.{:02}.{:02}-{last}", day.month(), day.day()),
            format!("{short:02}-{:02}-{:02}-{last}", day.month(), day.day()),
        ] {
            let text = format!("{before}{written}{after}");
            prop_assert!(personal_number::found_in(&text), "{}", written);
            let left = personal_number::without(&text);
            prop_assert_eq!(left, Some(format!("{before}{}{after}", personal_number::LEFT_OUT)));
        }
    }

    #[test]
    fn a_finnish_number_is_found_in_any_text(
        day in days(), own in 2_i32..900, before in "\\P{Nd}{0,40}", after in "(\\P{Alphabetic}{0,40})", sign in "[-+AaBYX\u{2013}\u{2011}]"
    ) {
        // What comes next that one sees is no letter; some are newer than the pattern's letters.
        let next = after.chars().find_map(letters::plain);
        prop_assume!(!next.is_some_and(char::is_alphanumeric) && !after.contains(char::is_numeric));
        let date = format!("{:02}{:02}{:02}", day.day(), day.month(), day.year() % 100);
        let digits: i32 = format!("{date}{own:03}").parse().unwrap();
        let check = "0123456789ABCDEFHJKLMNPRSTUVWXY".chars().nth(usize::try_from(digits % 31).unwrap()).unwrap();
        let text = format!("{before}{date}{sign}{own:03}{check}{after}");
        prop_assert!(personal_number::found_in(&text), "{}", text);
    }

    #[test]
    fn a_text_with_few_digits_holds_no_personal_number(text in "(\\P{Nd}{0,9}[0-9]){0,8}\\P{Nd}{0,9}") {
        prop_assert!(!personal_number::found_in(&text));
    }

    #[test]
    fn what_was_left_out_is_not_found_again(text in "[-+0-9 .,:/aA\u{2011}]{0,60}") {
        let left = personal_number::without(&text);
        prop_assert_eq!(left.is_some(), personal_number::found_in(&text));
        prop_assert!(!personal_number::found_in(&left.unwrap_or_default()));
    }

    #[test]
    fn any_bytes_are_a_form(body in vec(any::<u8>(), 0..2_000)) {
        let form = RawForm::parse(&body);
        for values in form.0.values() {
            for value in values {
                prop_assert_eq!(&clean::text(value), value);
            }
        }
    }

    #[test]
    fn a_form_is_read_as_it_was_filled_in(pairs in vec(("[a-z_]{1,8}", any::<String>()), 0..20)) {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(&pairs);
        let form = RawForm::parse(body.finish().as_bytes());
        let read = clean::text;
        for (name, _) in &pairs {
            let filled: Vec<String> = pairs.iter().filter(|(known, _)| known == name).map(|(_, value)| read(value)).collect();
            prop_assert_eq!(form.all(name), filled);
        }
    }

    #[test]
    fn an_instant_comes_back_from_its_local_time(at in 0_i64..6_311_000_000_000) {
        let at = Timestamp(at);
        let back = Timestamp::from_local(at.local());
        // The hour that comes twice in autumn is read as the first of the two.
        prop_assert!(back == at || back == at.plus_hours(-1), "{at:?} {back:?}");
    }

    #[test]
    fn a_local_time_is_kept_over_every_change_of_clocks(day in days(), hour in 8_i8..20, minute in 0_i8..60) {
        for part in DayPart::ALL {
            let at = Timestamp::start_of(day, *part, Some((hour, minute))).local();
            prop_assert_eq!((at.date(), at.hour(), at.minute()), (day, hour, minute));
            let usual = Timestamp::start_of(day, *part, None).local();
            prop_assert_eq!((usual.date(), usual.hour()), (day, part.usual_start().0));
        }
    }

    #[test]
    fn a_deadline_is_the_end_of_office_hours_on_a_working_day(at in 0_i64..4_000_000_000_000, days in 1_u32..12) {
        let (from, due) = (Timestamp(at), working_days_after(Timestamp(at), days));
        let local = due.local();
        prop_assert!(!is_free(local.date()) && (local.hour(), local.minute()) == (16, 0) && due > from);
        let worked = from.day().series(1.day()).skip(1).take_while(|day| *day <= local.date()).filter(|day| !is_free(*day));
        prop_assert_eq!(worked.count(), usize::try_from(days).unwrap());
    }
}

/// Easter Sundays, from the church's own tables; the feasts that move with it, and those that move by weekday.
#[test]
fn the_feasts_that_move() {
    for (year, month, day) in [
        (2024, 3, 31),
        (2025, 4, 20),
        (2026, 4, 5),
        (2027, 3, 28),
        (2028, 4, 16),
        (2029, 4, 1),
        (2030, 4, 21),
        (2031, 4, 13),
        (2032, 3, 28),
        (2033, 4, 17),
        (2034, 4, 9),
        (2035, 3, 25),
        (2038, 4, 25),
    ] {
        let easter = date(year, month, day);
        for (after, free) in [(-3, false), (-2, true), (0, true), (1, true), (2, false), (39, true)] {
            let feast = easter.saturating_add(i64::from(after).days());
            assert_eq!(is_free(feast), free || is_weekend(feast), "{feast}, {after} days after Easter");
        }
        let midsummer =
            date(year, 6, 19).series(1.day()).find(|day| day.weekday() == jiff::civil::Weekday::Friday).unwrap();
        assert!(is_free(midsummer), "{midsummer}");
        let before = midsummer.yesterday().unwrap();
        assert!(!is_free(before), "{before}");
    }
}

/// The last four digits of a personal number: the three, and the check digit of all nine.
fn checked(nine: &str) -> String {
    let digits = nine.chars().filter_map(|c| c.to_digit(10)).enumerate();
    let sum: u32 =
        digits.map(|(place, digit)| if place % 2 == 0 { digit * 2 / 10 + digit * 2 % 10 } else { digit }).sum();
    format!("{}{}", &nine[6..], (10 - sum % 10) % 10)
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday)
}

#[test]
fn spring_has_a_day_of_23_hours_and_autumn_one_of_25() {
    for (day, hours) in
        [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2027, 3, 28), 23), (date(2028, 2, 29), 24)]
    {
        let midnight = |day: Date| Timestamp::from_local(day.at(0, 0, 0, 0));
        assert_eq!(midnight(day.tomorrow().unwrap()).0 - midnight(day).0, hours * 3_600_000, "{day}");
    }
    // The hour that there is not, and the hour that there is twice.
    let gap = Timestamp::from_local(date(2027, 3, 28).at(2, 30, 0, 0));
    assert_eq!((gap.local().hour(), gap.local().minute()), (3, 30));
    let first = Timestamp::from_local(date(2026, 10, 25).at(2, 30, 0, 0));
    assert_eq!(
        (first.local(), first.plus_hours(1).local()),
        (date(2026, 10, 25).at(2, 30, 0, 0), date(2026, 10, 25).at(2, 30, 0, 0))
    );
}

#[test]
fn deadlines_over_feasts_leap_day_and_summer_time() {
    let due = |from: Date| working_days_after(Timestamp::from_local(from.at(11, 0, 0, 0)), 2).local().date();
    for (from, expected) in [
        (date(2027, 3, 25), date(2027, 3, 31)),
        (date(2026, 5, 13), date(2026, 5, 18)),
        (date(2027, 6, 24), date(2027, 6, 29)),
        (date(2028, 2, 28), date(2028, 3, 1)),
        (date(2028, 2, 29), date(2028, 3, 2)),
        (date(2027, 2, 26), date(2027, 3, 2)),
        (date(2026, 12, 30), date(2027, 1, 5)),
        (date(2027, 1, 5), date(2027, 1, 8)),
        (date(2026, 3, 27), date(2026, 3, 31)),
        (date(2026, 10, 23), date(2026, 10, 27)),
    ] {
        assert_eq!(due(from), expected, "from {from}");
    }
}
