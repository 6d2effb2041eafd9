//! SQL of the clocks.

use db::{DbError, Tx, row, rows};
use frame::{
    access::scope::{coordinates, holds},
    told::MessageKind,
};
use ground::{
    Timestamp,
    clock::{day_code, parse_clock, parse_day},
    id::{AreaId, MunicipalityId, OfferId, PersonId, RequestId, VisitId},
    time::DayPart,
};
use help::visits::{
    model::DAYS_TO_REPORT,
    told::{REPORT_REMINDER, VISIT_OVERDUE},
};
use jiff::ToSpan;

/// Where a request is.
pub async fn area_of(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &RequestId,
) -> Result<Option<AreaId>, DbError> {
    let found = row!(
        tx,
        (AreaId,),
        "SELECT area_id FROM request WHERE municipality_id = $1 AND id = $2",
        municipality,
        request
    )?;
    Ok(found.map(|(area,)| area))
}

/// A volunteer's yes that waits for the senior, with the time chosen.
#[derive(Debug, sqlx::FromRow)]
pub struct Proposal {
    pub municipality_id: MunicipalityId,
    pub offer_id: OfferId,
    pub request_id: RequestId,
    pub volunteer_id: PersonId,
    pub senior_id: PersonId,
    pub area_id: AreaId,
    day: String,
    part: String,
    clock: Option<String>,
}

fn starts_at(day: &str, part: &str, clock: Option<&str>) -> Option<Timestamp> {
    Some(Timestamp::start_of(parse_day(day)?, DayPart::from_code(part)?, clock.and_then(parse_clock)))
}

impl Proposal {
    /// When the visit would begin.
    pub fn starts_at(&self) -> Option<Timestamp> {
        starts_at(&self.day, &self.part, self.clock.as_deref())
    }
}

/// What waits for a senior's answer and was to take place today or before.
pub async fn accepted_until(tx: &mut Tx, now: Timestamp) -> Result<Vec<Proposal>, DbError> {
    rows!(
        tx,
        Proposal,
        "SELECT o.municipality_id, o.id AS offer_id, o.request_id, o.volunteer_id, r.senior_id, r.area_id, t.day, t.part, t.clock
         FROM offer o
         JOIN request r ON r.municipality_id = o.municipality_id AND r.id = o.request_id
         JOIN request_time t ON t.municipality_id = o.municipality_id AND t.request_id = o.request_id AND t.id = o.time_id
         WHERE o.status = 'accepted' AND t.day <= $1",
        day_code(now.day())
    )
}

/// A request for which nobody was found.
#[derive(Debug, sqlx::FromRow)]
pub struct Unfilled {
    pub municipality_id: MunicipalityId,
    pub id: RequestId,
    pub senior_id: PersonId,
    pub area_id: AreaId,
}

/// Notes that the senior is told, for those whose request was approved (or needs a replacement since) so many days ago and who have no
/// proposal to answer.
pub async fn mark_unfilled(tx: &mut Tx, days: i64, now: Timestamp) -> Result<Vec<Unfilled>, DbError> {
    rows!(
        tx,
        Unfilled,
        "UPDATE request SET unfilled_told = $1
         WHERE status = 'approved' AND unfilled_told < $1 AND approved_at <= $2
           AND NOT EXISTS (SELECT 1 FROM offer o WHERE o.municipality_id = request.municipality_id AND o.request_id = request.id
                             AND o.status = 'accepted')
         RETURNING municipality_id, id, senior_id, area_id",
        days,
        now.plus_days(-days)
    )
}

/// An approved request that cannot take place any more at the times it names.
#[derive(Debug)]
pub struct TimesOver {
    pub municipality_id: MunicipalityId,
    pub id: RequestId,
    pub area_id: AreaId,
    pub last_day: String,
}

/// Approved requests whose last time passed yesterday or today: older ones have been announced.
pub async fn times_over(tx: &mut Tx, now: Timestamp) -> Result<Vec<TimesOver>, DbError> {
    let (today, yesterday) = (day_code(now.day()), day_code(now.day().saturating_sub(1.day())));
    let found = rows!(
        tx,
        (MunicipalityId, RequestId, AreaId, String, String, Option<String>),
        "SELECT r.municipality_id, r.id, r.area_id, t.day, t.part, t.clock
         FROM request r
         JOIN request_time t ON t.municipality_id = r.municipality_id AND t.request_id = r.id
         WHERE r.status = 'approved'
           AND (SELECT max(l.day) FROM request_time l WHERE l.municipality_id = r.municipality_id AND l.request_id = r.id) IN ($1, $2)
         ORDER BY r.municipality_id, r.id, t.day",
        &today,
        &yesterday
    )?;
    let mut over: Vec<TimesOver> = Vec::new();
    let mut ahead = Vec::new();
    for (municipality_id, id, area_id, last_day, part, clock) in found {
        if starts_at(&last_day, &part, clock.as_deref()).is_some_and(|at| at > now) {
            ahead.push(id.clone());
        }
        match over.last_mut().filter(|last| last.id == id) {
            Some(last) => last.last_day = last_day,
            None => over.push(TimesOver { municipality_id, id, area_id, last_day }),
        }
    }
    over.retain(|request| !ahead.contains(&request.id));
    Ok(over)
}

/// What a volunteer is reminded of, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reminder {
    /// "Start" was not pressed, half an hour after the visit's beginning.
    Start,
    /// The same, after an hour: for the coordinators.
    StartLong,
    /// "Finish" was not pressed, half an hour after the visit's end.
    Finish,
    /// The same, after an hour: for the coordinators.
    FinishLong,
    /// No report after a day.
    Report,
    /// No report after three days.
    ReportAgain,
}

impl Reminder {
    /// All of them, in order.
    pub const ALL: [Self; 6] =
        [Self::Start, Self::StartLong, Self::Finish, Self::FinishLong, Self::Report, Self::ReportAgain];

    /// As in `visit.reminded`.
    const fn step(self) -> i64 {
        match self {
            Self::Start => 1,
            Self::StartLong => 2,
            Self::Finish => 3,
            Self::FinishLong => 4,
            Self::Report => 5,
            Self::ReportAgain => 6,
        }
    }

    /// What the volunteer is told; nothing where the coordinators' screens alone learn it.
    pub const fn message(self) -> Option<&'static MessageKind> {
        match self {
            Self::Start | Self::Finish => Some(&VISIT_OVERDUE),
            Self::StartLong | Self::FinishLong => None,
            Self::Report | Self::ReportAgain => Some(&REPORT_REMINDER),
        }
    }
}

/// A visit that somebody is reminded of.
#[derive(Debug, sqlx::FromRow)]
pub struct Reminded {
    pub municipality_id: MunicipalityId,
    pub id: VisitId,
    pub request_id: RequestId,
    pub volunteer_id: PersonId,
}

/// Notes a reminder for all visits that it is time for; those.
pub async fn remind(tx: &mut Tx, reminder: Reminder, now: Timestamp) -> Result<Vec<Reminded>, DbError> {
    let before = match reminder {
        Reminder::Start | Reminder::Finish => now.plus_minutes(-30),
        Reminder::StartLong | Reminder::FinishLong => now.plus_minutes(-60),
        Reminder::Report => now.plus_days(-1),
        Reminder::ReportAgain => now.plus_days(-3),
    };
    // Nobody is reminded of what cannot be done any more.
    let earliest = now.plus_days(-DAYS_TO_REPORT);
    let sql = match reminder {
        Reminder::Start => {
            "UPDATE visit SET reminded = $1 WHERE status = 'confirmed' AND reminded < $1 AND starts_at <= $2 AND starts_at > $3
               AND EXISTS (SELECT 1 FROM match m WHERE m.municipality_id = visit.municipality_id AND m.id = visit.match_id
                             AND m.status <> 'ended')
             RETURNING municipality_id, id, request_id, volunteer_id"
        }
        Reminder::StartLong => {
            "UPDATE visit SET reminded = $1 WHERE status IN ('planned', 'confirmed') AND reminded < $1 AND starts_at <= $2 AND starts_at > $3
               AND EXISTS (SELECT 1 FROM match m WHERE m.municipality_id = visit.municipality_id AND m.id = visit.match_id
                             AND m.status <> 'ended')
             RETURNING municipality_id, id, request_id, volunteer_id"
        }
        Reminder::Finish | Reminder::FinishLong => {
            "UPDATE visit SET reminded = $1 WHERE status = 'started' AND reminded < $1 AND starts_at + minutes * 60000 <= $2
               AND starts_at > $3
             RETURNING municipality_id, id, request_id, volunteer_id"
        }
        Reminder::Report | Reminder::ReportAgain => {
            "UPDATE visit SET reminded = $1 WHERE status IN ('confirmed', 'started', 'finished') AND reminded < $1
               AND starts_at + minutes * 60000 <= $2 AND starts_at > $3
             RETURNING municipality_id, id, request_id, volunteer_id"
        }
    };
    rows!(tx, Reminded, sql, reminder.step(), before, earliest)
}

/// A role of staff that has ended by its date.
#[derive(Debug, sqlx::FromRow)]
pub struct RoleOver {
    /// The assignment.
    pub id: String,
    /// Whose.
    pub municipality_id: MunicipalityId,
    /// Who held it.
    pub person_id: PersonId,
    /// A `Role`.
    pub role: String,
}

/// Roles of staff that ended within the last day: what was told of them is remembered for longer.
pub async fn roles_over(tx: &mut Tx, now: Timestamp) -> Result<Vec<RoleOver>, DbError> {
    rows!(
        tx,
        RoleOver,
        "SELECT id, municipality_id, person_id, role FROM role_assignment
         WHERE role IN ('coordinator', 'administrator') AND valid_to <= $1 AND valid_to > $2 ORDER BY municipality_id, id",
        now,
        now.plus_days(-1)
    )
}

/// People who have what they have no role for any more: coordinators with requests or concerns, volunteers with offers to answer or
/// visits ahead.
pub async fn without_their_role(tx: &mut Tx, now: Timestamp) -> Result<Vec<(MunicipalityId, PersonId)>, DbError> {
    rows!(
        tx,
        (MunicipalityId, PersonId),
        concat!(
            "SELECT h.municipality_id, h.person_id FROM (
           SELECT municipality_id, owner_id AS person_id, 'coordinator' AS role, area_id FROM request
             WHERE owner_id IS NOT NULL AND status IN ('in_review', 'needs_info', 'approved', 'matched')
           UNION SELECT municipality_id, owner_id, 'coordinator', area_id FROM concern
             WHERE owner_id IS NOT NULL AND status IN ('triaged', 'acting', 'decided')
           UNION SELECT municipality_id, volunteer_id, 'volunteer', CAST(NULL AS TEXT) FROM offer WHERE status IN ('open', 'accepted')
           UNION SELECT municipality_id, volunteer_id, 'volunteer', CAST(NULL AS TEXT) FROM visit
             WHERE status IN ('planned', 'confirmed') AND starts_at > $1) h
         WHERE (h.role = 'coordinator' AND NOT ",
            coordinates!("h.area_id", municipality = "h.municipality_id", person = "h.person_id", now = "$1"),
            ") OR (h.role = 'volunteer' AND NOT ",
            holds!(Volunteer, municipality = "h.municipality_id", person = "h.person_id", now = "$1"),
            ")
         GROUP BY h.municipality_id, h.person_id ORDER BY h.municipality_id, h.person_id"
        ),
        now
    )
}
