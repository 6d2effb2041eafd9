//! SQL of the coordinator's view of volunteers. People with protected identity are in no list.

use super::form::Done;
use crate::{
    common::{
        Locale, Timestamp,
        clock::day_code,
        id::{AreaId, KindId, MunicipalityId, OfferId, PersonId, RequestId},
    },
    context::new_id,
    db::{DbError, Tx, one},
    exec,
    people::in_my_areas,
    row, rows,
};

/// A volunteer in the list.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct VolunteerRow {
    /// The person.
    pub person_id: PersonId,
    /// First and family name.
    pub name: String,
    /// What they are found by.
    pub search_text: String,
    /// On hold since.
    pub held_at: Option<Timestamp>,
    /// Paused up to and including this civil day.
    pub paused_until: Option<String>,
    /// Holds the role now.
    pub is_volunteer: bool,
    /// Since when they are a volunteer.
    pub joined_at: Timestamp,
    /// When their latest visit began or begins, if they have had one.
    pub last_visit: Option<Timestamp>,
    /// Questions they have now.
    pub offers: i64,
}

/// The volunteers of the coordinator's areas: those who help there, or live there.
///
/// # Errors
/// The database's.
pub async fn list(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    me: &PersonId,
    now: Timestamp,
) -> Result<Vec<VolunteerRow>, DbError> {
    rows!(
        tx,
        VolunteerRow,
        concat!(
            "SELECT v.person_id, p.given_name || ' ' || p.family_name AS name, p.search_text, v.held_at, v.paused_until,
                    EXISTS (SELECT 1 FROM role_assignment r WHERE r.municipality_id = v.municipality_id AND r.person_id = v.person_id
                              AND r.role = 'volunteer' AND r.valid_from <= $3 AND (r.valid_to IS NULL OR r.valid_to > $3)) AS is_volunteer,
                    v.joined_at,
                    (SELECT max(x.starts_at) FROM visit x WHERE x.municipality_id = v.municipality_id AND x.volunteer_id = v.person_id
                        AND x.status <> 'cancelled') AS last_visit,
                    (SELECT count(*) FROM offer o WHERE o.municipality_id = v.municipality_id AND o.volunteer_id = v.person_id
                        AND o.status IN ('open', 'accepted')) AS offers
             FROM volunteer v
             JOIN person p ON p.municipality_id = v.municipality_id AND p.id = v.person_id AND p.protected = FALSE
             WHERE v.municipality_id = $1 AND (",
            in_my_areas!("p.area_id"),
            " OR EXISTS (SELECT 1 FROM volunteer_area a WHERE a.municipality_id = v.municipality_id AND a.person_id = v.person_id AND ",
            in_my_areas!("a.area_id"),
            ")) ORDER BY p.search_text, v.person_id LIMIT 5000"
        ),
        municipality,
        me,
        now
    )
}

/// Whether a coordinator works with this volunteer: by where they help, or live.
///
/// # Errors
/// The database's.
pub async fn is_mine(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    me: &PersonId,
    now: Timestamp,
    volunteer: &PersonId,
) -> Result<bool, DbError> {
    let found = row!(
        tx,
        (i64,),
        concat!(
            "SELECT count(*) FROM person p WHERE p.municipality_id = $1 AND p.id = $4 AND (",
            in_my_areas!("p.area_id"),
            " OR EXISTS (SELECT 1 FROM volunteer_area a WHERE a.municipality_id = p.municipality_id AND a.person_id = p.id AND ",
            in_my_areas!("a.area_id"),
            "))"
        ),
        municipality,
        me,
        now,
        volunteer
    )?;
    Ok(found.is_some_and(|(count,)| count > 0))
}

/// The areas in which volunteers help: of one, or of all.
///
/// # Errors
/// The database's.
pub async fn areas(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: Option<&PersonId>,
) -> Result<Vec<(PersonId, AreaId, String)>, DbError> {
    rows!(
        tx,
        (PersonId, AreaId, String),
        "SELECT v.person_id, a.id, a.name FROM volunteer_area v
         JOIN area a ON a.municipality_id = v.municipality_id AND a.id = v.area_id
         WHERE v.municipality_id = $1 AND ($2 IS NULL OR v.person_id = $2) ORDER BY v.person_id, a.name",
        municipality,
        volunteer.map(PersonId::as_str)
    )
}

/// The kinds of help that volunteers want to give: of one, or of all.
///
/// # Errors
/// The database's.
pub async fn kinds(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: Option<&PersonId>,
) -> Result<Vec<(PersonId, KindId)>, DbError> {
    rows!(
        tx,
        (PersonId, KindId),
        "SELECT person_id, kind_id FROM volunteer_kind WHERE municipality_id = $1 AND ($2 IS NULL OR person_id = $2)",
        municipality,
        volunteer.map(PersonId::as_str)
    )
}

/// What was recorded as done of all volunteers and not withdrawn: person, requirement, day, last day.
///
/// # Errors
/// The database's.
pub async fn done(
    tx: &mut Tx,
    municipality: &MunicipalityId,
) -> Result<Vec<(PersonId, String, String, Option<String>)>, DbError> {
    rows!(
        tx,
        (PersonId, String, String, Option<String>),
        "SELECT person_id, requirement, done_on, valid_until FROM volunteer_requirement WHERE municipality_id = $1 AND withdrawn_at IS NULL",
        municipality
    )
}

/// A record of one volunteer.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct RecordRow {
    /// The record.
    pub id: String,
    /// A `Requirement`.
    pub requirement: String,
    /// The civil day.
    pub done_on: String,
    /// The last civil day it is good.
    pub valid_until: Option<String>,
    /// Who recorded it.
    pub by_name: Option<String>,
    /// When.
    pub recorded_at: Timestamp,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Timestamp>,
}

/// Everything that was recorded of a volunteer, newest first, also what was withdrawn.
///
/// # Errors
/// The database's.
pub async fn records(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
) -> Result<Vec<RecordRow>, DbError> {
    rows!(
        tx,
        RecordRow,
        "SELECT q.id, q.requirement, q.done_on, q.valid_until, b.given_name || ' ' || b.family_name AS by_name, q.recorded_at, q.withdrawn_at
         FROM volunteer_requirement q
         LEFT JOIN person b ON b.municipality_id = q.municipality_id AND b.id = q.recorded_by
         WHERE q.municipality_id = $1 AND q.person_id = $2 ORDER BY q.recorded_at DESC, q.id DESC LIMIT 100",
        municipality,
        volunteer
    )
}

/// What is kept of a volunteer besides the person.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ProfileRow {
    /// How many visits a month they want at most.
    pub max_per_month: i64,
    /// Paused up to and including this civil day.
    pub paused_until: Option<String>,
    /// On hold since.
    pub held_at: Option<Timestamp>,
    /// Why.
    pub held_reason: Option<String>,
    /// Since when they are a volunteer.
    pub joined_at: Timestamp,
}

/// What is kept of a volunteer besides the person; none for a person who never was one.
///
/// # Errors
/// The database's.
pub async fn profile(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
) -> Result<Option<ProfileRow>, DbError> {
    row!(
        tx,
        ProfileRow,
        "SELECT max_per_month, paused_until, held_at, held_reason, joined_at FROM volunteer WHERE municipality_id = $1 AND person_id = $2",
        municipality,
        volunteer
    )
}

/// Records that something is done. False where the same was recorded of the same day already.
///
/// # Errors
/// The database's.
pub async fn record(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
    done: &Done,
    by: &PersonId,
    now: Timestamp,
) -> Result<bool, DbError> {
    Ok(one(exec!(
        tx,
        "INSERT INTO volunteer_requirement (municipality_id, id, person_id, requirement, done_on, valid_until, recorded_by, recorded_at)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8
         WHERE NOT EXISTS (SELECT 1 FROM volunteer_requirement q WHERE q.municipality_id = $1 AND q.person_id = $3 AND q.requirement = $4
                             AND q.done_on = $5 AND q.withdrawn_at IS NULL)",
        municipality,
        new_id(now),
        volunteer,
        done.requirement.code(),
        day_code(done.on),
        done.until.map(day_code),
        by,
        now
    )?))
}

/// Withdraws a record; it stays in the history. False where it was withdrawn before.
///
/// # Errors
/// The database's.
pub async fn withdraw(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
    record: &str,
    now: Timestamp,
) -> Result<bool, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE volunteer_requirement SET withdrawn_at = $4 WHERE municipality_id = $1 AND person_id = $2 AND id = $3 AND withdrawn_at IS NULL",
        municipality,
        volunteer,
        record,
        now
    )?))
}

/// Puts a volunteer on hold. False where they are already.
///
/// # Errors
/// The database's.
pub async fn hold(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
    by: &PersonId,
    reason: &str,
    now: Timestamp,
) -> Result<bool, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE volunteer SET held_at = $4, held_by = $3, held_reason = $5 WHERE municipality_id = $1 AND person_id = $2 AND held_at IS NULL",
        municipality,
        volunteer,
        by,
        now,
        reason
    )?))
}

/// Ends a hold. False where there is none.
///
/// # Errors
/// The database's.
pub async fn unhold(tx: &mut Tx, municipality: &MunicipalityId, volunteer: &PersonId) -> Result<bool, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE volunteer SET held_at = NULL, held_by = NULL, held_reason = NULL
         WHERE municipality_id = $1 AND person_id = $2 AND held_at IS NOT NULL",
        municipality,
        volunteer
    )?))
}

/// Sets or ends a pause: the last civil day of it.
///
/// # Errors
/// The database's.
pub async fn pause(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
    until: Option<&str>,
) -> Result<bool, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE volunteer SET paused_until = $3 WHERE municipality_id = $1 AND person_id = $2",
        municipality,
        volunteer,
        until
    )?))
}

/// A volunteer's offers that wait for an answer: offer, state, request, its kind.
///
/// # Errors
/// The database's.
pub async fn live_offers(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
) -> Result<Vec<(OfferId, String, RequestId, KindId)>, DbError> {
    rows!(
        tx,
        (OfferId, String, RequestId, KindId),
        "SELECT o.id, o.status, r.id, r.kind_id FROM offer o
         JOIN request r ON r.municipality_id = o.municipality_id AND r.id = o.request_id
         WHERE o.municipality_id = $1 AND o.volunteer_id = $2 AND o.status IN ('open', 'accepted') ORDER BY o.offered_at, o.id",
        municipality,
        volunteer
    )
}

/// Volunteers with an offer, a live match or a visit ahead who may have lost the standing for its kind: held, protected, without the
/// role, or with a requirement that ran out or was added. Few, however many volunteers there are; the standing itself is computed by
/// the caller.
///
/// # Errors
/// The database's.
pub async fn at_risk(tx: &mut Tx, now: Timestamp) -> Result<Vec<(MunicipalityId, PersonId, KindId)>, DbError> {
    rows!(
        tx,
        (MunicipalityId, PersonId, KindId),
        "SELECT l.municipality_id, l.volunteer_id, l.kind_id
         FROM (SELECT o.municipality_id, o.volunteer_id, r.kind_id FROM offer o
               JOIN request r ON r.municipality_id = o.municipality_id AND r.id = o.request_id
               WHERE o.status IN ('open', 'accepted')
               UNION
               SELECT c.municipality_id, c.volunteer_id, r.kind_id FROM contact c
               JOIN request r ON r.municipality_id = c.municipality_id AND r.id = c.request_id
               WHERE c.status IN ('introducing', 'trial', 'active', 'ending')
               UNION
               SELECT v.municipality_id, v.volunteer_id, r.kind_id FROM visit v
               JOIN request r ON r.municipality_id = v.municipality_id AND r.id = v.request_id
               WHERE v.status IN ('planned', 'confirmed') AND v.starts_at >= $1) l
         JOIN volunteer w ON w.municipality_id = l.municipality_id AND w.person_id = l.volunteer_id
         JOIN person p ON p.municipality_id = l.municipality_id AND p.id = l.volunteer_id
         WHERE w.held_at IS NOT NULL OR p.protected
            OR NOT EXISTS (SELECT 1 FROM role_assignment a WHERE a.municipality_id = l.municipality_id AND a.person_id = l.volunteer_id
                             AND a.role = 'volunteer' AND a.valid_from <= $1 AND (a.valid_to IS NULL OR a.valid_to > $1))
            OR EXISTS (SELECT 1 FROM volunteer_requirement q WHERE q.municipality_id = l.municipality_id AND q.person_id = l.volunteer_id
                         AND q.withdrawn_at IS NULL AND q.valid_until < $2
                         AND NOT EXISTS (SELECT 1 FROM volunteer_requirement g WHERE g.municipality_id = q.municipality_id
                                           AND g.person_id = q.person_id AND g.requirement = q.requirement AND g.withdrawn_at IS NULL
                                           AND (g.valid_until IS NULL OR g.valid_until >= $2)))
            OR EXISTS (SELECT 1 FROM kind_requirement k WHERE k.municipality_id = l.municipality_id AND k.kind_id = l.kind_id
                         AND NOT EXISTS (SELECT 1 FROM volunteer_requirement g WHERE g.municipality_id = k.municipality_id
                                           AND g.person_id = l.volunteer_id AND g.requirement = k.requirement AND g.withdrawn_at IS NULL))
         ORDER BY l.municipality_id, l.volunteer_id",
        now,
        day_code(now.day())
    )
}

/// A line of what a volunteer was asked or does: the visit's or request's id, its number, when, the kind's name, a state's code.
pub type TaskRow = (String, i64, Timestamp, String, String);

/// A volunteer's visits, newest first. Those with people of protected identity are left out.
///
/// # Errors
/// The database's.
pub async fn visits(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
    locale: Locale,
) -> Result<Vec<TaskRow>, DbError> {
    rows!(
        tx,
        TaskRow,
        "SELECT v.id, r.number, v.starts_at, t.name, v.status FROM visit v
         JOIN request r ON r.municipality_id = v.municipality_id AND r.id = v.request_id
         JOIN kind_text t ON t.municipality_id = r.municipality_id AND t.kind_id = r.kind_id AND t.locale = $3
         JOIN person s ON s.municipality_id = v.municipality_id AND s.id = v.senior_id AND s.protected = FALSE
         WHERE v.municipality_id = $1 AND v.volunteer_id = $2 ORDER BY v.starts_at DESC, v.id DESC LIMIT 30",
        municipality,
        volunteer,
        locale.tag()
    )
}

/// What a volunteer was asked, newest first.
///
/// # Errors
/// The database's.
pub async fn offers(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
    locale: Locale,
) -> Result<Vec<TaskRow>, DbError> {
    rows!(
        tx,
        TaskRow,
        "SELECT r.id, r.number, o.offered_at, t.name, o.status FROM offer o
         JOIN request r ON r.municipality_id = o.municipality_id AND r.id = o.request_id
         JOIN kind_text t ON t.municipality_id = r.municipality_id AND t.kind_id = r.kind_id AND t.locale = $3
         JOIN person s ON s.municipality_id = r.municipality_id AND s.id = r.senior_id AND s.protected = FALSE
         WHERE o.municipality_id = $1 AND o.volunteer_id = $2 ORDER BY o.offered_at DESC, o.id DESC LIMIT 30",
        municipality,
        volunteer,
        locale.tag()
    )
}

/// The names of the municipality's areas that the coordinator works in.
///
/// # Errors
/// The database's.
pub async fn my_areas(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    me: &PersonId,
    now: Timestamp,
) -> Result<Vec<(AreaId, String)>, DbError> {
    rows!(
        tx,
        (AreaId, String),
        concat!(
            "SELECT a.id, a.name FROM area a WHERE a.municipality_id = $1 AND a.active AND ",
            in_my_areas!("a.id"),
            " ORDER BY a.name"
        ),
        municipality,
        me,
        now
    )
}
