//! What was recorded of volunteers: what they have done, until when it is good.

use crate::volunteers::form::Done;
use db::{DbError, Tx, Update, exec, one, rows};
use ground::{
    Timestamp,
    clock::day_code,
    id::{MunicipalityId, PersonId},
    random::new_id,
};

/// What was recorded as done of all volunteers and not withdrawn: person, requirement, day, last day.
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
pub async fn records(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
) -> Result<Vec<RecordRow>, DbError> {
    rows!(
        tx,
        RecordRow,
        "SELECT q.id, q.requirement, q.done_on, q.valid_until, TRIM(b.given_name || ' ' || b.family_name) AS by_name, q.recorded_at, q.withdrawn_at
         FROM volunteer_requirement q
         LEFT JOIN person b ON b.municipality_id = q.municipality_id AND b.id = q.recorded_by
         WHERE q.municipality_id = $1 AND q.person_id = $2 ORDER BY q.recorded_at DESC, q.id DESC LIMIT 100",
        municipality,
        volunteer
    )
}

/// Records that something is done. Too late where the same was recorded of the same day already.
pub async fn record(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
    done: &Done,
    by: &PersonId,
    now: Timestamp,
) -> Result<Update, DbError> {
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

/// Withdraws a record; it stays in the history. Too late where it was withdrawn before.
pub async fn withdraw(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
    record: &str,
    now: Timestamp,
) -> Result<Update, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE volunteer_requirement SET withdrawn_at = $4 WHERE municipality_id = $1 AND person_id = $2 AND id = $3 AND withdrawn_at IS NULL",
        municipality,
        volunteer,
        record,
        now
    )?))
}
