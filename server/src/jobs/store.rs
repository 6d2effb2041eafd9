//! SQL of the lease.

use db::{DbError, Tx, exec, one};
use ground::Timestamp;

/// A lease that ends so far ahead was given before the machine's clock was set back, in hours: nobody waits for its end.
const LONGEST_HOURS: i64 = 1;

/// Takes or keeps the lease: true where this holder has it until then. One conditional statement, so that of two servers
/// that ask at once one gets it.
pub async fn take_lease(
    tx: &mut Tx,
    name: &str,
    holder: &str,
    now: Timestamp,
    until: Timestamp,
) -> Result<bool, DbError> {
    Ok(one(exec!(
        tx,
        "INSERT INTO job_lease (name, holder, until) VALUES ($1, $2, $4)
         ON CONFLICT (name) DO UPDATE SET holder = $2, until = $4 WHERE job_lease.holder = $2 OR job_lease.until < $3 OR job_lease.until > $5",
        name,
        holder,
        now,
        until,
        now.plus_hours(LONGEST_HOURS)
    )?).is_done())
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::checks::testing::TestDb;
    use db::{Failure, in_tx};

    async fn take(db: &TestDb, holder: &str, now: i64) -> bool {
        let taken: Result<bool, Failure> =
            in_tx!(db.db, |tx| { Ok(take_lease(tx, "jobs", holder, Timestamp(now), Timestamp(now + 60)).await?) });
        taken.unwrap()
    }

    app::db_test!(one_server_has_the_lease, |db| async {
        assert!(take(&db, "a", 100).await);
        assert!(!take(&db, "b", 120).await, "another has it");
        assert!(take(&db, "a", 130).await, "and keeps it");
        assert!(!take(&db, "b", 190).await);
        assert!(take(&db, "b", 191).await, "until it is silent for too long");
        assert!(!take(&db, "a", 192).await);
        // The machine's clock was a day ahead, and was set right.
        let day = 24 * 60 * 60_000;
        assert!(take(&db, "b", day).await);
        assert!(take(&db, "a", 200).await, "nobody waits for a day");
        assert!(!take(&db, "b", 201).await);
    });
}
