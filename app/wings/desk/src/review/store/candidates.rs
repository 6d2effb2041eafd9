//! SQL of who could help: a few queries, whatever the number of volunteers. First those near, of everybody else only where they are
//! needed; a candidate is one row. What concerns few (who was asked about it, who has met the senior, who has a visit) is read by itself.

use super::super::ranking::{Candidate, Near, Wanted};
use db::{DbError, Tx, rows};
use frame::access::scope::holds;
use ground::{
    Locale, Timestamp,
    id::{MunicipalityId, PersonId},
    time::DayPart,
};
use help::{
    kinds::model::Requirement,
    offers::model::OfferStatus,
    requests::model::Request,
    vetting::model::{Done, Record},
};
use jiff::ToSpan;
use std::collections::{HashMap, HashSet};

/// Who is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach<'a> {
    /// Who helps in the request's area and usually can at a wanted time; who has met the senior; who was asked about the request.
    /// Everybody else has at most [`super::super::ranking::BEYOND`] points.
    Near,
    /// These.
    Only(&'a [PersonId]),
    /// Everybody who has chosen the kind.
    All,
}

#[derive(sqlx::FromRow)]
struct CandidateRow {
    person_id: PersonId,
    name: String,
    search_text: String,
    max_per_month: i64,
    paused_until: Option<String>,
    held: bool,
    is_volunteer: bool,
    same_area: bool,
    next_area: bool,
    speaks: bool,
    asked: i64,
    last_active: Timestamp,
    done: Option<String>,
}

/// The begin of the first wanted month and the end of the last, in local time; of this month where there is no time.
fn months(wanted: &[Wanted], now: Timestamp) -> (Timestamp, Timestamp) {
    let times = || wanted.iter().map(|time| time.starts_at);
    let first = times().min().unwrap_or(now).day().first_of_month();
    let next = times().max().unwrap_or(now).day().first_of_month().saturating_add(1.month());
    (Timestamp::from_local(first.at(0, 0, 0, 0)), Timestamp::from_local(next.at(0, 0, 0, 0)))
}

/// A list that `LIKE` looks into, on both databases alike: `,a,b,`.
fn list(of: impl Iterator<Item = String>) -> String {
    of.fold(",".to_owned(), |list, one| list + &one + ",")
}

/// The wanted times, as a [`list`] of `1morning`.
fn times(wanted: &[Wanted]) -> String {
    list(wanted.iter().map(|time| format!("{}{}", time.weekday, time.part.code())))
}

macro_rules! candidates {
    ($who:literal) => {
        concat!(
            "SELECT v.person_id, TRIM(p.given_name || ' ' || p.family_name) AS name, p.search_text, v.max_per_month, v.paused_until,
                v.held_at IS NOT NULL AS held,
                ",
            holds!(Volunteer, municipality = "$1", person = "v.person_id", now = "$6"),
            " AS is_volunteer,
                EXISTS (SELECT 1 FROM volunteer_area a WHERE a.municipality_id = $1 AND a.person_id = v.person_id AND a.area_id = $4)
                  AS same_area,
                EXISTS (SELECT 1 FROM volunteer_area a
                         JOIN area_neighbour n ON n.municipality_id = a.municipality_id AND n.area_id = a.area_id
                         WHERE a.municipality_id = $1 AND a.person_id = v.person_id AND n.neighbour_id = $4) AS next_area,
                EXISTS (SELECT 1 FROM person_language l WHERE l.municipality_id = $1 AND l.person_id = v.person_id
                          AND (l.language = $5 OR ($5 <> 'sv' AND EXISTS (SELECT 1 FROM person_language s WHERE s.municipality_id = $1
                                AND s.person_id = $3 AND s.language = l.language AND s.language <> 'sv')))) AS speaks,
                (SELECT count(*) FROM offer o WHERE o.municipality_id = $1 AND o.volunteer_id = v.person_id AND o.offered_at > $7) AS asked,
                COALESCE((SELECT MAX(w.starts_at) FROM visit w WHERE w.municipality_id = $1 AND w.volunteer_id = v.person_id
                    AND w.status <> 'cancelled'), v.joined_at) AS last_active,
                (SELECT string_agg(q.requirement || ' ' || q.done_on || ' ' || COALESCE(q.valid_until, ''), ';')
                 FROM volunteer_requirement q WHERE q.municipality_id = $1 AND q.person_id = v.person_id AND q.withdrawn_at IS NULL) AS done
             FROM volunteer_kind k
             JOIN volunteer v ON v.municipality_id = k.municipality_id AND v.person_id = k.person_id
             JOIN person p ON p.municipality_id = v.municipality_id AND p.id = v.person_id
             WHERE k.municipality_id = $1 AND k.kind_id = $2 AND NOT p.protected AND k.person_id <> $3 AND ",
            $who
        )
    };
}

/// The volunteers who have chosen the request's kind, within reach, in the order of their names. Protected persons, and the senior
/// themselves, are not among them. Of when they usually can, only the wanted times are read.
///
/// # Errors
/// The database's, or an unknown code in a row.
pub async fn load(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &Request,
    senior_locale: Locale,
    wanted: &[Wanted],
    now: Timestamp,
    reach: Reach<'_>,
) -> Result<Vec<Candidate>, DbError> {
    let (sql, named) = match reach {
        Reach::Near => (
            candidates!(
                "k.person_id IN (
                    SELECT a.person_id FROM volunteer_area a
                    JOIN volunteer_slot s ON s.municipality_id = a.municipality_id AND s.person_id = a.person_id
                    WHERE a.municipality_id = $1 AND a.area_id = $4 AND $8 LIKE '%,' || s.weekday || s.part || ',%'
                    UNION SELECT m.volunteer_id FROM match m WHERE m.municipality_id = $1 AND m.senior_id = $3
                    UNION SELECT o.volunteer_id FROM offer o WHERE o.municipality_id = $1 AND o.request_id = $9)"
            ),
            times(wanted),
        ),
        Reach::Only(people) => (
            candidates!("$8 LIKE '%,' || k.person_id || ',%' AND $9 <> ''"),
            list(people.iter().map(|person| person.0.clone())),
        ),
        Reach::All => (candidates!("$8 = '' AND $9 <> ''"), String::new()),
    };
    let mut found = rows!(
        tx,
        CandidateRow,
        sql,
        municipality,
        &request.kind,
        &request.senior,
        &request.area,
        senior_locale.language(),
        now,
        now.plus_days(-14),
        named,
        &request.id
    )?;
    found.sort_unstable_by(|a, b| (&a.search_text, &a.person_id).cmp(&(&b.search_text, &b.person_id)));
    let met = met(tx, municipality, request).await?;
    let answers = answers(tx, municipality, request).await?;
    let mut slots = slots(tx, municipality, request, wanted, reach).await?;
    let mut busy = busy(tx, municipality, now).await?;
    let mut visits = visits(tx, municipality, months(wanted, now)).await?;
    found
        .into_iter()
        .map(|row| {
            let answers = answers.get(&row.person_id).map(Vec::as_slice).unwrap_or_default();
            Ok(Candidate {
                record: Record {
                    is_volunteer: row.is_volunteer,
                    held: row.held,
                    protected: false,
                    paused_until: row.paused_until,
                    done: done(row.done.as_deref().unwrap_or_default(), &row.person_id)?,
                },
                slots: slots.remove(&row.person_id).unwrap_or_default(),
                busy: busy.remove(&row.person_id).unwrap_or_default(),
                name: row.name,
                max_per_month: row.max_per_month,
                visits: visits.remove(&row.person_id).unwrap_or_default(),
                asked: row.asked,
                near: match (row.same_area, row.next_area) {
                    (true, _) => Near::Same,
                    (false, true) => Near::Next,
                    (false, false) => Near::Further,
                },
                speaks: row.speaks,
                met: met.contains(&row.person_id),
                last_active: row.last_active,
                live: answers.iter().any(|(status, _)| {
                    matches!(status, OfferStatus::Open | OfferStatus::Accepted | OfferStatus::Confirmed)
                }),
                said_no: answers.iter().any(|(status, _)| *status == OfferStatus::Declined),
                not_chosen: answers.iter().any(|(status, timed)| *status == OfferStatus::NotChosen && *timed),
                id: row.person_id,
            })
        })
        .collect()
}

/// What was recorded about a volunteer: `requirement done_on valid_until`, joined by semicolons.
fn done(text: &str, person: &PersonId) -> Result<Vec<Done>, DbError> {
    let wrong = || DbError::row("volunteer_requirement", "requirement", person.as_str());
    let one = |record: &str| {
        let mut words = record.split(' ');
        let (code, on, until) = (words.next()?, words.next()?, words.next()?);
        let valid_until = Some(until.to_owned()).filter(|until| !until.is_empty());
        Some(Done { requirement: Requirement::from_code(code)?, on: on.to_owned(), valid_until })
    };
    text.split(';').filter(|record| !record.is_empty()).map(|record| one(record).ok_or_else(wrong)).collect()
}

/// Who has met the senior before.
async fn met(tx: &mut Tx, municipality: &MunicipalityId, request: &Request) -> Result<HashSet<PersonId>, DbError> {
    let found = rows!(
        tx,
        (PersonId,),
        "SELECT DISTINCT volunteer_id FROM match WHERE municipality_id = $1 AND senior_id = $2",
        municipality,
        &request.senior
    )?;
    Ok(found.into_iter().map(|(person,)| person).collect())
}

/// What became of the offers of this request, and whether a time had been chosen.
async fn answers(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &Request,
) -> Result<HashMap<PersonId, Vec<(OfferStatus, bool)>>, DbError> {
    let found = rows!(
        tx,
        (PersonId, String, bool),
        "SELECT volunteer_id, status, time_id IS NOT NULL FROM offer WHERE municipality_id = $1 AND request_id = $2",
        municipality,
        &request.id
    )?;
    let mut answers: HashMap<PersonId, Vec<(OfferStatus, bool)>> = HashMap::new();
    for (person, code, timed) in found {
        let status =
            OfferStatus::from_code(&code).ok_or_else(|| DbError::row("offer", "status", request.id.as_str()))?;
        answers.entry(person).or_default().push((status, timed));
    }
    Ok(answers)
}

/// Who usually can at the wanted times; where only those near are read, of the request's area alone and of whom else is known.
async fn slots(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &Request,
    wanted: &[Wanted],
    reach: Reach<'_>,
) -> Result<HashMap<PersonId, Vec<(i64, DayPart)>>, DbError> {
    macro_rules! slots {
        ($who:literal) => {
            concat!(
                "SELECT s.person_id, s.weekday, s.part FROM volunteer_kind k
                 JOIN volunteer_slot s ON s.municipality_id = k.municipality_id AND s.person_id = k.person_id
                 WHERE k.municipality_id = $1 AND k.kind_id = $2 AND $3 LIKE '%,' || s.weekday || s.part || ',%' AND ",
                $who
            )
        };
    }
    let sql = match reach {
        Reach::Near => slots!(
            "k.person_id IN (SELECT a.person_id FROM volunteer_area a WHERE a.municipality_id = $1 AND a.area_id = $4
               UNION SELECT m.volunteer_id FROM match m WHERE m.municipality_id = $1 AND m.senior_id = $5
               UNION SELECT o.volunteer_id FROM offer o WHERE o.municipality_id = $1 AND o.request_id = $6)"
        ),
        Reach::Only(_) | Reach::All => slots!("$4 <> '' AND $5 <> '' AND $6 <> ''"),
    };
    let found = rows!(
        tx,
        (PersonId, i64, String),
        sql,
        municipality,
        &request.kind,
        times(wanted),
        &request.area,
        &request.senior,
        &request.id
    )?;
    let mut slots: HashMap<PersonId, Vec<(i64, DayPart)>> = HashMap::new();
    for (person, weekday, code) in found {
        let part = DayPart::from_code(&code).ok_or_else(|| DbError::row("volunteer_slot", "part", person.as_str()))?;
        slots.entry(person).or_default().push((weekday, part));
    }
    Ok(slots)
}

/// When the visits of all volunteers between two instants begin, but for those that were cancelled.
async fn visits(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    (from, to): (Timestamp, Timestamp),
) -> Result<HashMap<PersonId, Vec<Timestamp>>, DbError> {
    let found = rows!(
        tx,
        (PersonId, Timestamp),
        "SELECT volunteer_id, starts_at FROM visit
         WHERE municipality_id = $1 AND starts_at >= $2 AND starts_at < $3 AND status <> 'cancelled'",
        municipality,
        from,
        to
    )?;
    let mut visits: HashMap<PersonId, Vec<Timestamp>> = HashMap::new();
    for (person, starts_at) in found {
        visits.entry(person).or_default().push(starts_at);
    }
    Ok(visits)
}

/// The visits that volunteers have from yesterday on: begin and end.
async fn busy(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    now: Timestamp,
) -> Result<HashMap<PersonId, Vec<(Timestamp, Timestamp)>>, DbError> {
    let found = rows!(
        tx,
        (PersonId, Timestamp, i64),
        "SELECT volunteer_id, starts_at, minutes FROM visit
         WHERE municipality_id = $1 AND starts_at > $2 AND status IN ('planned', 'confirmed', 'started')",
        municipality,
        now.plus_days(-1)
    )?;
    let mut busy: HashMap<PersonId, Vec<(Timestamp, Timestamp)>> = HashMap::new();
    for (person, starts_at, minutes) in found {
        busy.entry(person).or_default().push((starts_at, starts_at.plus_minutes(minutes)));
    }
    Ok(busy)
}
