//! Which coordinator has a request. Conditional updates too.

use db::{DbError, Tx, Update, exec, one, rows};
use frame::access::scope::{coordinates, handles_protected};
use ground::{
    Timestamp,
    id::{AreaId, MunicipalityId, PersonId, RequestId},
};

/// A coordinator takes a request over from a colleague. Too late where the colleague does not have it any more.
pub async fn take_over(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &RequestId,
    from: &PersonId,
    to: &PersonId,
    now: Timestamp,
) -> Result<Update, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE request SET owner_id = $4, taken_at = $5, unowned_since = NULL, updated_at = $5
         WHERE municipality_id = $1 AND id = $2 AND owner_id = $3 AND status IN ('in_review', 'needs_info', 'approved', 'matched')",
        municipality,
        request,
        from,
        to,
        now
    )?))
}

/// A coordinator takes a request that waits for a new owner. Too late where a colleague was first.
pub async fn adopt(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &RequestId,
    to: &PersonId,
    now: Timestamp,
) -> Result<Update, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE request SET owner_id = $3, taken_at = $4, unowned_since = NULL, updated_at = $4
         WHERE municipality_id = $1 AND id = $2 AND owner_id IS NULL AND status IN ('in_review', 'needs_info', 'approved', 'matched')",
        municipality,
        request,
        to,
        now
    )?))
}

/// A request loses its owner and waits for a new one. Too late where it is over, or nobody has it.
pub async fn unassign(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &RequestId,
    now: Timestamp,
) -> Result<Update, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE request SET owner_id = NULL, unowned_since = $3, updated_at = $3
         WHERE municipality_id = $1 AND id = $2 AND owner_id IS NOT NULL AND status IN ('in_review', 'needs_info', 'approved', 'matched')",
        municipality,
        request,
        now
    )?))
}

/// The requests of somebody who does not handle them any more wait for a new owner: those outside the areas that they still coordinate,
/// and protected persons' where they are no named coordinator. Which ones: request, area, senior.
pub async fn unassign_out_of_scope(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &PersonId,
    now: Timestamp,
) -> Result<Vec<(RequestId, AreaId, PersonId)>, DbError> {
    rows!(
        tx,
        (RequestId, AreaId, PersonId),
        concat!(
            "UPDATE request SET owner_id = NULL, unowned_since = $3, updated_at = $3
             WHERE municipality_id = $1 AND owner_id = $2 AND status IN ('in_review', 'needs_info', 'approved', 'matched')
               AND (NOT ",
            coordinates!("request.area_id", municipality = "$1", person = "$2", now = "$3"),
            " OR (EXISTS (SELECT 1 FROM person p WHERE p.municipality_id = $1 AND p.id = request.senior_id AND p.protected) AND NOT ",
            handles_protected!(municipality = "$1", person = "$2", now = "$3"),
            ")) RETURNING id, area_id, senior_id"
        ),
        municipality,
        person,
        now
    )
}
