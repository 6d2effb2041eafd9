//! SQL of people who call.

use super::lists::Reader;
use crate::{
    common::id::PersonId,
    db::{DbError, Tx},
    people::in_my_areas,
    rows,
};

/// Somebody who was found.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct CallerRow {
    /// The person.
    pub id: PersonId,
    /// First and family name.
    pub name: String,
    /// Street, to tell two of the same name apart.
    pub street: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Area.
    pub area: Option<String>,
}

/// People of the reader's areas whose names or number match the pattern; never the protected, never the reader.
///
/// # Errors
/// The database's.
pub async fn search(tx: &mut Tx, reader: Reader<'_>, pattern: &str) -> Result<Vec<CallerRow>, DbError> {
    rows!(
        tx,
        CallerRow,
        concat!(
            "SELECT p.id, p.given_name || ' ' || p.family_name AS name, p.street, p.phone, a.name AS area
         FROM person p LEFT JOIN area a ON a.municipality_id = p.municipality_id AND a.id = p.area_id
         WHERE p.municipality_id = $1 AND p.search_text LIKE $4 ESCAPE '\\' AND NOT p.protected AND p.id <> $2
           AND ",
            in_my_areas!("p.area_id"),
            "
         ORDER BY p.search_text, p.id LIMIT 20"
        ),
        reader.municipality,
        reader.me,
        reader.now,
        pattern
    )
}
