//! Who works for the municipality, and from when to when.

use db::{DbError, Tx, exec, one, row, rows};
use frame::access::{
    model::Role,
    scope::{assigned, in_force},
};
use ground::{
    Timestamp,
    id::{AreaId, MunicipalityId, PersonId},
    random::new_id,
};
use people::{person::Sought, sought};

/// A role that somebody has, had or will have.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Assignment {
    /// The assignment.
    pub id: String,
    /// Whose.
    pub person_id: PersonId,
    /// First name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// A `Role`.
    pub role: String,
    /// Where; none in the whole municipality.
    pub area_id: Option<AreaId>,
    /// Where, by name.
    pub area: Option<String>,
    /// From when.
    pub valid_from: Timestamp,
    /// Until when.
    pub valid_to: Option<Timestamp>,
}

/// The roles of staff that hold or will hold.
pub async fn staff(tx: &mut Tx, municipality: &MunicipalityId, now: Timestamp) -> Result<Vec<Assignment>, DbError> {
    rows!(
        tx,
        Assignment,
        "SELECT r.id, r.person_id, p.given_name, p.family_name, r.role, r.area_id, a.name AS area, r.valid_from, r.valid_to
         FROM role_assignment r
         JOIN person p ON p.municipality_id = r.municipality_id AND p.id = r.person_id
         LEFT JOIN area a ON a.municipality_id = r.municipality_id AND a.id = r.area_id
         WHERE r.municipality_id = $1 AND r.role IN ('coordinator', 'administrator') AND (r.valid_to IS NULL OR r.valid_to > $2)
         ORDER BY r.role, p.search_text, r.id",
        municipality,
        now
    )
}

/// The assignment with this id. Of a person with protected identity only a role of staff: nobody else is known to administrators.
pub async fn assignment(tx: &mut Tx, municipality: &MunicipalityId, id: &str) -> Result<Option<Assignment>, DbError> {
    row!(
        tx,
        Assignment,
        "SELECT r.id, r.person_id, p.given_name, p.family_name, r.role, r.area_id, a.name AS area, r.valid_from, r.valid_to
         FROM role_assignment r
         JOIN person p ON p.municipality_id = r.municipality_id AND p.id = r.person_id
         LEFT JOIN area a ON a.municipality_id = r.municipality_id AND a.id = r.area_id
         WHERE r.municipality_id = $1 AND r.id = $2 AND (NOT p.protected OR r.role IN ('coordinator', 'administrator'))",
        municipality,
        id
    )
}

/// Somebody who was searched for: name and the roles that hold now.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Found {
    /// The person.
    pub id: PersonId,
    /// First name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// A `Role`; a person with several is there once a role.
    pub role: Option<String>,
}

/// People who are found by name or number. Protected people are in no search.
pub async fn search(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    sought: &Sought,
    now: Timestamp,
) -> Result<Vec<Found>, DbError> {
    let [first, second, third, fourth] = sought.patterns();
    rows!(
        tx,
        Found,
        concat!(
            "SELECT p.id, p.given_name, p.family_name, r.role
         FROM (SELECT municipality_id, id, given_name, family_name, search_text FROM person
               WHERE municipality_id = $1 AND NOT protected AND ",
            sought!("search_text", "$2", "$4", "$5", "$6"),
            " ORDER BY search_text, id LIMIT 20) p
         LEFT JOIN role_assignment r ON r.municipality_id = p.municipality_id AND r.person_id = p.id AND ",
            in_force!("r", now = "$3"),
            " ORDER BY p.search_text, p.id, r.role"
        ),
        municipality,
        first,
        now,
        second,
        third,
        fourth
    )
}

/// How many people hold a role of staff now.
pub async fn count_staff(tx: &mut Tx, municipality: &MunicipalityId, now: Timestamp) -> Result<i64, DbError> {
    let found = row!(
        tx,
        (i64,),
        concat!(
            "SELECT count(DISTINCT r.person_id) FROM role_assignment r WHERE r.municipality_id = $1 AND ",
            assigned!("r", Coordinator | Administrator, now = "$2")
        ),
        municipality,
        now
    )?;
    Ok(found.map_or(0, |(count,)| count))
}

/// A role that is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRole<'a> {
    /// Whom.
    pub person: &'a PersonId,
    /// Which.
    pub role: Role,
    /// Where; none in the whole municipality.
    pub area: Option<&'a AreaId>,
    /// From when.
    pub from: Timestamp,
    /// Until when.
    pub to: Option<Timestamp>,
    /// Who gave it.
    pub by: &'a PersonId,
}

/// Whether the person has this role in this very place at that time, or will have it.
pub async fn has_role(tx: &mut Tx, municipality: &MunicipalityId, new: &NewRole<'_>) -> Result<bool, DbError> {
    let found = row!(
        tx,
        (String,),
        "SELECT id FROM role_assignment WHERE municipality_id = $1 AND person_id = $2 AND role = $3
           AND (area_id = $4 OR (area_id IS NULL AND $4 IS NULL)) AND (valid_to IS NULL OR valid_to > $5) LIMIT 1",
        municipality,
        new.person,
        new.role.code(),
        new.area.map(AreaId::as_str),
        new.from
    )?;
    Ok(found.is_some())
}

/// Gives a role; its id. None where the person (or the area) is not the municipality's, or has it already for that time.
pub async fn insert_role(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    new: &NewRole<'_>,
    now: Timestamp,
) -> Result<Option<String>, DbError> {
    let id = new_id(now);
    let area = new.area.map(AreaId::as_str);
    let inserted = exec!(
        tx,
        "INSERT INTO role_assignment (municipality_id, id, person_id, role, area_id, valid_from, valid_to, granted_by)
         SELECT p.municipality_id, $2, p.id, $4, $5, $6, $7, $8 FROM person p
         WHERE p.municipality_id = $1 AND p.id = $3
           AND ($5 IS NULL OR EXISTS (SELECT 1 FROM area a WHERE a.municipality_id = $1 AND a.id = $5))
           AND NOT EXISTS (SELECT 1 FROM role_assignment r WHERE r.municipality_id = $1 AND r.person_id = $3 AND r.role = $4
                             AND (r.area_id = $5 OR (r.area_id IS NULL AND $5 IS NULL)) AND (r.valid_to IS NULL OR r.valid_to > $6))",
        municipality,
        &id,
        new.person,
        new.role.code(),
        area,
        new.from,
        new.to,
        new.by
    )?;
    if !one(inserted).is_done() {
        return Ok(None);
    }
    if new.role == Role::Volunteer {
        // Somebody who never was one begins with nothing done.
        exec!(
            tx,
            "INSERT INTO volunteer (municipality_id, person_id, max_per_month, joined_at) VALUES ($1, $2, 4, $3)
             ON CONFLICT (municipality_id, person_id) DO NOTHING",
            municipality,
            new.person,
            now
        )?;
    }
    Ok(Some(id))
}

/// What became of ending a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It has ended.
    Now,
    /// It had ended before, or there is none.
    Before,
    /// Nobody else could set up the municipality.
    LastAdministrator,
}

/// Ends a role now. One who presses at the same moment waits at the municipality's row, so that two administrators cannot end each other.
pub async fn end_role(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    role: &Assignment,
    now: Timestamp,
) -> Result<Ended, DbError> {
    if role.role == Role::Administrator.code() {
        super::one_at_a_time(tx, municipality).await?;
        let others = row!(
            tx,
            (i64,),
            concat!(
                "SELECT count(*) FROM role_assignment r
                 JOIN person p ON p.municipality_id = r.municipality_id AND p.id = r.person_id AND p.has_login
                 WHERE r.municipality_id = $1 AND r.person_id <> $2 AND ",
                assigned!("r", Administrator, now = "$3")
            ),
            municipality,
            &role.person_id,
            now
        )?;
        if others.is_none_or(|(count,)| count == 0) {
            return Ok(Ended::LastAdministrator);
        }
    }
    let ended = exec!(
        tx,
        "UPDATE role_assignment SET valid_to = $3 WHERE municipality_id = $1 AND id = $2 AND (valid_to IS NULL OR valid_to > $3)",
        municipality,
        &role.id,
        now
    )?;
    Ok(if one(ended).is_done() { Ended::Now } else { Ended::Before })
}
