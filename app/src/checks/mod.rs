//! (server side) Whether the whole database agrees with itself, over all municipalities: what the transitions promise, read back from
//! the rows. For `handslag check-data`, and for tests at their end. Tests: `demo`, `server/tests/races.rs`.

mod store;

use crate::db::{DbError, Tx};

/// Rows that break a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule, in words.
    pub rule: &'static str,
    /// The rows' ids.
    pub ids: Vec<String>,
}

/// The most ids that are named for a rule.
pub const MOST_NAMED: usize = 20;

/// Reads the whole database and says what contradicts; nothing where all is well.
///
/// # Errors
/// The database's.
pub async fn check(tx: &mut Tx) -> Result<Vec<Finding>, DbError> {
    let mut findings = Vec::new();
    for (rule, sql) in store::RULES.iter().chain(store::FOREIGN) {
        let mut ids = store::ids(tx, sql).await?;
        if !ids.is_empty() {
            ids.truncate(MOST_NAMED);
            findings.push(Finding { rule, ids });
        }
    }
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{common::Failure, common::clock::Clock, db_test, exec, in_tx};

    async fn found(db: &crate::db::Db) -> Vec<&'static str> {
        let mut tx = db.read().await.unwrap();
        check(&mut tx).await.unwrap().into_iter().map(|finding| finding.rule).collect()
    }

    db_test!(what_contradicts_is_found, |db| async {
        crate::demo::fill(&db.db, &Clock::fixed(crate::common::Timestamp(1_795_428_000_000))).await.unwrap();
        let change = async |sql: &'static str| {
            let done: Result<u64, Failure> = in_tx!(db.db, |tx| { Ok(exec!(tx, sql)?) });
            assert!(done.unwrap() > 0, "{sql}");
        };
        assert_eq!(found(&db.db).await, Vec::<&str>::new());
        change("UPDATE request SET owner_id = 'nobody' WHERE status = 'in_review'").await;
        assert_eq!(found(&db.db).await, ["request.owner_id is somebody of the same municipality"]);
        change("UPDATE request SET owner_id = NULL WHERE status = 'in_review'").await;
        assert_eq!(found(&db.db).await, ["a request that was taken has an owner or waits for one"]);
        change("UPDATE request SET owner_id = (SELECT p.id FROM person p WHERE p.municipality_id = request.municipality_id LIMIT 1)
                WHERE status = 'in_review'")
        .await;
        change("UPDATE contact SET status = 'active' WHERE id = (SELECT min(id) FROM contact WHERE status = 'ended')")
            .await;
        assert!(found(&db.db).await.contains(&"a request that is over has no live match"));
    });
}
