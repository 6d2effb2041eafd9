//! SQL of people who call.

use super::lists::Reader;
use db::{DbError, Tx, rows};
use frame::access::scope::coordinates;
use ground::id::PersonId;
use people::{person::Sought, sought};

/// Somebody who was found: what tells two of the same name apart, and no more. The rest is read by who picks them.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct CallerRow {
    /// The person.
    pub id: PersonId,
    /// First and family name.
    pub name: String,
    /// Area.
    pub area: Option<String>,
}

/// People of the reader's areas whose names or number are sought; never the protected, never the reader.
pub async fn search(tx: &mut Tx, reader: Reader<'_>, sought: &Sought) -> Result<Vec<CallerRow>, DbError> {
    let [first, second, third, fourth] = sought.patterns();
    rows!(
        tx,
        CallerRow,
        concat!(
            "SELECT p.id, TRIM(p.given_name || ' ' || p.family_name) AS name, a.name AS area
         FROM person p LEFT JOIN area a ON a.municipality_id = p.municipality_id AND a.id = p.area_id
         WHERE p.municipality_id = $1 AND NOT p.protected AND p.id <> $2 AND ",
            sought!("p.search_text", "$4", "$5", "$6", "$7"),
            " AND ",
            coordinates!("p.area_id", municipality = "$1", person = "$2", now = "$3"),
            "
         ORDER BY p.search_text, p.id LIMIT 20"
        ),
        reader.municipality,
        reader.me,
        reader.now,
        first,
        second,
        third,
        fourth
    )
}
