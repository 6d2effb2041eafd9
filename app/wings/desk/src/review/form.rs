//! The desk's forms: pure, from what was typed to values.

use ground::{
    Locale,
    clock::{day_code, parse_day},
    form::{Check, FieldError, RawForm},
    id::{AreaId, KindId},
    private,
    text::k,
    time::DayPart,
    when::{self, Window},
};
use help::{
    kinds::model::{ContactMode, Kind},
    requests::model::{CloseReason, DeclineReason},
};
use jiff::{ToSpan, civil::Date};

/// The longest texts of the desk.
const LONG: usize = 2_000;
/// The longest lines.
const LINE: usize = 200;

type Checked<T> = Result<T, Vec<FieldError>>;

/// A question to the senior.
///
/// # Errors
/// What is wrong.
pub fn ask(form: &RawForm) -> Checked<String> {
    let mut check = Check::new(form);
    let question = check.required("question", LONG, k::review::ERR_QUESTION, k::common::TOO_LONG);
    check.finish(|| Some(question))
}

/// The senior's answer, as it was given in a call.
///
/// # Errors
/// What is wrong.
pub fn answer(form: &RawForm) -> Checked<String> {
    let mut check = Check::new(form);
    let answer = check.required("answer", LONG, k::review::ERR_ANSWER, k::common::TOO_LONG);
    check.finish(|| Some(answer))
}

/// Why we cannot help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decline {
    /// The reason.
    pub reason: DeclineReason,
    /// The coordinator's own words, or empty: the reason's ready text then.
    pub text: String,
    /// Where to turn, or empty: the reason's ready one then.
    pub other_way: String,
}

/// A no with its reason; with another reason both the words and the other way are the coordinator's own.
///
/// # Errors
/// What is wrong.
pub fn decline(form: &RawForm) -> Checked<Decline> {
    let mut check = Check::new(form);
    let reason = check.choice("reason", DeclineReason::from_code, k::review::ERR_REASON);
    let text = check.optional("own_text", LONG, k::common::TOO_LONG);
    let other_way = check.optional("other_way", LONG, k::common::TOO_LONG);
    if reason == Some(DeclineReason::Other) {
        if text.is_empty() {
            check.fail("own_text", k::review::ERR_OWN_TEXT);
        }
        if other_way.is_empty() {
            check.fail("other_way", k::review::ERR_OTHER_WAY);
        }
    }
    check.finish(|| Some(Decline { reason: reason?, text, other_way }))
}

/// To whom the senior is referred, and what they are told.
///
/// # Errors
/// What is wrong.
pub fn refer(form: &RawForm) -> Checked<(String, String)> {
    let mut check = Check::new(form);
    let to = check.required_line("refer_to", LINE, k::review::ERR_REFER_TO);
    let text = check.required("refer_text", LONG, k::review::ERR_REFER_TEXT, k::common::TOO_LONG);
    check.finish(|| Some((to, text)))
}

/// What a coordinator decides when a request is approved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// What volunteers see.
    pub text: String,
    /// 1 (low) to 3.
    pub risk: i64,
    /// What was checked: codes, then free words, joined by line ends.
    pub checks: String,
    /// How the first meeting is arranged, if it is known already.
    pub first_meeting: Option<String>,
}

/// What can be ticked as checked.
pub const CHECKS: [&str; 4] = ["called", "home_safe", "boundaries", "suitable"];

/// An approval. What seems private in the texts that volunteers read is asked about.
///
/// # Errors
/// What is wrong.
pub fn approve(form: &RawForm, known: private::Known<'_>) -> Checked<Approval> {
    let mut check = Check::new(form);
    let text = check.required("volunteer_text", LONG, k::review::ERR_VOLUNTEER_TEXT, k::common::TOO_LONG);
    check.for_volunteers("volunteer_text", known);
    let risk =
        check.choice("risk", |code| code.parse().ok().filter(|risk| (1..=3).contains(risk)), k::review::ERR_RISK);
    let ticked = check.choices("check", |code| CHECKS.into_iter().find(|known| *known == code), None);
    let note = check.optional("checks_note", LONG, k::common::TOO_LONG);
    let first_meeting = check.optional("first_meeting", LONG, k::common::TOO_LONG);
    check.for_volunteers("first_meeting", known);
    let checks =
        ticked.into_iter().chain(Some(note.as_str()).filter(|note| !note.is_empty())).collect::<Vec<_>>().join("\n");
    check.finish(|| {
        Some(Approval { text, risk: risk?, checks, first_meeting: Some(first_meeting).filter(|how| !how.is_empty()) })
    })
}

/// How the first meeting is arranged.
///
/// # Errors
/// What is wrong.
pub fn first_meeting(form: &RawForm, known: private::Known<'_>) -> Checked<String> {
    let mut check = Check::new(form);
    let how = check.required("meeting_how", LONG, k::review::ERR_MEETING, k::common::TOO_LONG);
    check.for_volunteers("meeting_how", known);
    check.finish(|| Some(how))
}

/// Why a request is closed, and what the senior is told.
///
/// # Errors
/// What is wrong.
pub fn close(form: &RawForm) -> Checked<(CloseReason, String)> {
    let mut check = Check::new(form);
    let reason = check.choice("close_reason", CloseReason::from_code, k::review::ERR_CLOSE_REASON);
    let text = check.optional("close_text", LONG, k::common::TOO_LONG);
    if reason == Some(CloseReason::Other) && text.is_empty() {
        check.fail("close_text", k::review::ERR_CLOSE_TEXT);
    }
    check.finish(|| Some((reason?, text)))
}

/// A day, a part of it and an exact clock time (`HH:MM`), as a request keeps them.
pub type Time = (String, DayPart, Option<String>);

/// The latest day ahead that a request may name, in days.
const DAYS_AHEAD: i64 = 180;

/// The days that a request may name.
fn window(today: Date) -> Window {
    Window::ahead(today, DAYS_AHEAD)
}

fn sensible(day: Date, today: Date) -> bool {
    day >= today && day <= today.saturating_add(DAYS_AHEAD.days())
}

/// Part of the day and clock time; an exact time decides the part. Visits lie between 8 and 20.
fn part_and_clock(check: &mut Check<'_>, form: &RawForm) -> (Option<DayPart>, Option<String>) {
    let typed = form.get("clock");
    if typed.is_empty() {
        return (check.choice("part", DayPart::from_code, k::review::ERR_PART), None);
    }
    match when::clock(typed) {
        Ok((hour, minute)) if (8..20).contains(&hour) => {
            (Some(DayPart::of_hour(hour)), Some(format!("{hour:02}:{minute:02}")))
        }
        _ => {
            check.fail("clock", k::review::ERR_CLOCK);
            (None, None)
        }
    }
}

/// One more possible time.
///
/// # Errors
/// What is wrong.
pub fn time(form: &RawForm, today: Date) -> Checked<Time> {
    let mut check = Check::new(form);
    let day = check.choice("day", |text| when::day(text, window(today)).ok(), k::review::ERR_DAY);
    let (part, clock) = part_and_clock(&mut check, form);
    check.finish(|| Some((day_code(day?), part?, clock)))
}

/// Somebody who is entered during the call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// First name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Telephone as it is kept.
    pub phone: Option<String>,
    /// Street and number.
    pub street: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// Postal town.
    pub city: Option<String>,
    /// The language they read.
    pub locale: Locale,
    /// How one gets in.
    pub way_in: Option<String>,
}

/// A request by telephone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneRequest {
    /// The caller, where they are entered now.
    pub caller: Option<Caller>,
    /// The area of the address; none where the known person has one.
    pub area: Option<AreaId>,
    /// What is wanted.
    pub kind: KindId,
    /// When it would suit; never empty.
    pub times: Vec<Time>,
    /// Where or how.
    pub mode: ContactMode,
    /// Their own words, or empty.
    pub note: String,
}

/// What the check of a telephone request needs to know.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Today.
    pub today: Date,
    /// The kinds that can be asked for.
    pub kinds: &'a [Kind],
    /// The areas that may be chosen.
    pub areas: &'a [AreaId],
    /// The caller is a known person.
    pub person: bool,
    /// ... who has an area.
    pub has_area: bool,
}

/// A request by telephone, the whole of it on one page.
///
/// # Errors
/// What is wrong.
pub fn phone_request(form: &RawForm, known: Known<'_>) -> Checked<PhoneRequest> {
    let mut check = Check::new(form);
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    let caller = (!known.person).then(|| {
        let (given_name, family_name) = check.names(LINE, k::common::NAME_MISSING);
        Caller {
            given_name,
            family_name,
            phone: check.phone("phone"),
            street: some(check.line("street", LINE)),
            postal_code: check.postal_code("postal_code"),
            city: some(check.line("city", LINE)),
            locale: Locale::from_language(form.get("locale")).unwrap_or_default(),
            way_in: some(check.line("way_in", LINE)),
        }
    });
    let area = if known.has_area {
        None
    } else {
        let mine = |code: &str| known.areas.iter().find(|area| area.as_str() == code).cloned();
        check.choice("area", mine, k::review::ERR_AREA)
    };
    let kind = check.choice(
        "kind",
        |code| known.kinds.iter().find(|kind| kind.active && kind.id.as_str() == code),
        k::review::ERR_KIND,
    );
    let mode = check.choice("mode", ContactMode::from_code, k::review::ERR_MODE);
    if let (Some(kind), Some(mode)) = (kind, mode)
        && !kind.modes.contains(&mode)
    {
        check.fail("mode", k::review::ERR_MODE_OF_KIND);
    }
    let mut days = check.choices("days", |code| parse_day(code).filter(|day| sensible(*day, known.today)), None);
    let other = form.get("other_day");
    if !other.is_empty() {
        match when::days(other, window(known.today)) {
            Ok(other) => days.extend(other),
            Err(_) => check.fail("other_day", k::review::ERR_DAY),
        }
    } else if days.is_empty() {
        check.fail("days", k::review::ERR_DAYS);
    }
    days.sort_unstable();
    days.dedup();
    let (part, clock) = part_and_clock(&mut check, form);
    let note = check.optional("note", LONG, k::common::TOO_LONG);
    check.finish(|| {
        let part = part?;
        Some(PhoneRequest {
            caller,
            area,
            kind: kind?.id.clone(),
            times: days.into_iter().take(10).map(|day| (day_code(day), part, clock.clone())).collect(),
            mode: mode?,
            note,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use help::kinds::model::Moderation;
    use jiff::civil::date;

    fn raw(text: &str) -> RawForm {
        RawForm::parse(text.as_bytes())
    }

    fn fields<T: std::fmt::Debug>(result: Checked<T>) -> Vec<String> {
        result.unwrap_err().into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn a_no_names_another_way() {
        assert_eq!(fields(decline(&raw(""))), ["reason"]);
        assert_eq!(fields(decline(&raw("reason=other"))), ["own_text", "other_way"]);
        assert_eq!(decline(&raw("reason=home_care")).unwrap().reason, DeclineReason::HomeCare);
        assert_eq!(fields(refer(&raw("refer_to=x"))), ["refer_text"]);
    }

    #[test]
    fn volunteers_read_no_names() {
        let names = private::Known { names: &["Gunnel", "Ek"], ..private::Known::default() };
        assert_eq!(fields(approve(&raw("risk=2&volunteer_text=gunnel+vill+ut"), names)), ["volunteer_text"]);
        let sure =
            raw("risk=2&volunteer_text=gunnel+vill+ut&volunteer_text_right=gunnel&first_meeting=Ring+070-123+45+67");
        assert_eq!(fields(approve(&sure, names)), ["first_meeting"]);
        assert_eq!(fields(first_meeting(&raw("meeting_how=Hos+Gunnel"), names)), ["meeting_how"]);
        assert_eq!(fields(approve(&raw("risk=2&volunteer_text=F%C3%B6dd+391224-1234"), names)), ["volunteer_text"]);
        assert_eq!(fields(approve(&raw("risk=4&volunteer_text=En+promenad"), names)), ["risk"]);
        let fine =
            approve(&raw("risk=2&volunteer_text=En+promenad&check=called&check=x&checks_note=Trappor"), names).unwrap();
        assert_eq!((fine.risk, fine.checks.as_str(), fine.first_meeting), (2, "called\nTrappor", None));
    }

    #[test]
    fn days_as_staff_write_them() {
        let today = date(2026, 11, 23);
        for (text, expected) in [
            ("2026-11-30", Some("2026-11-30")),
            ("30/11", Some("2026-11-30")),
            ("5.1", Some("2027-01-05")),
            ("30", Some("2026-11-30")),
            ("3", Some("2026-12-03")),
            ("1/12 2026", Some("2026-12-01")),
            ("2026-12-5", Some("2026-12-05")),
            ("5/12 26", Some("2026-12-05")),
            ("torsdag", Some("2026-11-26")),
            ("huomenna", Some("2026-11-24")),
            ("31/2", None),
            ("snart", None),
            ("3 och 4 december", None),
            ("4-5", None),
            ("3, 4", None),
            ("30 11", None),
            ("1/8", None),
        ] {
            let mut form = raw("part=morning");
            form.set("day", vec![text.to_owned()]);
            let day = time(&form, today).map(|(day, ..)| day);
            assert_eq!(day.ok().as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn times_as_staff_write_them() {
        let today = date(2026, 11, 23);
        for (text, expected) in [
            ("halv 11", Some("10:30")),
            ("puoli 11", Some("10:30")),
            ("half 10", Some("10:30")),
            ("2 e.m.", Some("14:00")),
            ("2 pm", Some("14:00")),
            ("kvart i elva", Some("10:45")),
            ("8", Some("08:00")),
            ("10-12", None),
            ("14 15", None),
            ("8 pm", None),
            ("8 e.m.", None),
            ("7", None),
        ] {
            let mut form = raw("day=30");
            form.set("clock", vec![text.to_owned()]);
            let clock = time(&form, today).ok().and_then(|(_, _, clock)| clock);
            assert_eq!(clock.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_time_is_in_the_day_and_ahead() {
        let today = date(2026, 11, 23);
        assert_eq!(fields(time(&raw("day=1/1+2026&part=morning"), today)), ["day"]);
        assert_eq!(fields(time(&raw("day=30&clock=21"), today)), ["clock"]);
        assert_eq!(fields(time(&raw("day=30"), today)), ["part"]);
        let exact = ("2026-11-30".to_owned(), DayPart::Afternoon, Some("14:30".to_owned()));
        assert_eq!(time(&raw("day=30&clock=14.30&part=morning"), today), Ok(exact), "the clock time decides");
    }

    fn kinds() -> Vec<Kind> {
        vec![Kind {
            id: "k".into(),
            slug: "out".into(),
            active: true,
            moderation: Moderation::Offered,
            risk: 2,
            minutes: 90,
            modes: vec![ContactMode::Out],
            requirements: vec![],
            name: String::new(),
            description: String::new(),
            boundary: String::new(),
        }]
    }

    #[test]
    fn a_call_on_one_page() {
        let (kinds, areas) = (kinds(), [AreaId::from("centre")]);
        let known = Known { today: date(2026, 11, 23), kinds: &kinds, areas: &areas, person: false, has_area: false };
        assert_eq!(
            fields(phone_request(&raw("phone=ring"), known)),
            ["given_name", "phone", "area", "kind", "mode", "days", "part"]
        );
        let text = "given_name=Maj&family_name=Ek&area=centre&kind=k&mode=out&days=2026-11-25&days=2026-11-24&other_day=25&part=morning";
        let found = phone_request(&raw(text), known).unwrap();
        let days: Vec<&str> = found.times.iter().map(|time| time.0.as_str()).collect();
        assert_eq!(days, ["2026-11-24", "2026-11-25"], "in order, once each");
        let at_home = text.replace("mode=out", "mode=home");
        assert_eq!(fields(phone_request(&raw(&at_home), known)), ["mode"]);
        let person = Known { person: true, has_area: true, ..known };
        assert!(phone_request(&raw("kind=k&mode=out&days=2026-11-25&clock=10"), person).unwrap().caller.is_none());
    }
}
