//! What volunteers have promised: nobody is in two places.

use crate::{offers::model::Promise, requests::model::PossibleTime};
use db::{DbError, Tx, Update, exec, one, rows};
use ground::{
    Timestamp,
    id::{KindId, MunicipalityId, PersonId, RequestId, TimeId},
    time::DayPart,
};

#[derive(sqlx::FromRow)]
struct PromiseRow {
    request_id: RequestId,
    kind_id: KindId,
    visit_at: Option<Timestamp>,
    time_id: Option<TimeId>,
    day: String,
    part: String,
    clock: Option<String>,
    minutes: i64,
    given_name: String,
}

impl TryFrom<PromiseRow> for Promise {
    type Error = DbError;

    fn try_from(row: PromiseRow) -> Result<Self, DbError> {
        let starts_at = match (row.visit_at, row.time_id) {
            (Some(at), _) => at,
            (None, id) => {
                let id = id.unwrap_or_else(|| TimeId(String::new()));
                let wrong = |column: &'static str| DbError::row("request_time", column, id.as_str());
                let part = DayPart::from_code(&row.part).ok_or_else(|| wrong("part"))?;
                let time = PossibleTime { id: id.clone(), day: row.day, part, clock: row.clock };
                time.starts_at().ok_or_else(|| wrong("day"))?
            }
        };
        Ok(Self {
            request: row.request_id,
            kind: row.kind_id,
            agreed: row.visit_at.is_some(),
            starts_at,
            minutes: row.minutes,
            given_name: row.given_name,
        })
    }
}

/// A volunteer's visits that are ahead or going on, and their yeses that the senior has not answered; the senior's name stands only
/// with a visit.
///
/// # Errors
/// The database's, or a row that contradicts itself.
pub async fn promises(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
) -> Result<Vec<Promise>, DbError> {
    rows!(
        tx,
        PromiseRow,
        "SELECT v.request_id, r.kind_id, v.starts_at AS visit_at, CAST(NULL AS TEXT) AS time_id, '' AS day, '' AS part,
                CAST(NULL AS TEXT) AS clock, v.minutes, CASE WHEN s.protected THEN '' ELSE s.given_name END AS given_name
         FROM visit v
         JOIN request r ON r.municipality_id = v.municipality_id AND r.id = v.request_id
         JOIN person s ON s.municipality_id = v.municipality_id AND s.id = v.senior_id
         WHERE v.municipality_id = $1 AND v.volunteer_id = $2 AND v.status IN ('planned', 'confirmed', 'started')
         UNION ALL
         SELECT o.request_id, r.kind_id, CAST(NULL AS BIGINT), t.id, t.day, t.part, t.clock, k.minutes, ''
         FROM offer o
         JOIN request r ON r.municipality_id = o.municipality_id AND r.id = o.request_id
         JOIN kind k ON k.municipality_id = r.municipality_id AND k.id = r.kind_id
         JOIN request_time t ON t.municipality_id = o.municipality_id AND t.id = o.time_id
         WHERE o.municipality_id = $1 AND o.volunteer_id = $2 AND o.status = 'accepted'",
        municipality,
        volunteer
    )?
    .into_iter()
    .map(Promise::try_from)
    .collect()
}

/// From here to the end of this transaction nobody else promises anything for this volunteer: who tries waits, and then sees what was
/// promised here. Too late where there is no such volunteer.
pub async fn lock_volunteer(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
) -> Result<Update, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE volunteer SET joined_at = joined_at WHERE municipality_id = $1 AND person_id = $2",
        municipality,
        volunteer
    )?))
}
