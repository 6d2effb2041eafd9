//! (server side) Invented people for the demonstration: two municipalities, every state of a request, a year behind it. The same
//! people each time, told relative to today. Tests: here.

mod draw;
mod history;
mod kinds;
mod people;
mod present;
mod size;
#[cfg(any(test, debug_assertions))]
pub mod testing;
mod store;
mod story;
mod town;
mod voices;

pub use people::guide;
pub use size::Size;
pub use store::is_marked;

use db::{Db, Failure, Tx, in_tx};
use desk::concerns;
use frame::{context::feature::Feature, tasks};
use ground::{Timestamp, clock::Clock};
use help::transitions;

/// What this feature says of itself.
pub const FEATURE: Feature = Feature { name: "demo", tables: store::TABLES, ..Feature::NONE };

/// Fills an empty database with the demonstration's people and what they have asked for, and marks it: such a database is never served
/// as one of real people, nor theirs as a demonstration.
pub async fn fill(db: &Db, clock: &Clock) -> Result<(), Failure> {
    fill_sized(db, clock, &Size::DEMO).await
}

/// The same with as much around it as is wanted; the same people each time for the same size.
pub async fn fill_sized(db: &Db, clock: &Clock, size: &Size) -> Result<(), Failure> {
    let now = clock.now();
    in_tx!(db, |tx| {
        store::mark(tx).await?;
        town::big(tx, now, size).await?;
        town::small(tx, now).await?;
        settle_tasks(tx, now).await
    })
}

/// What is told here is written as it came to be, without the steps that led to it: its tasks come afterwards.
async fn settle_tasks(tx: &mut Tx, now: Timestamp) -> Result<(), Failure> {
    let all: Vec<_> =
        [transitions::FEATURE, concerns::FEATURE].iter().filter_map(|feature| feature.all_tasks).collect();
    Ok(tasks::settle_all(tx, &all, now).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{checks, db_test};
    use db::{DbError, row, rows};
    use ground::Timestamp;

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
        assert_eq!(checks::check(&mut tx, MORNING, None).await.unwrap(), []);
        let states =
            rows!(&mut tx, (String, i64), "SELECT status, count(*) FROM request GROUP BY status ORDER BY status")
                .unwrap();
        assert_eq!(states.len(), 9, "{states:?}");
        let visits =
            rows!(&mut tx, (String, i64), "SELECT status, count(*) FROM visit GROUP BY status ORDER BY status")
                .unwrap();
        assert_eq!(visits.len(), 7, "{visits:?}");
        let offers =
            rows!(&mut tx, (String, i64), "SELECT status, count(*) FROM offer GROUP BY status ORDER BY status")
                .unwrap();
        assert_eq!(offers.len(), 7, "{offers:?}");
        drop(tx);
        let closed = counted(&db.db, "SELECT count(*) FROM request WHERE status = 'closed'").await.unwrap();
        assert!(closed > 200, "{closed}");
        let ahead = counted(&db.db, "SELECT count(*) FROM request WHERE submitted_at > 1795428000000").await.unwrap();
        assert_eq!(ahead, 0, "nothing was sent in the future");
        let phone =
            counted(&db.db, "SELECT count(*) FROM person WHERE NOT has_login AND channel = 'phone'").await.unwrap();
        assert!(phone >= 5, "{phone}");
    });

    db_test!(a_demonstration_says_so, |db| async {
        let marked = async || is_marked(&mut db.db.read().await.unwrap()).await.unwrap();
        assert!(!marked().await);
        fill(&db.db, &Clock::fixed(MORNING)).await.unwrap();
        assert!(marked().await);
        let mut tx = db.db.begin().await.unwrap();
        db::exec!(&mut tx, "DROP TABLE demonstration").unwrap();
        assert!(!is_marked(&mut tx).await.unwrap(), "of an older one nobody knows");
    });

    db_test!(a_larger_demonstration_obeys_the_same_rules, |db| async {
        let size = Size { seniors: 60, volunteers: 120, requests: 600, waiting: 90 };
        fill_sized(&db.db, &Clock::fixed(MORNING), &size).await.unwrap();
        let mut tx = db.db.read().await.unwrap();
        assert_eq!(checks::check(&mut tx, MORNING, None).await.unwrap(), []);
        drop(tx);
        let waiting = counted(&db.db, "SELECT count(*) FROM request WHERE status = 'submitted'").await.unwrap();
        assert!(waiting >= 30, "{waiting}");
        let over = counted(&db.db, "SELECT count(*) FROM request WHERE ended_at IS NOT NULL").await.unwrap();
        assert!(over >= 600, "{over}");
        let volunteers = counted(&db.db, "SELECT count(*) FROM volunteer").await.unwrap();
        assert!(volunteers > 180, "{volunteers}");
    });

    db_test!(nobody_is_asked_at_night, |db| async {
        let rooms = [MORNING, EVENING, MORNING.plus_hours(-9), MORNING.plus_days(-1)];
        for now in rooms {
            let fresh = crate::checks::testing::fresh(match &db.db {
                Db::Sqlite { .. } => crate::checks::testing::Engine::Sqlite,
                Db::Postgres(_) => crate::checks::testing::Engine::Postgres,
            })
            .await;
            fill(&fresh.db, &Clock::fixed(now)).await.unwrap();
            let mut tx = fresh.db.read().await.unwrap();
            assert_eq!(checks::check(&mut tx, now, None).await.unwrap(), []);
            let offers = rows!(&mut tx, (Timestamp, String), "SELECT offered_at, status FROM offer").unwrap();
            let at_night: Vec<_> =
                offers.iter().filter(|(at, _)| !(8..16).contains(&at.local().hour())).map(|(at, _)| at.iso()).collect();
            assert!(offers.len() > 200 && at_night.is_empty(), "{at_night:?}");
            let stale = offers.iter().filter(|(at, status)| status == "open" && at.plus_hours(48) <= now);
            assert_eq!(stale.count(), 0, "open offers have not expired");
            let early = "SELECT count(*) FROM offer o JOIN request r ON r.municipality_id = o.municipality_id AND r.id = o.request_id
                         WHERE o.offered_at < r.first_approved_at";
            assert_eq!(row!(&mut tx, (i64,), early).unwrap().unwrap().0, 0, "asked after it was approved");
        }
    });

    db_test!(the_same_people_each_time, |db| async {
        fill(&db.db, &Clock::fixed(EVENING)).await.unwrap();
        let mut tx = db.db.read().await.unwrap();
        assert_eq!(checks::check(&mut tx, EVENING, None).await.unwrap(), []);
        let people = |found: Vec<(String, String)>| found;
        let sql = "SELECT id, given_name FROM person ORDER BY id";
        let first = people(rows!(&mut tx, (String, String), sql).unwrap());
        drop(tx);
        let again = crate::checks::testing::fresh(crate::checks::testing::Engine::Sqlite).await;
        fill(&again.db, &Clock::fixed(MORNING)).await.unwrap();
        let mut tx = again.db.read().await.unwrap();
        assert_eq!(first, people(rows!(&mut tx, (String, String), sql).unwrap()));
    });
}
