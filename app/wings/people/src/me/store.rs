//! SQL of one's own data.

use db::{DbError, Tx, row, rows};
use frame::access::scope::in_force;
use ground::{
    Locale, Timestamp,
    id::{MunicipalityId, PersonId},
};

/// How many sessions and requests a person has.
pub async fn counts(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &PersonId,
    unix_now: i64,
) -> Result<(i64, i64, i64), DbError> {
    let found = row!(
        tx,
        (i64, i64, i64),
        "SELECT (SELECT count(*) FROM session s WHERE s.municipality_id = $1 AND s.person_id = $2 AND s.expires_at > $3),
                (SELECT count(*) FROM request r WHERE r.municipality_id = $1 AND r.senior_id = $2),
                (SELECT count(*) FROM visit v WHERE v.municipality_id = $1 AND (v.senior_id = $2 OR v.volunteer_id = $2))",
        municipality,
        person,
        unix_now
    )?;
    Ok(found.unwrap_or_default())
}

/// A role with the area's name and since when.
pub async fn roles(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &PersonId,
    now: Timestamp,
) -> Result<Vec<(String, Option<String>, Timestamp)>, DbError> {
    rows!(
        tx,
        (String, Option<String>, Timestamp),
        concat!(
            "SELECT r.role, a.name, r.valid_from FROM role_assignment r
             LEFT JOIN area a ON a.municipality_id = r.municipality_id AND a.id = r.area_id
             WHERE r.municipality_id = $1 AND r.person_id = $2 AND ",
            in_force!("r", now = "$3"),
            " ORDER BY r.valid_from, r.id"
        ),
        municipality,
        person,
        now
    )
}

/// A line of the file of one's own data: what, a number or code, when (unix milliseconds), a state, own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnRow {
    /// A code, which the statement gives.
    pub what: String,
    /// Its id.
    pub id: String,
    /// When it was made or takes place.
    pub at: Timestamp,
    /// Its state or code.
    pub state: String,
    /// The person's own words, or empty.
    pub words: String,
}

/// A person's own rows of one table: `statement` is what its feature says of it ([`db::Own::Rows`]).
pub async fn own_rows(
    tx: &mut Tx,
    statement: &'static str,
    municipality: &MunicipalityId,
    person: &PersonId,
) -> Result<Vec<OwnRow>, DbError> {
    let found = rows!(tx, (String, String, Timestamp, String, String), statement, municipality, person)?;
    let row = |(what, id, at, state, words)| OwnRow { what, id, at, state, words };
    Ok(found.into_iter().map(row).collect())
}

/// The names, in a language, of the kinds of help that a volunteer chose.
pub async fn kinds(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &PersonId,
    locale: Locale,
) -> Result<Vec<String>, DbError> {
    let found = rows!(
        tx,
        (String,),
        "SELECT t.name FROM volunteer_kind v
         JOIN kind_text t ON t.municipality_id = v.municipality_id AND t.kind_id = v.kind_id AND t.locale = $3
         WHERE v.municipality_id = $1 AND v.person_id = $2 ORDER BY t.name",
        municipality,
        person,
        locale.language()
    )?;
    Ok(found.into_iter().map(|(name,)| name).collect())
}
