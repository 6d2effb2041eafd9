//! SQL of what a press answered.

use crate::{
    common::{Timestamp, id::MunicipalityId},
    db::{DbError, Tx, one},
    exec, row,
};

/// Takes the digest for this press. `Some(location)` where an earlier press had it; a press at the same moment waits for
/// that one to commit (the unique key makes it wait).
///
/// # Errors
/// The database's.
pub async fn claim(tx: &mut Tx, municipality: &MunicipalityId, digest: &str, now: Timestamp) -> Result<Option<String>, DbError> {
    let taken = exec!(
        tx,
        "INSERT INTO idempotency (municipality_id, digest, location, created_at) VALUES ($1, $2, '', $3)
         ON CONFLICT (municipality_id, digest) DO NOTHING",
        municipality,
        digest,
        now
    )?;
    if one(taken) {
        return Ok(None);
    }
    let found = row!(
        tx,
        (String,),
        "SELECT location FROM idempotency WHERE municipality_id = $1 AND digest = $2",
        municipality,
        digest
    )?;
    Ok(found.map(|(location,)| location))
}

/// Keeps where the press led.
///
/// # Errors
/// The database's.
pub async fn settle(tx: &mut Tx, municipality: &MunicipalityId, digest: &str, location: &str) -> Result<(), DbError> {
    exec!(
        tx,
        "UPDATE idempotency SET location = $3 WHERE municipality_id = $1 AND digest = $2",
        municipality,
        digest,
        location
    )?;
    Ok(())
}

/// Forgets presses older than this.
///
/// # Errors
/// The database's.
pub async fn delete_before(tx: &mut Tx, before: Timestamp) -> Result<u64, DbError> {
    exec!(tx, "DELETE FROM idempotency WHERE created_at < $1", before)
}
