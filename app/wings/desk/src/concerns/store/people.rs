//! SQL of the people whom a concern can be about.

use db::{DbError, Tx, row, rows};
use frame::access::scope::{assigned, coordinates, handles_protected, holds};
use ground::{
    Timestamp,
    id::{AreaId, MunicipalityId, PersonId},
};
use people::{person::Sought, sought};

/// Somebody whom a teller can name.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Nameable {
    /// The person.
    pub id: PersonId,
    /// First name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// A coordinator.
    pub staff: bool,
    /// A volunteer of the teller's own visits.
    pub volunteer: bool,
}

/// Whom a senior or a volunteer knows through us: the other person of their visits, the latest first, then the coordinators of where
/// they live or help. Never anybody with protected identity.
pub async fn known_to(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &PersonId,
    now: Timestamp,
) -> Result<Vec<Nameable>, DbError> {
    rows!(
        tx,
        Nameable,
        concat!(
            "SELECT p.id, p.given_name, p.family_name, k.staff, k.volunteer
         FROM (SELECT CASE WHEN v.senior_id = $2 THEN v.volunteer_id ELSE v.senior_id END AS id, FALSE AS staff,
                      v.senior_id = $2 AS volunteer, MAX(v.starts_at) AS at
               FROM visit v WHERE v.municipality_id = $1 AND (v.senior_id = $2 OR v.volunteer_id = $2)
               GROUP BY 1, 3
               UNION ALL
               SELECT DISTINCT r.person_id, TRUE, FALSE, CAST(0 AS BIGINT) FROM role_assignment r
               WHERE r.municipality_id = $1 AND ",
            assigned!("r", Coordinator, now = "$3"),
            "
                 AND (r.area_id IS NULL
                      OR r.area_id = (SELECT me.area_id FROM person me WHERE me.municipality_id = $1 AND me.id = $2)
                      OR r.area_id IN (SELECT a.area_id FROM volunteer_area a WHERE a.municipality_id = $1 AND a.person_id = $2))) k
         JOIN person p ON p.municipality_id = $1 AND p.id = k.id AND NOT p.protected AND p.id <> $2
         ORDER BY k.at DESC, p.search_text, p.id LIMIT 30"
        ),
        municipality,
        person,
        now
    )
}

// $2 is the coordinator who names somebody: people who live or help in their areas, and colleagues.
macro_rules! nameable {
    () => {
        concat!(
            "p.municipality_id = $1 AND p.id <> $2 AND (",
            coordinates!("p.area_id", municipality = "$1", person = "$2", now = "$3"),
            " OR EXISTS (SELECT 1 FROM volunteer_area a WHERE a.municipality_id = $1 AND a.person_id = p.id AND ",
            coordinates!("a.area_id", municipality = "$1", person = "$2", now = "$3"),
            ") OR ",
            holds!(Coordinator | Administrator, municipality = "$1", person = "p.id", now = "$3"),
            ")"
        )
    };
}

/// Whom a coordinator can name, by name or number: id, name, area. Nobody with protected identity is found.
pub async fn find(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    me: &PersonId,
    now: Timestamp,
    sought: &Sought,
) -> Result<Vec<(PersonId, String, Option<String>)>, DbError> {
    let [first, second, third, fourth] = sought.patterns();
    rows!(
        tx,
        (PersonId, String, Option<String>),
        concat!(
            "SELECT p.id, TRIM(p.given_name || ' ' || p.family_name), d.name
             FROM person p LEFT JOIN area d ON d.municipality_id = p.municipality_id AND d.id = p.area_id
             WHERE NOT p.protected AND ",
            sought!("p.search_text", "$4", "$5", "$6", "$7"),
            " AND ",
            nameable!(),
            " ORDER BY p.search_text, p.id LIMIT 20"
        ),
        municipality,
        me,
        now,
        first,
        second,
        third,
        fourth
    )
}

/// Whether a coordinator can name this person.
pub async fn may_name(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    me: &PersonId,
    now: Timestamp,
    person: &PersonId,
) -> Result<bool, DbError> {
    let found = row!(
        tx,
        (i64,),
        concat!(
            "SELECT count(*) FROM person p WHERE p.id = $4 AND (NOT p.protected OR ",
            handles_protected!(municipality = "$1", person = "$2", now = "$3"),
            ") AND ",
            nameable!()
        ),
        municipality,
        me,
        now,
        person
    )?;
    Ok(found.is_some_and(|(count,)| count > 0))
}

/// A person's name, and whether their identity is protected.
pub async fn name_of(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &PersonId,
) -> Result<Option<(String, bool)>, DbError> {
    row!(
        tx,
        (String, bool),
        "SELECT TRIM(given_name || ' ' || family_name), protected FROM person WHERE municipality_id = $1 AND id = $2",
        municipality,
        person
    )
}

/// The area of the person's address.
pub async fn area_of(tx: &mut Tx, municipality: &MunicipalityId, person: &PersonId) -> Result<Option<AreaId>, DbError> {
    let found = row!(
        tx,
        (Option<AreaId>,),
        "SELECT area_id FROM person WHERE municipality_id = $1 AND id = $2",
        municipality,
        person
    )?;
    Ok(found.and_then(|(area,)| area))
}
