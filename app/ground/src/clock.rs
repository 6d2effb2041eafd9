//! (server side) The injected clock, the local calendar, Swedish working days, and dates in words.

use super::{Locale, Timestamp, text::THEIRS, time::DayPart};
use jiff::{
    ToSpan,
    civil::{Date, DateTime, Weekday},
    tz::TimeZone,
};
use std::sync::{
    Arc, LazyLock,
    atomic::{AtomicI64, Ordering},
};

/// Local time everywhere in the product; its rules are compiled in, so that no machine's zone files matter.
#[allow(clippy::expect_used, reason = "the zone is compiled in; a test proves it")]
static STOCKHOLM: LazyLock<TimeZone> = LazyLock::new(|| TimeZone::get("Europe/Stockholm").expect("bundled zone"));

/// Where the present time comes from, so that a test (or a demonstration) can move it by a week.
#[derive(Clone, Debug)]
pub struct Clock {
    fixed: Option<Arc<AtomicI64>>,
    ahead: Arc<AtomicI64>,
    machine_ahead: Arc<AtomicI64>,
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self { fixed: None, ahead: Arc::default(), machine_ahead: Arc::default() }
    }

    /// A clock that stands still until it is moved.
    pub fn fixed(at: Timestamp) -> Self {
        Self { fixed: Some(Arc::new(AtomicI64::new(at.0))), ahead: Arc::default(), machine_ahead: Arc::default() }
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        let base = self.fixed.as_ref().map_or_else(|| self.machine().0, |fixed| fixed.load(Ordering::SeqCst));
        Timestamp(base + self.ahead.load(Ordering::SeqCst))
    }

    /// What the machine's clock says, wherever this one stands: for sessions and leases, which must not jump with a demonstration's
    /// clock.
    #[allow(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    pub fn machine(&self) -> Timestamp {
        Timestamp(jiff::Timestamp::now().as_millisecond() + self.machine_ahead.load(Ordering::SeqCst))
    }

    /// The machine's clock was set, forwards or backwards, for this clock and its clones: for tests of what then happens.
    pub fn set_machine_by_minutes(&self, minutes: i64) {
        self.machine_ahead.fetch_add(minutes * 60_000, Ordering::SeqCst);
    }

    /// Moves this clock and its clones, forwards or backwards.
    pub fn move_by_minutes(&self, minutes: i64) {
        self.ahead.fetch_add(minutes * 60_000, Ordering::SeqCst);
    }

    /// Today in Stockholm.
    pub fn today(&self) -> Date {
        self.now().day()
    }
}

impl Timestamp {
    /// Date and time of day in Stockholm.
    pub fn local(self) -> DateTime {
        jiff::Timestamp::from_millisecond(self.0).unwrap_or_default().to_zoned(STOCKHOLM.clone()).datetime()
    }

    /// The day in Stockholm.
    pub fn day(self) -> Date {
        self.local().date()
    }

    /// The instant of a local date and time. In the hour that the change to summer time skips, the time after it; in
    /// the hour that comes twice, the first.
    pub fn from_local(at: DateTime) -> Self {
        at.to_zoned(STOCKHOLM.clone()).map_or(Self(0), |zoned| Self(zoned.timestamp().as_millisecond()))
    }

    /// When a visit on this day begins: at the agreed clock time, else at the part's usual start.
    pub fn start_of(day: Date, part: DayPart, clock: Option<(i8, i8)>) -> Self {
        let (hour, minute) = clock.unwrap_or(part.usual_start());
        Self::from_local(day.at(hour, minute, 0, 0))
    }

    /// RFC 3339 in UTC, for `<time datetime>`.
    pub fn iso(self) -> String {
        jiff::Timestamp::from_millisecond(self.0).unwrap_or_default().to_string()
    }
}

/// A day as the database keeps it, `YYYY-MM-DD`.
pub fn day_code(day: Date) -> String {
    day.to_string()
}

/// A day from `YYYY-MM-DD`.
pub fn parse_day(code: &str) -> Option<Date> {
    (code.len() == 10).then(|| code.parse().ok()).flatten()
}

/// Hours and minutes as the database keeps them, `HH:MM`. What people write is read by [`super::when`].
pub fn parse_clock(code: &str) -> Option<(i8, i8)> {
    let (hour, minute) = code.split_once(':').filter(|_| code.len() == 5)?;
    let two = |digits: &str| {
        let fine = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
        fine.then(|| digits.parse::<i8>().ok()).flatten()
    };
    let (hour, minute) = (two(hour)?, two(minute)?);
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some((hour, minute))
}

/// Easter Sunday (the anonymous Gregorian algorithm, Meeus 1991).
#[allow(clippy::many_single_char_names, reason = "the names of the source")]
fn easter(year: i16) -> Date {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let month = (h + l - 7 * m + 114) / 31;
    let day = (h + l - 7 * m + 114) % 31 + 1;
    jiff::civil::date(year, i8::try_from(month).unwrap_or(4), i8::try_from(day).unwrap_or(1))
}

/// Whether a municipality's office is closed: weekends, public holidays (lag 1989:253) and the three eves that are
/// free by custom and collective agreement (Midsummer, Christmas, New Year).
pub fn is_free(day: Date) -> bool {
    if matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
        return true;
    }
    if matches!((day.month(), day.day()), (1, 1 | 6) | (5, 1) | (6, 6) | (12, 24..=26 | 31)) {
        return true;
    }
    // Midsummer's Eve is the Friday between 19 and 25 June; All Saints' Day is always a Saturday.
    if day.month() == 6 && day.weekday() == Weekday::Friday && (19..=25).contains(&day.day()) {
        return true;
    }
    let easter = easter(day.year());
    [-2, 1, 39].into_iter().any(|offset: i64| easter.checked_add(offset.days()).is_ok_and(|free| free == day))
}

/// The end of office hours (16.00) on the n-th working day after this instant: the deadline that people are told.
pub fn working_days_after(from: Timestamp, days: u32) -> Timestamp {
    let mut day = from.day();
    let mut left = days;
    while left > 0 {
        day = day.tomorrow().unwrap_or(day);
        if !is_free(day) {
            left -= 1;
        }
    }
    Timestamp::from_local(day.at(16, 0, 0, 0))
}

const WEEKDAYS: [[&str; 7]; 3] = [
    ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"],
    ["maanantaina", "tiistaina", "keskiviikkona", "torstaina", "perjantaina", "lauantaina", "sunnuntaina"],
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
];
const WEEKDAYS_SHORT: [[&str; 7]; 3] = [
    ["mån", "tis", "ons", "tors", "fre", "lör", "sön"],
    ["ma", "ti", "ke", "to", "pe", "la", "su"],
    ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
];
const MONTHS: [[&str; 12]; 3] = [
    [
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ],
    [
        "tammikuuta",
        "helmikuuta",
        "maaliskuuta",
        "huhtikuuta",
        "toukokuuta",
        "kesäkuuta",
        "heinäkuuta",
        "elokuuta",
        "syyskuuta",
        "lokakuuta",
        "marraskuuta",
        "joulukuuta",
    ],
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
];

fn pick<const N: usize>(words: &[[&'static str; N]; 3], locale: Locale, index: i8) -> &'static str {
    let row = match locale {
        Locale::Fi => &words[1],
        Locale::En => &words[2],
        _ => &words[0],
    };
    usize::try_from(index).ok().and_then(|index| row.get(index)).copied().unwrap_or_default()
}

// Swedish is the last arm of each: also where it is read as easy Swedish.
impl Locale {
    /// "torsdag", "torstaina", "Thursday": as it stands within a date.
    pub fn weekday(self, day: Date) -> &'static str {
        pick(&WEEKDAYS, self, day.weekday().to_monday_zero_offset())
    }

    /// "på torsdag", "torstaina", "on Thursday". Only for the coming six days, where it cannot be misunderstood.
    pub fn on_weekday(self, day: Date) -> String {
        match self {
            Self::Fi => self.weekday(day).to_owned(),
            Self::En => format!("on {}", self.weekday(day)),
            _ => format!("på {}", self.weekday(day)),
        }
    }

    /// The coming days by name ("i dag", "i morgon", "på torsdag"), other days by date ("den 26 november").
    pub fn on_day(self, day: Date, today: Date) -> String {
        let ahead = (day - today).get_days();
        let words = match (self, ahead) {
            (Self::Fi, 0) => "tänään",
            (Self::Fi, 1) => "huomenna",
            (Self::En, 0) => "today",
            (Self::En, 1) => "tomorrow",
            (_, 0) => "i dag",
            (_, 1) => "i morgon",
            (_, 2..=6) => return self.on_weekday(day),
            _ => {
                let month = pick(&MONTHS, self, day.month() - 1);
                return match self {
                    Self::Fi => format!("{}. {month}", day.day()),
                    Self::En => format!("on {} {month}", day.day()),
                    _ => format!("den {} {month}", day.day()),
                };
            }
        };
        words.to_owned()
    }

    /// "torsdag 26 november", "torstaina 26. marraskuuta", "Thursday 26 November". The year is added when it is not this one.
    pub fn day_long(self, day: Date) -> String {
        let (weekday, month) = (self.weekday(day), pick(&MONTHS, self, day.month() - 1));
        match self {
            Self::Fi => format!("{weekday} {}. {month}", day.day()),
            _ => format!("{weekday} {} {month}", day.day()),
        }
    }

    /// "tors 26 nov", for tables.
    pub fn day_short(self, day: Date) -> String {
        let weekday = pick(&WEEKDAYS_SHORT, self, day.weekday().to_monday_zero_offset());
        let month: String = pick(&MONTHS, self, day.month() - 1).chars().take(3).collect();
        match self {
            Self::Fi => format!("{weekday} {}.{}.", day.day(), day.month()),
            _ => format!("{weekday} {} {month}", day.day()),
        }
    }

    /// "3/12", "3.12.": as somebody types it, for an example.
    pub fn day_typed(self, day: Date) -> String {
        match self {
            Self::Fi => format!("{}.{}.", day.day(), day.month()),
            _ => format!("{}/{}", day.day(), day.month()),
        }
    }

    /// "26 november 2026", for history and documents.
    pub fn date_with_year(self, day: Date) -> String {
        let month = pick(&MONTHS, self, day.month() - 1);
        match self {
            Self::Fi => format!("{}. {month} {}", day.day(), day.year()),
            _ => format!("{} {month} {}", day.day(), day.year()),
        }
    }

    /// "november 2026".
    pub fn month_with_year(self, day: Date) -> String {
        let month = pick(&MONTHS, self, day.month() - 1);
        // Finnish months stand in the partitive within dates; alone they are without the ending -ta.
        let month = if self == Self::Fi { month.trim_end_matches("ta") } else { month };
        format!("{month} {}", day.year())
    }

    /// "10", "10.30", "10 am", "10:30 am": the time alone.
    pub fn time(self, at: DateTime) -> String {
        let (hour, minute) = (at.hour(), at.minute());
        match self {
            Self::En => {
                let half = if hour < 12 { "am" } else { "pm" };
                let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
                if minute == 0 { format!("{twelve} {half}") } else { format!("{twelve}:{minute:02} {half}") }
            }
            _ if minute == 0 => hour.to_string(),
            _ => format!("{hour}.{minute:02}"),
        }
    }

    /// "klockan 10", "kello 10", "at 10 am".
    pub fn clock(self, at: DateTime) -> String {
        let time = self.time(at);
        match self {
            Self::Fi => format!("kello {time}"),
            Self::En => format!("at {time}"),
            _ => format!("klockan {time}"),
        }
    }

    /// "torsdag 26 november klockan 10".
    pub fn moment(self, at: Timestamp) -> String {
        let local = at.local();
        format!("{} {}", self.day_long(local.date()), self.clock(local))
    }

    /// "fre 27 nov 16.00", "pe 27.11. 16.00": a deadline in a table, with its minutes so that the hour is not read as one more day.
    pub fn deadline(self, at: Timestamp) -> String {
        let local = at.local();
        match self {
            Self::En => self.moment_short(at),
            _ => format!("{} {}.{:02}", self.day_short(local.date()), local.hour(), local.minute()),
        }
    }

    /// "tors 26 nov 10.30", for tables.
    pub fn moment_short(self, at: Timestamp) -> String {
        let local = at.local();
        format!("{} {}", self.day_short(local.date()), self.time(local))
    }
}

/// The sentence's first letter as a capital.
pub fn capital(text: &str) -> String {
    // A text may begin with the mark of somebody's own.
    let words = text.trim_start_matches(THEIRS);
    let (mark, mut letters) = (text.strip_suffix(words).unwrap_or_default(), words.chars());
    mark.chars().chain(letters.next().into_iter().flat_map(char::to_uppercase)).chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn summer_time_keeps_the_clock_time() {
        for day in [date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 24), date(2026, 10, 25)] {
            let at = Timestamp::start_of(day, DayPart::Morning, None);
            assert_eq!((at.local().date(), at.local().hour()), (day, 10));
        }
        // 02.30 does not exist on 29 March 2026: the visit is at 03.30, not lost.
        assert_eq!(Timestamp::from_local(date(2026, 3, 29).at(2, 30, 0, 0)).local().hour(), 3);
    }

    #[test]
    fn swedish_free_days() {
        let free = [
            (2026, 1, 1),
            (2026, 1, 6),
            (2026, 4, 3),
            (2026, 4, 6),
            (2026, 5, 1),
            (2026, 5, 14),
            (2026, 6, 19),
            (2026, 12, 24),
            (2026, 12, 25),
            (2026, 12, 31),
            (2027, 3, 26),
            (2027, 6, 25),
            (2024, 6, 6),
        ];
        for (year, month, day) in free {
            assert!(is_free(date(year, month, day)), "{year}-{month}-{day}");
        }
        for (year, month, day) in [(2026, 4, 2), (2026, 4, 7), (2026, 6, 18), (2026, 12, 23), (2024, 2, 29)] {
            assert!(!is_free(date(year, month, day)), "{year}-{month}-{day}");
        }
    }

    #[test]
    fn deadlines_count_working_days() {
        let from = |y, m, d| Timestamp::from_local(date(y, m, d).at(11, 0, 0, 0));
        let due = |at: Timestamp| working_days_after(at, 2).local();
        assert_eq!(due(from(2026, 11, 26)), date(2026, 11, 30).at(16, 0, 0, 0), "over a weekend");
        assert_eq!(due(from(2026, 12, 23)), date(2026, 12, 29).at(16, 0, 0, 0), "over Christmas");
        assert_eq!(due(from(2026, 12, 30)), date(2027, 1, 5).at(16, 0, 0, 0), "over a year's end");
    }

    #[test]
    fn clock_times_as_they_are_kept() {
        for (text, expected) in [
            ("10:00", Some((10, 0))),
            ("09:05", Some((9, 5))),
            ("23:59", Some((23, 59))),
            ("24:00", None),
            ("10:75", None),
            ("9:05", None),
            ("10.30", None),
            ("+1:05", None),
            ("", None),
        ] {
            assert_eq!(parse_clock(text), expected, "{text}");
        }
    }

    #[test]
    fn dates_in_words() {
        let at = Timestamp::from_local(date(2026, 11, 26).at(10, 0, 0, 0));
        assert_eq!(Locale::Sv.moment(at), "torsdag 26 november klockan 10");
        assert_eq!(Locale::Fi.moment(at), "torstaina 26. marraskuuta kello 10");
        assert_eq!(Locale::En.moment(at), "Thursday 26 November at 10 am");
        let today = date(2026, 11, 22);
        assert_eq!(Locale::Sv.on_day(at.day(), today), "på torsdag");
        assert_eq!(Locale::En.on_day(date(2026, 11, 23), today), "tomorrow");
        assert_eq!(Locale::Sv.on_day(date(2026, 12, 2), today), "den 2 december");
    }
}
