//! SQL of what a press answered.

use db::{DbError, Table, Tx, exec, one, row};
use ground::{Timestamp, id::MunicipalityId};

/// The tables of this feature.
pub const TABLES: &[Table] = &[Table::new("idempotency")];

/// Takes the digest for this press. `Some(location)` where an earlier press had it; a press at the same moment waits for
/// that one to commit (the unique key makes it wait).
pub async fn claim(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    digest: &str,
    now: Timestamp,
) -> Result<Option<String>, DbError> {
    let taken = exec!(
        tx,
        "INSERT INTO idempotency (municipality_id, digest, location, created_at) VALUES ($1, $2, '', $3)
         ON CONFLICT (municipality_id, digest) DO NOTHING",
        municipality,
        digest,
        now
    )?;
    if one(taken).is_done() {
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
pub async fn delete_before(tx: &mut Tx, before: Timestamp) -> Result<u64, DbError> {
    exec!(tx, "DELETE FROM idempotency WHERE created_at < $1", before)
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::{
        db_test,
        demo::testing::{self, NOW},
    };
    use db::{Failure, in_tx};

    db_test!(a_press_is_taken_once, |db| async {
        db.may_contradict();
        let municipality = testing::filled(&db).await;
        let done: Result<(), Failure> = in_tx!(db.db, |tx| {
            assert_eq!(claim(tx, &municipality, "press", NOW).await?, None);
            settle(tx, &municipality, "press", "/there").await?;
            assert_eq!(claim(tx, &municipality, "press", NOW).await?.as_deref(), Some("/there"));
            assert_eq!(claim(tx, &municipality, "another", NOW).await?, None);
            assert_eq!(delete_before(tx, NOW).await?, 0);
            assert_eq!(delete_before(tx, NOW.plus_minutes(1)).await?, 2);
            Ok(())
        });
        done.unwrap();
        // What was rolled back has not taken it.
        let lost: Result<(), Failure> = in_tx!(db.db, |tx| {
            assert_eq!(claim(tx, &municipality, "press", NOW).await?, None);
            Err(ground::AppError::Internal.into())
        });
        assert!(lost.is_err());
        let again: Result<Option<String>, Failure> =
            in_tx!(db.db, |tx| { Ok(claim(tx, &municipality, "press", NOW).await?) });
        assert_eq!(again.unwrap(), None);
    });
}
