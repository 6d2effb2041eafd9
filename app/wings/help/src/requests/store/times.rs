//! The days and times that would suit.

use crate::requests::model::PossibleTime;
use db::{DbError, Tx, exec, one, rows};
use ground::{
    Timestamp,
    id::{MunicipalityId, RequestId, TimeId},
    random::new_id,
    time::DayPart,
};

#[derive(sqlx::FromRow)]
struct TimeRow {
    id: TimeId,
    day: String,
    part: String,
    clock: Option<String>,
}

/// The days and times that a request names, in order.
///
/// # Errors
/// The database's, or an unknown part of the day.
pub async fn times(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &RequestId,
) -> Result<Vec<PossibleTime>, DbError> {
    let found = rows!(
        tx,
        TimeRow,
        "SELECT id, day, part, clock FROM request_time WHERE municipality_id = $1 AND request_id = $2",
        municipality,
        request
    )?;
    let mut times = found
        .into_iter()
        .map(|row| {
            let part =
                DayPart::from_code(&row.part).ok_or_else(|| DbError::row("request_time", "part", row.id.as_str()))?;
            Ok(PossibleTime { id: row.id, day: row.day, part, clock: row.clock })
        })
        .collect::<Result<Vec<_>, DbError>>()?;
    times.sort_by_key(|time| (time.starts_at(), time.id.clone()));
    Ok(times)
}

/// What became of one more time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is there now.
    New,
    /// It was there before.
    Known,
    /// The request is over or matched: its time is decided then.
    Late,
}

/// One more day and time that would suit; one that the request names already is not named twice, also where two add it at once.
pub async fn insert_time(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &RequestId,
    time: &(String, DayPart, Option<String>),
    now: Timestamp,
) -> Result<Added, DbError> {
    let (day, part, clock) = time;
    let added = one(exec!(
        tx,
        "INSERT INTO request_time (municipality_id, id, request_id, day, part, clock)
         SELECT r.municipality_id, CAST($3 AS TEXT), r.id, CAST($4 AS TEXT), CAST($5 AS TEXT), CAST($6 AS TEXT) FROM request r
         WHERE r.municipality_id = $1 AND r.id = $2 AND r.status IN ('in_review', 'needs_info', 'approved')
         ON CONFLICT DO NOTHING",
        municipality,
        request,
        new_id(now),
        day,
        part.code(),
        clock
    )?);
    if added.is_done() {
        return Ok(Added::New);
    }
    let known = times(tx, municipality, request).await?;
    let same = |known: &PossibleTime| known.day == *day && known.part == *part && known.clock == *clock;
    Ok(if known.iter().any(same) { Added::Known } else { Added::Late })
}
