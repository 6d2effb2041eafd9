//! SQL of the coordinator's view of volunteers: who they are, what was recorded of them (`records`), what they are asked and do
//! (`tasks`). People with protected identity are in no list.

mod records;
mod tasks;

use db::{DbError, Tx, Update, exec, one, row, rows};
use frame::access::scope::{coordinates, holds};
use ground::{
    Timestamp,
    id::{AreaId, KindId, MunicipalityId, PersonId},
};
pub use records::{RecordRow, done, record, records, withdraw};
pub use tasks::{TaskRow, at_risk, live_offers, offers, visits};

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
            "SELECT v.person_id, TRIM(p.given_name || ' ' || p.family_name) AS name, p.search_text, v.held_at, v.paused_until,
                    ",
            holds!(Volunteer, municipality = "v.municipality_id", person = "v.person_id", now = "$3"),
            " AS is_volunteer,
                    v.joined_at,
                    (SELECT max(x.starts_at) FROM visit x WHERE x.municipality_id = v.municipality_id AND x.volunteer_id = v.person_id
                        AND x.status <> 'cancelled') AS last_visit,
                    (SELECT count(*) FROM offer o WHERE o.municipality_id = v.municipality_id AND o.volunteer_id = v.person_id
                        AND o.status IN ('open', 'accepted')) AS offers
             FROM volunteer v
             JOIN person p ON p.municipality_id = v.municipality_id AND p.id = v.person_id AND p.protected = FALSE
             WHERE v.municipality_id = $1 AND (",
            coordinates!("p.area_id", municipality = "$1", person = "$2", now = "$3"),
            " OR EXISTS (SELECT 1 FROM volunteer_area a WHERE a.municipality_id = v.municipality_id AND a.person_id = v.person_id AND ",
            coordinates!("a.area_id", municipality = "$1", person = "$2", now = "$3"),
            ")) ORDER BY p.search_text, v.person_id LIMIT 5000"
        ),
        municipality,
        me,
        now
    )
}

/// Whether a coordinator works with this volunteer: by where they help, or live.
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
            coordinates!("p.area_id", municipality = "$1", person = "$2", now = "$3"),
            " OR EXISTS (SELECT 1 FROM volunteer_area a WHERE a.municipality_id = p.municipality_id AND a.person_id = p.id AND ",
            coordinates!("a.area_id", municipality = "$1", person = "$2", now = "$3"),
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

/// Puts a volunteer on hold. Too late where they are already.
pub async fn hold(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
    by: &PersonId,
    reason: &str,
    now: Timestamp,
) -> Result<Update, DbError> {
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

/// Ends a hold. Too late where there is none.
pub async fn unhold(tx: &mut Tx, municipality: &MunicipalityId, volunteer: &PersonId) -> Result<Update, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE volunteer SET held_at = NULL, held_by = NULL, held_reason = NULL
         WHERE municipality_id = $1 AND person_id = $2 AND held_at IS NOT NULL",
        municipality,
        volunteer
    )?))
}

/// Sets or ends a pause: the last civil day of it.
pub async fn pause(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
    until: Option<&str>,
) -> Result<Update, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE volunteer SET paused_until = $3 WHERE municipality_id = $1 AND person_id = $2",
        municipality,
        volunteer,
        until
    )?))
}

/// The names of the municipality's areas that the coordinator works in.
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
            coordinates!("a.id", municipality = "$1", person = "$2", now = "$3"),
            " ORDER BY a.name"
        ),
        municipality,
        me,
        now
    )
}
