//! SQL of what volunteers have done.

use super::model::{DAYS_EXPIRING, Done, Record, Standing, standing};
use crate::{
    common::{
        Locale, Timestamp,
        clock::day_code,
        id::{KindId, MunicipalityId, PersonId},
    },
    db::{DbError, Tx},
    kinds::{self, model::{Kind, Requirement}},
    row, rows,
};
use jiff::ToSpan;

/// What is known of a volunteer now; `None` for a person who never was one.
///
/// # Errors
/// The database's.
pub async fn record(tx: &mut Tx, municipality: &MunicipalityId, volunteer: &PersonId, now: Timestamp) -> Result<Option<Record>, DbError> {
    let found = row!(
        tx,
        (Option<Timestamp>, Option<String>, bool),
        "SELECT v.held_at, v.paused_until,
                EXISTS (SELECT 1 FROM role_assignment r WHERE r.municipality_id = v.municipality_id AND r.person_id = v.person_id
                          AND r.role = 'volunteer' AND r.valid_from <= $3 AND (r.valid_to IS NULL OR r.valid_to > $3))
         FROM volunteer v WHERE v.municipality_id = $1 AND v.person_id = $2",
        municipality,
        volunteer,
        now
    )?;
    let Some((held_at, paused_until, is_volunteer)) = found else { return Ok(None) };
    let done = rows!(
        tx,
        (String, String, Option<String>),
        "SELECT requirement, done_on, valid_until FROM volunteer_requirement
         WHERE municipality_id = $1 AND person_id = $2 AND withdrawn_at IS NULL",
        municipality,
        volunteer
    )?
    .into_iter()
    .map(|(code, on, valid_until)| {
        let requirement = Requirement::from_code(&code)
            .ok_or_else(|| DbError::row("volunteer_requirement", "requirement", volunteer.as_str()))?;
        Ok(Done { requirement, on, valid_until })
    })
    .collect::<Result<Vec<_>, DbError>>()?;
    Ok(Some(Record { is_volunteer, held: held_at.is_some(), paused_until, done }))
}

/// Today and the last day of "expiring", as civil days.
pub fn days(now: Timestamp) -> (String, String) {
    let today = now.day();
    (day_code(today), day_code(today.saturating_add(DAYS_EXPIRING.days())))
}

/// The standing of a volunteer for a kind, now, in this transaction.
///
/// # Errors
/// The database's; an unknown kind is a contradicting row.
pub async fn standing_for(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
    kind: &KindId,
    now: Timestamp,
) -> Result<Standing, DbError> {
    let kinds = kinds::store::list(tx, municipality, Locale::Sv).await?;
    let kind: &Kind = kinds.iter().find(|known| known.id == *kind).ok_or_else(|| DbError::row("kind", "id", kind.as_str()))?;
    let (today, soon) = days(now);
    let record = record(tx, municipality, volunteer, now).await?.unwrap_or_default();
    Ok(standing(&record, kind, &today, &soon))
}
