//! SQL of who could help: four queries, whatever the number of volunteers.

use super::super::ranking::{Candidate, Near};
use crate::{
    common::{
        Locale, Timestamp,
        id::{MunicipalityId, PersonId},
        time::DayPart,
    },
    db::{DbError, Tx},
    kinds::model::Requirement,
    requests::model::Request,
    rows,
    vetting::model::{Done, Record},
};
use jiff::ToSpan;
use std::collections::HashMap;

#[derive(sqlx::FromRow)]
struct CandidateRow {
    person_id: PersonId,
    name: String,
    max_per_month: i64,
    paused_until: Option<String>,
    held: bool,
    is_volunteer: bool,
    same_area: bool,
    next_area: bool,
    speaks: bool,
    met: bool,
    asked: i64,
    this_month: i64,
    last_active: Timestamp,
    live: bool,
    said_no: bool,
    not_chosen: bool,
}

/// The begin of this month and of the next, in local time.
fn month(now: Timestamp) -> (Timestamp, Timestamp) {
    let first = now.day().first_of_month();
    let next = first.saturating_add(1.month());
    (Timestamp::from_local(first.at(0, 0, 0, 0)), Timestamp::from_local(next.at(0, 0, 0, 0)))
}

/// The volunteers who have chosen the request's kind. Protected persons, and the senior themselves, are not among them.
///
/// # Errors
/// The database's, or an unknown code in a row.
pub async fn load(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &Request,
    senior_locale: Locale,
    now: Timestamp,
) -> Result<Vec<Candidate>, DbError> {
    let (begin, end) = month(now);
    let found = rows!(
        tx,
        CandidateRow,
        "SELECT v.person_id, p.given_name || ' ' || p.family_name AS name, v.max_per_month, v.paused_until, v.held_at IS NOT NULL AS held,
                EXISTS (SELECT 1 FROM role_assignment r WHERE r.municipality_id = $1 AND r.person_id = v.person_id
                          AND r.role = 'volunteer' AND r.valid_from <= $6 AND (r.valid_to IS NULL OR r.valid_to > $6)) AS is_volunteer,
                EXISTS (SELECT 1 FROM volunteer_area a WHERE a.municipality_id = $1 AND a.person_id = v.person_id AND a.area_id = $4)
                  AS same_area,
                EXISTS (SELECT 1 FROM volunteer_area a
                         JOIN area_neighbour n ON n.municipality_id = a.municipality_id AND n.area_id = a.area_id
                         WHERE a.municipality_id = $1 AND a.person_id = v.person_id AND n.neighbour_id = $4) AS next_area,
                EXISTS (SELECT 1 FROM person_language l WHERE l.municipality_id = $1 AND l.person_id = v.person_id
                          AND (l.language = $5 OR ($5 <> 'sv' AND EXISTS (SELECT 1 FROM person_language s WHERE s.municipality_id = $1
                                AND s.person_id = $3 AND s.language = l.language AND s.language <> 'sv')))) AS speaks,
                EXISTS (SELECT 1 FROM contact c WHERE c.municipality_id = $1 AND c.senior_id = $3 AND c.volunteer_id = v.person_id) AS met,
                (SELECT count(*) FROM offer o WHERE o.municipality_id = $1 AND o.volunteer_id = v.person_id AND o.offered_at > $7) AS asked,
                (SELECT count(*) FROM visit w WHERE w.municipality_id = $1 AND w.volunteer_id = v.person_id AND w.starts_at >= $8
                    AND w.starts_at < $9 AND w.status <> 'cancelled') AS this_month,
                COALESCE((SELECT MAX(w.starts_at) FROM visit w WHERE w.municipality_id = $1 AND w.volunteer_id = v.person_id
                    AND w.status <> 'cancelled'), v.joined_at) AS last_active,
                EXISTS (SELECT 1 FROM offer o WHERE o.municipality_id = $1 AND o.request_id = $10 AND o.volunteer_id = v.person_id
                          AND o.status IN ('open', 'accepted', 'confirmed')) AS live,
                EXISTS (SELECT 1 FROM offer o WHERE o.municipality_id = $1 AND o.request_id = $10 AND o.volunteer_id = v.person_id
                          AND o.status = 'declined') AS said_no,
                EXISTS (SELECT 1 FROM offer o WHERE o.municipality_id = $1 AND o.request_id = $10 AND o.volunteer_id = v.person_id
                          AND o.status = 'not_chosen' AND o.time_id IS NOT NULL) AS not_chosen
         FROM volunteer_kind k
         JOIN volunteer v ON v.municipality_id = k.municipality_id AND v.person_id = k.person_id
         JOIN person p ON p.municipality_id = v.municipality_id AND p.id = v.person_id
         WHERE k.municipality_id = $1 AND k.kind_id = $2 AND NOT p.protected AND v.person_id <> $3
         ORDER BY p.search_text, v.person_id",
        municipality,
        &request.kind,
        &request.senior,
        &request.area,
        senior_locale.tag(),
        now,
        now.plus_days(-14),
        begin,
        end,
        &request.id
    )?;
    let mut done = done_by_kind(tx, municipality, request).await?;
    let mut slots = slots_by_kind(tx, municipality, request).await?;
    let mut busy = busy_by_kind(tx, municipality, request, now).await?;
    Ok(found
        .into_iter()
        .map(|row| Candidate {
            record: Record {
                is_volunteer: row.is_volunteer,
                held: row.held,
                protected: false,
                paused_until: row.paused_until,
                done: done.remove(&row.person_id).unwrap_or_default(),
            },
            slots: slots.remove(&row.person_id).unwrap_or_default(),
            busy: busy.remove(&row.person_id).unwrap_or_default(),
            id: row.person_id,
            name: row.name,
            max_per_month: row.max_per_month,
            this_month: row.this_month,
            asked: row.asked,
            near: match (row.same_area, row.next_area) {
                (true, _) => Near::Same,
                (false, true) => Near::Next,
                (false, false) => Near::Further,
            },
            speaks: row.speaks,
            met: row.met,
            last_active: row.last_active,
            live: row.live,
            said_no: row.said_no,
            not_chosen: row.not_chosen,
        })
        .collect())
}

async fn done_by_kind(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &Request,
) -> Result<HashMap<PersonId, Vec<Done>>, DbError> {
    let found = rows!(
        tx,
        (PersonId, String, String, Option<String>),
        "SELECT q.person_id, q.requirement, q.done_on, q.valid_until
         FROM volunteer_kind k
         JOIN volunteer_requirement q ON q.municipality_id = k.municipality_id AND q.person_id = k.person_id AND q.withdrawn_at IS NULL
         WHERE k.municipality_id = $1 AND k.kind_id = $2",
        municipality,
        &request.kind
    )?;
    let mut done: HashMap<PersonId, Vec<Done>> = HashMap::new();
    for (person, code, on, valid_until) in found {
        let wrong = || DbError::row("volunteer_requirement", "requirement", person.as_str());
        let requirement = Requirement::from_code(&code).ok_or_else(wrong)?;
        done.entry(person).or_default().push(Done { requirement, on, valid_until });
    }
    Ok(done)
}

async fn slots_by_kind(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &Request,
) -> Result<HashMap<PersonId, Vec<(i64, DayPart)>>, DbError> {
    let found = rows!(
        tx,
        (PersonId, i64, String),
        "SELECT s.person_id, s.weekday, s.part
         FROM volunteer_kind k JOIN volunteer_slot s ON s.municipality_id = k.municipality_id AND s.person_id = k.person_id
         WHERE k.municipality_id = $1 AND k.kind_id = $2",
        municipality,
        &request.kind
    )?;
    let mut slots: HashMap<PersonId, Vec<(i64, DayPart)>> = HashMap::new();
    for (person, weekday, part) in found {
        let part = DayPart::from_code(&part).ok_or_else(|| DbError::row("volunteer_slot", "part", person.as_str()))?;
        slots.entry(person).or_default().push((weekday, part));
    }
    Ok(slots)
}

/// The visits they have from yesterday on: begin and end.
async fn busy_by_kind(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &Request,
    now: Timestamp,
) -> Result<HashMap<PersonId, Vec<(Timestamp, Timestamp)>>, DbError> {
    let found = rows!(
        tx,
        (PersonId, Timestamp, i64),
        "SELECT w.volunteer_id, w.starts_at, w.minutes
         FROM volunteer_kind k JOIN visit w ON w.municipality_id = k.municipality_id AND w.volunteer_id = k.person_id
              AND w.starts_at > $3 AND w.status IN ('planned', 'confirmed', 'started')
         WHERE k.municipality_id = $1 AND k.kind_id = $2",
        municipality,
        &request.kind,
        now.plus_days(-1)
    )?;
    let mut busy: HashMap<PersonId, Vec<(Timestamp, Timestamp)>> = HashMap::new();
    for (person, starts_at, minutes) in found {
        busy.entry(person).or_default().push((starts_at, starts_at.plus_minutes(minutes)));
    }
    Ok(busy)
}
