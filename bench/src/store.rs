//! SQL of the measuring: who is in a database, and rows to commit.

use db::{DbError, Tx, exec, row, rows};
use ground::id::{KindId, PersonId};

/// Somebody of this name.
pub async fn person(tx: &mut Tx, given: &str, family: &str) -> Result<Option<String>, DbError> {
    let found = row!(
        tx,
        (String,),
        "SELECT id FROM person WHERE given_name = $1 AND family_name = $2 ORDER BY id LIMIT 1",
        given,
        family
    )?;
    Ok(found.map(|(id,)| id))
}

/// A senior with a login who has asked about twenty times: as often as there are requests for each senior.
pub async fn typical_senior(tx: &mut Tx) -> Result<Option<String>, DbError> {
    let found = row!(
        tx,
        (String,),
        "SELECT r.senior_id FROM request r JOIN person p ON p.municipality_id = r.municipality_id AND p.id = r.senior_id
         WHERE p.has_login GROUP BY r.municipality_id, r.senior_id ORDER BY abs(count(*) - 20), r.senior_id LIMIT 1"
    )?;
    Ok(found.map(|(id,)| id))
}

/// An approved request that nobody is asked about.
pub async fn approved_request(tx: &mut Tx) -> Result<Option<String>, DbError> {
    let found = row!(
        tx,
        (String,),
        "SELECT r.id FROM request r WHERE r.status = 'approved' AND NOT EXISTS (SELECT 1 FROM offer o
           WHERE o.municipality_id = r.municipality_id AND o.request_id = r.id) ORDER BY r.municipality_id, r.number LIMIT 1"
    )?;
    Ok(found.map(|(id,)| id))
}

/// A kind of help by its short name, in the municipality of this person.
pub async fn kind(tx: &mut Tx, slug: &str, person: &str) -> Result<Option<KindId>, DbError> {
    let found = row!(
        tx,
        (KindId,),
        "SELECT k.id FROM kind k JOIN person p ON p.municipality_id = k.municipality_id WHERE k.slug = $1 AND p.id = $2",
        slug,
        person
    )?;
    Ok(found.map(|(id,)| id))
}

/// Seniors with a login.
pub async fn seniors(tx: &mut Tx, person: &str, most: i64) -> Result<Vec<PersonId>, DbError> {
    let found = rows!(
        tx,
        (PersonId,),
        "SELECT r.person_id FROM role_assignment r JOIN person p ON p.municipality_id = r.municipality_id AND p.id = r.person_id
         WHERE r.role = 'senior' AND p.has_login AND r.municipality_id = (SELECT municipality_id FROM person WHERE id = $1)
         ORDER BY r.person_id LIMIT $2",
        person,
        most
    )?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

/// Volunteers for a kind who may be asked: all is recorded and good for long, they are neither held nor
/// paused, and nothing waits for their answer.
pub async fn volunteers(tx: &mut Tx, kind: &KindId, good_until: &str, most: i64) -> Result<Vec<PersonId>, DbError> {
    let found = rows!(
        tx,
        (PersonId,),
        "SELECT v.person_id FROM volunteer v
         JOIN volunteer_kind k ON k.municipality_id = v.municipality_id AND k.person_id = v.person_id AND k.kind_id = $1
         WHERE v.held_at IS NULL AND v.paused_until IS NULL AND v.max_per_month >= 2
           AND NOT EXISTS (SELECT 1 FROM visit w WHERE w.municipality_id = v.municipality_id AND w.volunteer_id = v.person_id
                             AND w.status <> 'reported')
           AND NOT EXISTS (SELECT 1 FROM offer o WHERE o.municipality_id = v.municipality_id AND o.volunteer_id = v.person_id
                             AND o.status IN ('open', 'accepted'))
           AND (SELECT count(*) FROM volunteer_requirement q WHERE q.municipality_id = v.municipality_id AND q.person_id = v.person_id
                  AND q.withdrawn_at IS NULL AND (q.valid_until IS NULL OR q.valid_until > $2)) >= 6
         ORDER BY v.person_id LIMIT $3",
        kind,
        good_until,
        most
    )?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

/// How many requests were closed because the need was met.
pub async fn needs_met(tx: &mut Tx) -> Result<i64, DbError> {
    let found = row!(tx, (i64,), "SELECT count(*) FROM request WHERE status = 'closed' AND end_reason = 'need_met'")?;
    Ok(found.map_or(0, |(count,)| count))
}

/// A table for [`insert_scratch`].
pub async fn create_scratch(tx: &mut Tx) -> Result<(), DbError> {
    exec!(tx, "CREATE TABLE IF NOT EXISTS bench_commit (note TEXT NOT NULL)")?;
    Ok(())
}

/// A row.
pub async fn insert_scratch(tx: &mut Tx) -> Result<(), DbError> {
    exec!(tx, "INSERT INTO bench_commit (note) VALUES ('a row')")?;
    Ok(())
}
