//! (server side) Invented people for the demonstration: two municipalities, every state of a request, a year behind it. The same
//! people each time, told relative to today. Tests: here.

mod draw;
mod history;
mod kinds;
mod people;
mod present;
mod store;
mod story;
mod town;
mod voices;

use crate::{
    common::{Failure, clock::Clock},
    db::Db,
    in_tx,
};

/// Fills an empty database with the demonstration's people and what they have asked for.
///
/// # Errors
/// The database's.
pub async fn fill(db: &Db, clock: &Clock) -> Result<(), Failure> {
    let now = clock.now();
    in_tx!(db, |tx| {
        town::big(tx, now).await?;
        town::small(tx, now).await?;
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{checks, common::Timestamp, db::DbError, db_test, row, rows};

    /// Monday 23 November 2026, half past nine in the evening in Stockholm: also then there are visits of today.
    const EVENING: Timestamp = Timestamp(1_795_465_800_000);
    /// The same day at eleven in the morning.
    const MORNING: Timestamp = Timestamp(1_795_428_000_000);

    async fn counted(db: &Db, sql: &'static str) -> Result<i64, DbError> {
        let mut tx = db.read().await?;
        Ok(row!(&mut tx, (i64,), sql)?.map_or(0, |(count,)| count))
    }

    db_test!(the_demonstration_is_whole, |db| async {
        fill(&db.db, &Clock::fixed(MORNING)).await.unwrap();
        let mut tx = db.db.read().await.unwrap();
        assert_eq!(checks::check(&mut tx).await.unwrap(), []);
        let states = rows!(&mut tx, (String, i64), "SELECT status, count(*) FROM request GROUP BY status ORDER BY status").unwrap();
        assert_eq!(states.len(), 9, "{states:?}");
        let visits = rows!(&mut tx, (String, i64), "SELECT status, count(*) FROM visit GROUP BY status ORDER BY status").unwrap();
        assert_eq!(visits.len(), 7, "{visits:?}");
        let offers = rows!(&mut tx, (String, i64), "SELECT status, count(*) FROM offer GROUP BY status ORDER BY status").unwrap();
        assert_eq!(offers.len(), 7, "{offers:?}");
        drop(tx);
        let closed = counted(&db.db, "SELECT count(*) FROM request WHERE status = 'closed'").await.unwrap();
        assert!(closed > 200, "{closed}");
        let ahead = counted(&db.db, "SELECT count(*) FROM request WHERE submitted_at > 1795428000000").await.unwrap();
        assert_eq!(ahead, 0, "nothing was sent in the future");
        let phone = counted(&db.db, "SELECT count(*) FROM person WHERE NOT has_login AND channel = 'phone'").await.unwrap();
        assert!(phone >= 5, "{phone}");
    });

    db_test!(the_same_people_each_time, |db| async {
        fill(&db.db, &Clock::fixed(EVENING)).await.unwrap();
        let mut tx = db.db.read().await.unwrap();
        assert_eq!(checks::check(&mut tx).await.unwrap(), []);
        let people = |found: Vec<(String, String)>| found;
        let sql = "SELECT id, given_name FROM person ORDER BY id";
        let first = people(rows!(&mut tx, (String, String), sql).unwrap());
        drop(tx);
        let again = crate::db::testing::fresh(crate::db::testing::Engine::Sqlite).await;
        fill(&again.db, &Clock::fixed(MORNING)).await.unwrap();
        let mut tx = again.db.read().await.unwrap();
        assert_eq!(first, people(rows!(&mut tx, (String, String), sql).unwrap()));
    });
}
