//! Who could help with a request: who may be asked, in which order and why, and who may not and why. Pure; the reasons are shown in
//! words, the score never.

use ground::{Timestamp, id::PersonId, time::DayPart};
use help::{
    kinds::model::Kind,
    vetting::model::{Record, Standing, is_paused, standing},
};

/// How far away a volunteer is, in words (no geocoder).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Near {
    /// Another part of the municipality.
    Further,
    /// A neighbouring area.
    Next,
    /// The request's area.
    Same,
}

/// A volunteer who has chosen the kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub id: PersonId,
    /// First and family name.
    pub name: String,
    /// What was recorded about them.
    pub record: Record,
    /// Wants at most this many visits a month.
    pub max_per_month: i64,
    /// When their visits begin in the months of the wanted times: all that were not cancelled, also those that were.
    pub visits: Vec<Timestamp>,
    /// Was asked this often in the last 14 days.
    pub asked: i64,
    /// How far away.
    pub near: Near,
    /// Speaks the senior's language.
    pub speaks: bool,
    /// Has met the senior before.
    pub met: bool,
    /// Their last visit's start, or when they joined.
    pub last_active: Timestamp,
    /// Is being asked about this request now, or has said yes.
    pub live: bool,
    /// Has said no to this request.
    pub said_no: bool,
    /// The senior has said no to them for this request.
    pub not_chosen: bool,
    /// When they usually can: ISO weekday and part of the day.
    pub slots: Vec<(i64, DayPart)>,
    /// Visits they have: begin and end.
    pub busy: Vec<(Timestamp, Timestamp)>,
}

/// One of the request's times that is still ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Begin.
    pub starts_at: Timestamp,
    /// End.
    pub ends_at: Timestamp,
    /// ISO weekday.
    pub weekday: i64,
    /// Part of the day.
    pub part: DayPart,
}

/// Why somebody is suggested. The words are `review.because_<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Has met the senior before.
    Met,
    /// In the same area.
    SameArea,
    /// In the next area.
    NextArea,
    /// Further away.
    Further,
    /// Usually can at one of the times.
    Free,
    /// Speaks the senior's language.
    Speaks,
    /// Has had nothing to do for 30 days.
    Idle,
    /// Was asked so often in the last 14 days.
    Asked(i64),
    /// Has this many visits in the month of the wanted time, of at most so many.
    Month(i64, i64),
}

impl Reason {
    /// As in locale keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::SameArea => "same_area",
            Self::NextArea => "next_area",
            Self::Further => "further",
            Self::Free => "free",
            Self::Speaks => "speaks",
            Self::Idle => "idle",
            Self::Asked(_) => "asked",
            Self::Month(..) => "month",
        }
    }
}

/// Why somebody may not be asked. The words are `review.why_<code>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The standing: what is missing or not good any more.
    Standing(Standing),
    /// Paused until this day.
    Paused(String),
    /// Has as many visits as they want in the month of every one of the times.
    Full,
    /// Is being asked already.
    Live,
    /// Has said no to this request.
    SaidNo,
    /// The senior has said no to them.
    NotChosen,
    /// Has another visit at every one of the times.
    Booked,
}

impl Why {
    /// As in locale keys.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Standing(standing) => standing.code(),
            Self::Paused(_) => "paused",
            Self::Full => "full",
            Self::Live => "live",
            Self::SaidNo => "said_no",
            Self::NotChosen => "not_chosen",
            Self::Booked => "booked",
        }
    }
}

/// Who may be asked, best first, with the reasons; and who may not, with why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ranking {
    /// May be asked.
    pub suggested: Vec<(PersonId, String, Vec<Reason>)>,
    /// May not.
    pub others: Vec<(PersonId, String, Why)>,
    /// So many of the suggested have more points than anybody [`BEYOND`].
    pub ahead: usize,
}

/// After so many days without a visit a volunteer is idle.
const DAYS_IDLE: i64 = 30;

// What a reason is worth.
const MET: i64 = 25;
const SAME_AREA: i64 = 30;
const NEXT_AREA: i64 = 15;
const FREE: i64 = 25;
const SPEAKS: i64 = 15;
const IDLE: i64 = 15;

/// The most points of somebody who has not met the senior and does not both help in the request's area and usually can at a wanted time.
pub const BEYOND: i64 = {
    let (near, free) = (SAME_AREA, NEXT_AREA + FREE);
    (if near > free { near } else { free }) + SPEAKS + IDLE
};

/// How many visits the volunteer has in the month of a visit at this time: the month in Stockholm, neither that of now nor that in which
/// the visit is agreed.
fn in_month(candidate: &Candidate, at: Timestamp) -> i64 {
    let month = at.day().first_of_month();
    let visits = candidate.visits.iter().filter(|visit| visit.day().first_of_month() == month);
    i64::try_from(visits.count()).unwrap_or(i64::MAX)
}

/// Whether the volunteer wants no more visits in the month of a visit at this time.
fn is_full(candidate: &Candidate, at: Timestamp) -> bool {
    in_month(candidate, at) >= candidate.max_per_month
}

fn why_not(
    candidate: &Candidate,
    kind: &Kind,
    wanted: &[Wanted],
    now: Timestamp,
    (today, soon): (&str, &str),
) -> Option<Why> {
    if candidate.live {
        return Some(Why::Live);
    }
    let standing = standing(&candidate.record, kind, today, soon);
    if !standing.may() {
        return Some(Why::Standing(standing));
    }
    if is_paused(&candidate.record, today) {
        return Some(Why::Paused(candidate.record.paused_until.clone().unwrap_or_default()));
    }
    if candidate.said_no {
        return Some(Why::SaidNo);
    }
    if candidate.not_chosen {
        return Some(Why::NotChosen);
    }
    let full = |time: &Wanted| is_full(candidate, time.starts_at);
    if wanted.is_empty() {
        return is_full(candidate, now).then_some(Why::Full);
    }
    if wanted.iter().all(full) {
        return Some(Why::Full);
    }
    wanted.iter().all(|time| full(time) || is_booked(candidate, time)).then_some(Why::Booked)
}

fn is_booked(candidate: &Candidate, time: &Wanted) -> bool {
    candidate.busy.iter().any(|(begin, end)| *begin < time.ends_at && time.starts_at < *end)
}

fn score(candidate: &Candidate, wanted: &[Wanted], now: Timestamp) -> (i64, Vec<Reason>) {
    let (mut score, mut reasons) = (0, Vec::new());
    let mut add = |points: i64, reason: Reason| {
        score += points;
        reasons.push(reason);
    };
    if candidate.met {
        add(MET, Reason::Met);
    }
    match candidate.near {
        Near::Same => add(SAME_AREA, Reason::SameArea),
        Near::Next => add(NEXT_AREA, Reason::NextArea),
        Near::Further => add(0, Reason::Further),
    }
    let possible = |time: &&Wanted| !is_booked(candidate, time) && !is_full(candidate, time.starts_at);
    let free = |time: &&Wanted| candidate.slots.contains(&(time.weekday, time.part)) && possible(time);
    if wanted.iter().any(|time| free(&time)) {
        add(FREE, Reason::Free);
    }
    if candidate.speaks {
        add(SPEAKS, Reason::Speaks);
    }
    if candidate.last_active.plus_days(DAYS_IDLE) <= now {
        add(IDLE, Reason::Idle);
    }
    if candidate.asked > 0 {
        add(-8 * candidate.asked, Reason::Asked(candidate.asked));
    }
    let first = wanted.iter().filter(possible).map(|time| time.starts_at).min().unwrap_or(now);
    let month = in_month(candidate, first);
    if month > 0 {
        add(-4 * month, Reason::Month(month, candidate.max_per_month));
    }
    (score, reasons)
}

/// Ranks the volunteers who have chosen the kind. `today` and `soon` as for [`standing`].
pub fn rank(
    candidates: Vec<Candidate>,
    kind: &Kind,
    wanted: &[Wanted],
    now: Timestamp,
    today: &str,
    soon: &str,
) -> Ranking {
    let mut ranking = Ranking::default();
    let mut suggested = Vec::new();
    for candidate in candidates {
        if let Some(why) = why_not(&candidate, kind, wanted, now, (today, soon)) {
            ranking.others.push((candidate.id, candidate.name, why));
        } else {
            let (score, reasons) = score(&candidate, wanted, now);
            suggested.push((score, candidate.last_active, candidate.id, candidate.name, reasons));
        }
    }
    // Among equals whoever waited longest.
    suggested.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)).then_with(|| a.2.cmp(&b.2)));
    ranking.ahead = suggested.iter().take_while(|(score, ..)| *score > BEYOND).count();
    ranking.suggested = suggested.into_iter().map(|(_, _, id, name, reasons)| (id, name, reasons)).collect();
    ranking
}

#[cfg(test)]
mod tests {
    use super::*;
    use help::{
        kinds::model::{ContactMode, Moderation, Requirement},
        vetting::model::Done,
    };

    const NOW: Timestamp = Timestamp(1_795_420_800_000);

    fn kind() -> Kind {
        Kind {
            id: "k".into(),
            slug: "out".into(),
            active: true,
            moderation: Moderation::Offered,
            risk: 2,
            minutes: 90,
            modes: vec![ContactMode::Out],
            requirements: vec![Requirement::Interview],
            name: String::new(),
            description: String::new(),
            boundary: String::new(),
        }
    }

    fn candidate(id: &str) -> Candidate {
        let done = vec![Done { requirement: Requirement::Interview, on: "2026-01-01".into(), valid_until: None }];
        Candidate {
            id: id.into(),
            name: id.into(),
            record: Record { is_volunteer: true, done, ..Record::default() },
            max_per_month: 4,
            visits: vec![],
            asked: 0,
            near: Near::Further,
            speaks: false,
            met: false,
            last_active: NOW,
            live: false,
            said_no: false,
            not_chosen: false,
            slots: vec![],
            busy: vec![],
        }
    }

    fn wanted() -> Vec<Wanted> {
        let starts_at = NOW.plus_days(2);
        vec![Wanted { starts_at, ends_at: starts_at.plus_minutes(90), weekday: 3, part: DayPart::Morning }]
    }

    fn order(candidates: Vec<Candidate>) -> Vec<String> {
        let ranking = rank(candidates, &kind(), &wanted(), NOW, "2026-11-23", "2026-12-23");
        ranking.suggested.into_iter().map(|(id, _, _)| id.0).collect()
    }

    #[test]
    fn the_nearest_free_and_rested_come_first() {
        let near = Candidate { near: Near::Same, ..candidate("near") };
        let free = Candidate { near: Near::Same, slots: vec![(3, DayPart::Morning)], ..candidate("free") };
        let met = Candidate { met: true, ..free.clone() };
        let met = Candidate { id: "met".into(), ..met };
        let tired = Candidate { id: "tired".into(), asked: 3, visits: vec![NOW; 3], ..free.clone() };
        let idle = Candidate { last_active: NOW.plus_days(-40), ..candidate("idle") };
        assert_eq!(
            order(vec![candidate("far"), near, tired, free, met, idle]),
            ["met", "free", "near", "tired", "idle", "far"]
        );
    }

    #[test]
    fn among_equals_whoever_waited_longest() {
        let waited = Candidate { last_active: NOW.plus_days(-20), ..candidate("z") };
        assert_eq!(order(vec![candidate("a"), waited]), ["z", "a"]);
    }

    #[test]
    fn reasons_are_words_for_what_counts() {
        let everything = Candidate {
            near: Near::Next,
            speaks: true,
            asked: 2,
            visits: vec![NOW],
            slots: vec![(3, DayPart::Morning)],
            ..candidate("v")
        };
        let ranking = rank(vec![everything], &kind(), &wanted(), NOW, "2026-11-23", "2026-12-23");
        let reasons = &ranking.suggested[0].2;
        assert_eq!(*reasons, [Reason::NextArea, Reason::Free, Reason::Speaks, Reason::Asked(2), Reason::Month(1, 4)]);
    }

    #[test]
    fn who_may_not_is_said_why() {
        let begin = NOW.plus_days(2);
        let v = candidate("v");
        let cases = [
            (Candidate { live: true, ..v.clone() }, "live"),
            (Candidate { said_no: true, ..v.clone() }, "said_no"),
            (Candidate { not_chosen: true, ..v.clone() }, "not_chosen"),
            (Candidate { visits: vec![NOW; 4], ..v.clone() }, "full"),
            (Candidate { busy: vec![(begin.plus_minutes(60), begin.plus_minutes(120))], ..v.clone() }, "booked"),
            (Candidate { record: Record { held: true, ..v.record.clone() }, ..v.clone() }, "blocked"),
            (Candidate { record: Record { done: vec![], ..v.record.clone() }, ..v.clone() }, "prospective"),
            (
                Candidate {
                    record: Record { paused_until: Some("2026-11-23".into()), ..v.record.clone() },
                    ..v.clone()
                },
                "paused",
            ),
        ];
        for (candidate, expected) in cases {
            let ranking = rank(vec![candidate], &kind(), &wanted(), NOW, "2026-11-23", "2026-12-23");
            assert!(ranking.suggested.is_empty(), "{expected}");
            assert_eq!(ranking.others[0].2.code(), expected);
        }
        let after = Candidate { busy: vec![(begin.plus_minutes(90), begin.plus_minutes(120))], ..v };
        assert_eq!(order(vec![after]), ["v"], "one visit may follow another");
    }

    /// A time on a day of November (11) or December (12) 2026.
    fn time(month: i8, day: i8, hour: i8, minute: i8) -> Wanted {
        let starts_at = Timestamp::from_local(jiff::civil::date(2026, month, day).at(hour, minute, 0, 0));
        Wanted { starts_at, ends_at: starts_at.plus_minutes(90), weekday: 1, part: DayPart::Morning }
    }

    #[test]
    fn the_maximum_counts_the_month_of_the_visit() {
        let at = |month, day, hour, minute| time(month, day, hour, minute).starts_at;
        let november = vec![at(11, 1, 0, 0), at(11, 14, 10, 0), at(11, 24, 10, 0), at(11, 30, 23, 59)];
        let december = vec![at(12, 1, 0, 0), at(12, 3, 9, 0), at(12, 17, 9, 0), at(12, 31, 23, 59)];
        let (in_november, in_december) = (time(11, 30, 10, 0), time(12, 1, 10, 0));
        // Half past midnight in Stockholm is still November in UTC.
        let first_hour = time(12, 1, 0, 30);
        for (visits, wanted, expected) in [
            (&november, vec![in_november], Some("full")),
            (&november, vec![in_december], None),
            (&november, vec![first_hour], None),
            (&december, vec![in_november], None),
            (&december, vec![in_december], Some("full")),
            (&december, vec![first_hour], Some("full")),
            // One of the times is enough.
            (&november, vec![in_november, in_december], None),
            (&december, vec![in_november, in_december], None),
            // Without a time that is ahead, the month of now.
            (&november, vec![], Some("full")),
            (&december, vec![], None),
        ] {
            let candidate = Candidate { visits: visits.clone(), ..candidate("v") };
            let ranking = rank(vec![candidate], &kind(), &wanted, NOW, "2026-11-23", "2026-12-23");
            let found = ranking.others.first().map(|(_, _, why)| why.code());
            assert_eq!(found, expected, "{visits:?} {wanted:?}");
        }
        // The month that has room is the one that is told of.
        let three = Candidate { visits: [&november[..], &december[..3]].concat(), ..candidate("v") };
        let wanted = [in_november, in_december];
        let ranking = rank(vec![three.clone()], &kind(), &wanted, NOW, "2026-11-23", "2026-12-23");
        assert!(ranking.suggested[0].2.contains(&Reason::Month(3, 4)), "{:?}", ranking.suggested);
        // Full in one month and with another visit at the other time: nowhere left.
        let busy = vec![(in_december.starts_at, in_december.ends_at)];
        let ranking = rank(vec![Candidate { busy, ..three }], &kind(), &wanted, NOW, "2026-11-23", "2026-12-23");
        assert_eq!(ranking.others[0].2, Why::Booked);
    }
}
