//! SQL of concerns: their steps, whom they can be about (`people`), and what waits because of them (`tasks`). A step is a conditional update that never touches a concern about
//! the person who takes it.

mod people;
mod tasks;
#[cfg(test)]
mod tests;

pub use people::{Nameable, area_of, find, known_to, may_name, name_of};
pub use tasks::{all_facts, facts};

use crate::concerns::model::{About, Concern, ConcernStatus, Severity};
use db::{DbError, Table, Tx, Update, exec, one, row, rows};
use frame::access::scope::{coordinates, handles_protected};
use ground::{
    Object, Timestamp,
    id::{AreaId, ConcernId, MunicipalityId, PersonId, VisitId},
    random::{draw, new_id},
};

/// The tables of this feature.
pub const TABLES: &[Table] = &[Table::of_people(
    "concern",
    "SELECT 'concern', id, received_at, status, body FROM concern WHERE municipality_id = $1 AND by_person_id = $2",
)];

#[derive(sqlx::FromRow)]
struct ConcernRow {
    id: ConcernId,
    number: i64,
    by_person_id: PersonId,
    by_name: String,
    about_person_id: Option<PersonId>,
    about_name: Option<String>,
    about_nobody: bool,
    protected: bool,
    about_type: Option<String>,
    about_id: Option<String>,
    visit_senior: Option<PersonId>,
    visit_volunteer: Option<PersonId>,
    area_id: Option<AreaId>,
    area_name: Option<String>,
    body: String,
    status: String,
    received_at: Timestamp,
    severity: Option<String>,
    owner_id: Option<PersonId>,
    owner_name: Option<String>,
    unowned_since: Option<Timestamp>,
    triaged_at: Option<Timestamp>,
    lex_sarah: Option<String>,
    lex_sarah_note: Option<String>,
    acting_at: Option<Timestamp>,
    decision: Option<String>,
    decided_at: Option<Timestamp>,
    closed_at: Option<Timestamp>,
}

impl TryFrom<ConcernRow> for Concern {
    type Error = DbError;

    fn try_from(row: ConcernRow) -> Result<Self, DbError> {
        let wrong = |column: &'static str| DbError::row("concern", column, row.id.as_str());
        let status = ConcernStatus::from_code(&row.status).ok_or_else(|| wrong("status"))?;
        let severity = row
            .severity
            .as_deref()
            .map(|code| Severity::from_code(code).ok_or_else(|| wrong("severity")))
            .transpose()?;
        if status != ConcernStatus::Received {
            if severity.is_none() || row.lex_sarah.is_none() {
                return Err(wrong("severity"));
            }
            if row.owner_id.is_none() && row.unowned_since.is_none() {
                return Err(wrong("owner_id"));
            }
        }
        let visit = match row.about_type.as_deref().map(Object::from_code) {
            None => None,
            Some(Some(Object::Visit)) => row.about_id.map(VisitId),
            // Whose concern it must not be is not known.
            Some(_) => return Err(wrong("about_type")),
        };
        Ok(Self {
            status,
            severity,
            id: row.id,
            number: row.number,
            by: row.by_person_id,
            by_name: row.by_name,
            about: row.about_person_id,
            about_name: row.about_name,
            about_nobody: row.about_nobody,
            protected: row.protected,
            visit,
            parties: row.visit_senior.into_iter().chain(row.visit_volunteer).collect(),
            area: row.area_id,
            area_name: row.area_name,
            body: row.body,
            received_at: row.received_at,
            owner: row.owner_id,
            owner_name: row.owner_name,
            triaged_at: row.triaged_at,
            lex_sarah: row.lex_sarah.map(|answer| answer == "yes"),
            lex_sarah_note: row.lex_sarah_note,
            acting_at: row.acting_at,
            decision: row.decision,
            decided_at: row.decided_at,
            closed_at: row.closed_at,
        })
    }
}

// Whoever a concern is about or comes from, beside the concern `c`: the teller `b`, the person `x`, the visit `v` with its two.
#[macro_export]
macro_rules! concern_people {
    () => {
        "JOIN person b ON b.municipality_id = c.municipality_id AND b.id = c.by_person_id
         LEFT JOIN person x ON x.municipality_id = c.municipality_id AND x.id = c.about_person_id
         LEFT JOIN visit v ON v.municipality_id = c.municipality_id AND c.about_type = 'visit' AND v.id = c.about_id
         LEFT JOIN person vs ON vs.municipality_id = v.municipality_id AND vs.id = v.senior_id
         LEFT JOIN person vv ON vv.municipality_id = v.municipality_id AND vv.id = v.volunteer_id"
    };
}

// One of them has a protected identity: `policy::Subject::protected`.
#[macro_export]
macro_rules! concern_protected {
    () => {
        "(b.protected OR COALESCE(x.protected, FALSE) OR COALESCE(vs.protected, FALSE) OR COALESCE(vv.protected, FALSE))"
    };
}

// It is neither about the coordinator `$2` nor about a visit of theirs: `policy::handle`.
#[macro_export]
macro_rules! concern_of_others {
    () => {
        "(c.about_person_id IS NULL OR c.about_person_id <> $2) AND (v.id IS NULL OR (v.senior_id <> $2 AND v.volunteer_id <> $2))"
    };
}

macro_rules! select {
    ($($rest:expr),+) => {
        concat!(
            "SELECT c.id, c.number, c.by_person_id, TRIM(b.given_name || ' ' || b.family_name) AS by_name, c.about_person_id,
                    TRIM(x.given_name || ' ' || x.family_name) AS about_name, c.about_nobody,
                    ",
            concern_protected!(),
            " AS protected, c.about_type, c.about_id, v.senior_id AS visit_senior, v.volunteer_id AS visit_volunteer, c.area_id, a.name AS area_name, c.body, c.status,
                    c.received_at, c.severity, c.owner_id, TRIM(o.given_name || ' ' || o.family_name) AS owner_name, c.unowned_since, c.triaged_at, c.lex_sarah,
                    c.lex_sarah_note, c.acting_at, c.decision, c.decided_at, c.closed_at
             FROM concern c
             ",
            concern_people!(),
            " LEFT JOIN person o ON o.municipality_id = c.municipality_id AND o.id = c.owner_id
             LEFT JOIN area a ON a.municipality_id = c.municipality_id AND a.id = c.area_id ",
            $($rest),+
        )
    };
}

/// What a new concern holds.
#[derive(Clone, Debug)]
pub struct NewConcern<'a> {
    /// Who tells it.
    pub by: &'a PersonId,
    /// Whom it is about.
    pub about: &'a About,
    /// The visit it is about.
    pub visit: Option<&'a VisitId>,
    /// The area it belongs to.
    pub area: Option<&'a AreaId>,
    /// What happened.
    pub body: &'a str,
    /// The person who tells it says that somebody is in danger now.
    pub danger: bool,
}

/// The first number of a concern: all have six digits.
pub const FIRST_NUMBER: i64 = 100_000;
/// So many numbers are drawn from; a town has told a few thousand at most.
const NUMBERS: usize = 900_000;
/// So often a number is drawn anew that another concern has.
const DRAWS: usize = 100;

/// Inserts a concern. Its number is drawn: numbers in a row would tell, by the one that is missing, that there is a concern which the
/// reader may not know of.
pub async fn insert(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    new: &NewConcern<'_>,
    now: Timestamp,
) -> Result<ConcernId, DbError> {
    let id = ConcernId(new_id(now));
    for _ in 0..DRAWS {
        let number = FIRST_NUMBER + i64::try_from(draw(NUMBERS)).unwrap_or_default();
        if insert_numbered(tx, municipality, (&id, number), new, now).await?.is_done() {
            return Ok(id);
        }
    }
    Err(DbError::row("concern", "number", id.as_str()))
}

/// Inserts a concern with this number. Too late where another has it.
async fn insert_numbered(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    (id, number): (&ConcernId, i64),
    new: &NewConcern<'_>,
    now: Timestamp,
) -> Result<Update, DbError> {
    let inserted = exec!(
        tx,
        "INSERT INTO concern (municipality_id, id, number, by_person_id, about_person_id, about_nobody, about_type, about_id, area_id, body,
                              status, received_at, severity)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'received', $11, $12) ON CONFLICT (municipality_id, number) DO NOTHING",
        municipality,
        id,
        number,
        new.by,
        new.about.person().map(PersonId::as_str),
        *new.about == About::Nobody,
        new.visit.map(|_| Object::Visit.code()),
        new.visit,
        new.area,
        new.body,
        now,
        new.danger.then_some(Severity::Acute.code())
    )?;
    Ok(one(inserted))
}

/// The concern with this id.
///
/// # Errors
/// The database's, or a row that contradicts itself.
pub async fn by_id(tx: &mut Tx, municipality: &MunicipalityId, id: &ConcernId) -> Result<Option<Concern>, DbError> {
    row!(tx, ConcernRow, select!("WHERE c.municipality_id = $1 AND c.id = $2"), municipality, id)?
        .map(Concern::try_from)
        .transpose()
}

/// The concerns that a coordinator handles: open ones, or closed ones. The most serious first, then the oldest.
///
/// # Errors
/// The database's, or a row that contradicts itself.
pub async fn list(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    me: &PersonId,
    now: Timestamp,
    closed: bool,
    most: i64,
) -> Result<Vec<Concern>, DbError> {
    rows!(
        tx,
        ConcernRow,
        select!(
            "WHERE c.municipality_id = $1 AND ",
            coordinates!("c.area_id", municipality = "$1", person = "$2", now = "$3"),
            " AND (NOT ",
            concern_protected!(),
            " OR ",
            handles_protected!(municipality = "$1", person = "$2", now = "$3"),
            ") AND ",
            concern_of_others!(),
            " AND (c.status = 'closed') = $4
             ORDER BY CASE c.severity WHEN 'acute' THEN 0 WHEN 'serious' THEN 1 WHEN 'low' THEN 3 ELSE 2 END, c.received_at, c.id LIMIT $5"
        ),
        municipality,
        me,
        now,
        closed,
        most
    )?
    .into_iter()
    .map(Concern::try_from)
    .collect()
}

/// The visits of a person that are for the coordinator to decide on, still ahead or of a match that is stopped: id, start, the other's
/// name, whether the other's identity is protected, whether the match is stopped.
pub async fn visits_ahead(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &PersonId,
    now: Timestamp,
) -> Result<Vec<(VisitId, Timestamp, String, bool, bool)>, DbError> {
    rows!(
        tx,
        (VisitId, Timestamp, String, bool, bool),
        "SELECT v.id, v.starts_at, TRIM(p.given_name || ' ' || p.family_name), p.protected, m.status = 'suspended'
         FROM visit v
         JOIN match m ON m.municipality_id = v.municipality_id AND m.id = v.match_id
         JOIN person p ON p.municipality_id = v.municipality_id
              AND p.id = CASE WHEN v.senior_id = $2 THEN v.volunteer_id ELSE v.senior_id END
         WHERE v.municipality_id = $1 AND (v.senior_id = $2 OR v.volunteer_id = $2)
           AND ((v.status IN ('planned', 'confirmed', 'started') AND v.starts_at >= $3) OR (m.status = 'suspended' AND v.status <> 'cancelled'))
         ORDER BY v.starts_at, v.id LIMIT 50",
        municipality,
        person,
        now.plus_hours(-12)
    )
}

/// A coordinator judges a received concern and has it from then on. Too late where a colleague was first, or it is not decided whom it is
/// about.
pub async fn triage(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    id: &ConcernId,
    owner: &PersonId,
    triage: &crate::concerns::form::Triage,
    now: Timestamp,
) -> Result<Update, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE concern SET status = 'triaged', severity = $4, owner_id = $3, triaged_at = $5, lex_sarah = $6, lex_sarah_note = $7
         WHERE municipality_id = $1 AND id = $2 AND status = 'received' AND (about_nobody OR about_person_id <> $3)",
        municipality,
        id,
        owner,
        triage.severity.code(),
        now,
        if triage.lex_sarah { "yes" } else { "no" },
        triage.note.as_str()
    )?))
}

/// Takes a concern from one state to the next after it; `decision` goes with "decided". Whoever takes a step of a concern without an
/// owner has it from then on. Too late where it was not in that state, or is about who steps.
pub async fn advance(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    id: &ConcernId,
    from: ConcernStatus,
    to: ConcernStatus,
    (by, decision): (&PersonId, Option<&str>),
    now: Timestamp,
) -> Result<Update, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE concern SET status = $4, decision = COALESCE($5, decision), owner_id = COALESCE(owner_id, $7), unowned_since = NULL,
                acting_at = CASE WHEN $4 = 'acting' THEN $6 ELSE acting_at END,
                decided_at = CASE WHEN $4 = 'decided' THEN $6 ELSE decided_at END,
                closed_at = CASE WHEN $4 = 'closed' THEN $6 ELSE closed_at END
         WHERE municipality_id = $1 AND id = $2 AND status = $3 AND (about_person_id IS NULL OR about_person_id <> $7)",
        municipality,
        id,
        from.code(),
        to.code(),
        decision,
        now,
        by
    )?))
}

/// Sets or corrects whom a concern is about, from then on out of that person's sight: where they had it, it waits for a new owner.
/// Too late where it is closed, or is about who sets it.
pub async fn set_about(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    id: &ConcernId,
    by: &PersonId,
    about: &About,
    now: Timestamp,
) -> Result<Update, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE concern SET about_person_id = $4, about_nobody = $5,
                unowned_since = CASE WHEN owner_id = $4 THEN $6 ELSE unowned_since END,
                owner_id = CASE WHEN owner_id = $4 THEN NULL ELSE owner_id END
         WHERE municipality_id = $1 AND id = $2 AND status <> 'closed' AND (about_person_id IS NULL OR about_person_id <> $3)",
        municipality,
        id,
        by,
        about.person().map(PersonId::as_str),
        *about == About::Nobody,
        now
    )?))
}

/// The concerns of somebody who does not handle them any more wait for a new owner: those outside the areas that they still have.
/// Which ones, with their areas.
pub async fn unassign_out_of_scope(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &PersonId,
    now: Timestamp,
) -> Result<Vec<(ConcernId, Option<AreaId>)>, DbError> {
    rows!(
        tx,
        (ConcernId, Option<AreaId>),
        concat!(
            "UPDATE concern SET owner_id = NULL, unowned_since = $3
             WHERE municipality_id = $1 AND owner_id = $2 AND status IN ('triaged', 'acting', 'decided') AND NOT ",
            coordinates!("concern.area_id", municipality = "$1", person = "$2", now = "$3"),
            " RETURNING id, area_id"
        ),
        municipality,
        person,
        now
    )
}
