//! SQL of offers: their steps, the cards that volunteers see (`cards`), and what volunteers have promised (`promises`).

mod cards;
mod promises;
#[cfg(test)]
mod tests;

use crate::offers::model::{HOURS_OPEN, MOST_LIVE, Offer, OfferStatus};
pub use cards::{board, card, cards_of};
use db::{DbError, Table, Tx, Update, exec, one, row, rows};
use ground::{
    Timestamp,
    id::{MunicipalityId, OfferId, PersonId, RequestId, TimeId},
    random::new_id,
};
pub use promises::{lock_volunteer, promises};

/// The tables of this feature.
pub const TABLES: &[Table] = &[Table::of_people(
    "offer",
    "SELECT 'offer', id, offered_at, status, '' FROM offer WHERE municipality_id = $1 AND volunteer_id = $2",
)];

#[derive(sqlx::FromRow)]
struct OfferRow {
    id: OfferId,
    request_id: RequestId,
    volunteer_id: PersonId,
    status: String,
    offered_at: Timestamp,
    expires_at: Timestamp,
    time_id: Option<TimeId>,
}

impl TryFrom<OfferRow> for Offer {
    type Error = DbError;

    fn try_from(row: OfferRow) -> Result<Self, DbError> {
        let status =
            OfferStatus::from_code(&row.status).ok_or_else(|| DbError::row("offer", "status", row.id.as_str()))?;
        if matches!(status, OfferStatus::Accepted | OfferStatus::Confirmed) && row.time_id.is_none() {
            return Err(DbError::row("offer", "time_id", row.id.as_str()));
        }
        Ok(Self {
            id: row.id,
            request: row.request_id,
            volunteer: row.volunteer_id,
            status,
            offered_at: row.offered_at,
            expires_at: row.expires_at,
            time: row.time_id,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT id, request_id, volunteer_id, status, offered_at, expires_at, time_id FROM offer ", $rest)
    };
}

/// Offers an approved request to a volunteer. `None` where the request is not approved any more, has as many live offers as it
/// may have, or this volunteer has one already. The update of the request's row makes simultaneous offers wait for each other; where
/// there are as many as there may be, nobody waits: of a crowd, most would be sent back by `PostgreSQL` over and over for nothing.
pub async fn insert(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &RequestId,
    volunteer: &PersonId,
    by: Option<&PersonId>,
    now: Timestamp,
) -> Result<Option<OfferId>, DbError> {
    let live = row!(
        tx,
        (i64,),
        "SELECT count(*) FROM offer WHERE municipality_id = $1 AND request_id = $2 AND status IN ('open', 'accepted')",
        municipality,
        request
    )?;
    if live.is_some_and(|(live,)| live >= MOST_LIVE) {
        return Ok(None);
    }
    let locked = exec!(
        tx,
        "UPDATE request SET updated_at = $3 WHERE municipality_id = $1 AND id = $2 AND status = 'approved'",
        municipality,
        request,
        now
    )?;
    if !one(locked).is_done() {
        return Ok(None);
    }
    let id = OfferId(new_id(now));
    let inserted = exec!(
        tx,
        "INSERT INTO offer (municipality_id, id, request_id, volunteer_id, status, offered_by, offered_at, expires_at)
         SELECT $1, $2, $3, $4, 'open', $5, $6, $7
         WHERE (SELECT count(*) FROM offer o JOIN request r ON r.municipality_id = o.municipality_id AND r.id = o.request_id
                 WHERE o.municipality_id = $1 AND o.request_id = $3 AND o.status IN ('open', 'accepted')) < CAST($8 AS BIGINT)
         ON CONFLICT DO NOTHING",
        municipality,
        &id,
        request,
        volunteer,
        by.map(PersonId::as_str),
        now,
        now.plus_hours(HOURS_OPEN),
        MOST_LIVE
    )?;
    Ok(one(inserted).is_done().then_some(id))
}

/// The offer with this id.
///
/// # Errors
/// The database's, or a row that contradicts itself.
pub async fn by_id(tx: &mut Tx, municipality: &MunicipalityId, id: &OfferId) -> Result<Option<Offer>, DbError> {
    row!(tx, OfferRow, select!("WHERE municipality_id = $1 AND id = $2"), municipality, id)?
        .map(Offer::try_from)
        .transpose()
}

/// A request's offers, oldest first.
///
/// # Errors
/// The database's, or a row that contradicts itself.
pub async fn list_of_request(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &RequestId,
) -> Result<Vec<Offer>, DbError> {
    rows!(
        tx,
        OfferRow,
        select!("WHERE municipality_id = $1 AND request_id = $2 ORDER BY offered_at, id"),
        municipality,
        request
    )?
    .into_iter()
    .map(Offer::try_from)
    .collect()
}

/// The volunteer's yes: an open offer that has not expired becomes accepted at one of the request's times, if no other is accepted
/// and the request is still approved. False otherwise: somebody else was first.
///
/// The update of the request's row makes 64 simultaneous yeses wait for each other; the unique index holds even if it did not.
pub async fn accept(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    offer: &Offer,
    time: &TimeId,
    now: Timestamp,
) -> Result<Update, DbError> {
    let locked = exec!(
        tx,
        "UPDATE request SET updated_at = $3 WHERE municipality_id = $1 AND id = $2 AND status = 'approved'",
        municipality,
        &offer.request,
        now
    )?;
    if one(locked) == Update::TooLate {
        return Ok(Update::TooLate);
    }
    Ok(one(exec!(
        tx,
        "UPDATE offer SET status = 'accepted', time_id = $3, answered_at = $4
         WHERE municipality_id = $1 AND id = $2 AND status = 'open' AND expires_at > $4
           AND NOT EXISTS (SELECT 1 FROM offer other WHERE other.municipality_id = $1 AND other.request_id = $5
                             AND other.status IN ('accepted', 'confirmed'))
           AND EXISTS (SELECT 1 FROM request_time t WHERE t.municipality_id = $1 AND t.request_id = $5 AND t.id = $3)",
        municipality,
        &offer.id,
        time,
        now,
        &offer.request
    )?))
}

/// An offer of the board that was made a moment ago, in this very transaction, was never made. Too late where it is not open, or somebody
/// was asked.
pub async fn unmake(tx: &mut Tx, municipality: &MunicipalityId, id: &OfferId) -> Result<Update, DbError> {
    Ok(one(exec!(
        tx,
        "DELETE FROM offer WHERE municipality_id = $1 AND id = $2 AND status = 'open' AND offered_by IS NULL",
        municipality,
        id
    )?))
}

/// Takes an offer from one state to another. Too late where it was not in that state any more.
pub async fn advance(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    id: &OfferId,
    from: OfferStatus,
    to: OfferStatus,
    now: Timestamp,
) -> Result<Update, DbError> {
    let reopened = to == OfferStatus::Open;
    Ok(one(exec!(
        tx,
        "UPDATE offer SET status = $4, time_id = CASE WHEN $5 THEN NULL ELSE time_id END,
                answered_at = CASE WHEN $5 THEN NULL ELSE COALESCE(answered_at, $6) END,
                ended_at = CASE WHEN $4 IN ('open', 'accepted', 'confirmed') THEN NULL ELSE $6 END
         WHERE municipality_id = $1 AND id = $2 AND status = $3",
        municipality,
        id,
        from.code(),
        to.code(),
        reopened,
        now
    )?))
}

/// Ends all offers of a request that are still open or accepted, for those to tell: (offer, volunteer).
pub async fn end_live(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &RequestId,
    to: OfferStatus,
    now: Timestamp,
) -> Result<Vec<(OfferId, PersonId)>, DbError> {
    rows!(
        tx,
        (OfferId, PersonId),
        "UPDATE offer SET status = $3, ended_at = $4 WHERE municipality_id = $1 AND request_id = $2 AND status IN ('open', 'accepted')
         RETURNING id, volunteer_id",
        municipality,
        request,
        to.code(),
        now
    )
}

/// Ends the confirmed offer of a request whose match ended, so that the request can be offered again.
pub async fn end_confirmed(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &RequestId,
    now: Timestamp,
) -> Result<u64, DbError> {
    exec!(
        tx,
        "UPDATE offer SET status = 'withdrawn', ended_at = $3 WHERE municipality_id = $1 AND request_id = $2 AND status = 'confirmed'",
        municipality,
        request,
        now
    )
}

/// Open offers whose time is over become expired, for those to tell: (municipality, offer, volunteer, request).
pub async fn expire(
    tx: &mut Tx,
    now: Timestamp,
) -> Result<Vec<(MunicipalityId, OfferId, PersonId, RequestId)>, DbError> {
    rows!(
        tx,
        (MunicipalityId, OfferId, PersonId, RequestId),
        "UPDATE offer SET status = 'expired', ended_at = $1 WHERE status = 'open' AND expires_at <= $1
         RETURNING municipality_id, id, volunteer_id, request_id",
        now
    )
}

/// The offer of a request that this volunteer has now, in whatever state it is alive.
pub async fn live_of(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
    request: &RequestId,
) -> Result<Option<OfferId>, DbError> {
    let found = row!(
        tx,
        (OfferId,),
        "SELECT id FROM offer WHERE municipality_id = $1 AND volunteer_id = $2 AND request_id = $3
           AND status IN ('open', 'accepted', 'confirmed')",
        municipality,
        volunteer,
        request
    )?;
    Ok(found.map(|(id,)| id))
}
