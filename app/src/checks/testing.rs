//! Databases for tests, each of which is read by the whole-database check when its test ends. Only in debug builds.

use crate::checks;
pub use db::testing::{Engine, SECRET, TestDb, UNLUCKY};
use db::{Db, DbError, Durability};
use ground::Timestamp;

/// Makes a fresh, migrated database.
///
/// # Panics
/// Where the database cannot be made: the full test command fails rather than skips.
pub async fn fresh(engine: Engine) -> TestDb {
    db::testing::fresh(engine, |url| Box::pin(contradictions(url))).await
}

/// Reads the whole database, over connections of its own and as of the last thing that happened in it, and says what contradicts.
async fn contradictions(url: String) -> Result<Vec<String>, DbError> {
    let db = Db::connect(&url, Durability::Normal).await?;
    let mut tx = db.read().await?;
    let findings = checks::check(&mut tx, Timestamp::default(), Some(&SECRET)).await;
    drop(tx);
    db.close().await;
    Ok(findings?.iter().map(|finding| format!("{finding:?}")).collect())
}

/// A test that runs on both databases: `db_test!(name, |db| async { .. })` makes `name::sqlite` and `name::postgres`;
/// `db_test!(name, serializable, |db| ..)` also `name::serializable`. The argument is a `TestDb`.
#[macro_export]
macro_rules! db_test {
    ($name:ident, |$db:ident| $body:expr) => {
        $crate::db_test!(@ $name, |$db| $body, sqlite Sqlite, postgres Postgres);
    };
    ($name:ident, serializable, |$db:ident| $body:expr) => {
        $crate::db_test!(@ $name, |$db| $body, sqlite Sqlite, postgres Postgres, serializable Serializable);
    };
    (@ $name:ident, |$db:ident| $body:expr, $($test:ident $engine:ident),+) => {
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn run($db: $crate::checks::testing::TestDb) {
                $body.await;
            }

            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $test() {
                    run($crate::checks::testing::fresh($crate::checks::testing::Engine::$engine).await).await;
                }
            )+
        }
    };
}
