//! SQL of matches. The table is called `contact`: MATCH is a word of SQL.

use crate::{
    common::{
        Timestamp,
        id::{MatchId, MunicipalityId, OfferId, PersonId, RequestId},
    },
    context::new_id,
    db::{DbError, Tx, one},
    exec, row,
};

/// Makes a match; the unique index allows one live match for a request.
///
/// # Errors
/// The database's.
pub async fn insert(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &RequestId,
    offer: &OfferId,
    senior: &PersonId,
    volunteer: &PersonId,
    now: Timestamp,
) -> Result<MatchId, DbError> {
    let id = MatchId(new_id(now));
    exec!(
        tx,
        "INSERT INTO contact (municipality_id, id, request_id, offer_id, senior_id, volunteer_id, status, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, 'introducing', $7)",
        municipality,
        &id,
        request,
        offer,
        senior,
        volunteer,
        now
    )?;
    Ok(id)
}

/// The first meeting took place.
///
/// # Errors
/// The database's.
pub async fn activate(tx: &mut Tx, municipality: &MunicipalityId, id: &MatchId) -> Result<bool, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE contact SET status = 'active' WHERE municipality_id = $1 AND id = $2 AND status = 'introducing'",
        municipality,
        id
    )?))
}

/// Ends the live match of a request. False where there is none.
///
/// # Errors
/// The database's.
pub async fn end(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &RequestId,
    reason: &str,
    now: Timestamp,
) -> Result<bool, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE contact SET status = 'ended', ended_at = $3, end_reason = $4
         WHERE municipality_id = $1 AND request_id = $2 AND status <> 'ended'",
        municipality,
        request,
        now,
        reason
    )?))
}

/// An acute concern about a volunteer stops their matches at once; how many.
///
/// # Errors
/// The database's.
pub async fn suspend_of(tx: &mut Tx, municipality: &MunicipalityId, person: &PersonId) -> Result<u64, DbError> {
    exec!(
        tx,
        "UPDATE contact SET status = 'suspended' WHERE municipality_id = $1 AND (volunteer_id = $2 OR senior_id = $2)
           AND status IN ('introducing', 'trial', 'active', 'ending')",
        municipality,
        person
    )
}

/// Whether these two have a match that opens contact details to each other now.
///
/// # Errors
/// The database's.
pub async fn is_live(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    senior: &PersonId,
    volunteer: &PersonId,
) -> Result<bool, DbError> {
    let found = row!(
        tx,
        (i64,),
        "SELECT count(*) FROM contact WHERE municipality_id = $1 AND senior_id = $2 AND volunteer_id = $3
           AND status IN ('introducing', 'trial', 'active', 'ending')",
        municipality,
        senior,
        volunteer
    )?;
    Ok(found.is_some_and(|(count,)| count > 0))
}
