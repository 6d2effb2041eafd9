//! Databases of another version.
#![allow(clippy::unwrap_used, reason = "tests")]

use app::db_test;
use db::{Db, DbError, Durability, Failure, Misfit, exec, in_tx};

db_test!(tables_of_another_version_are_left_alone, |db| async {
    let refused = async |sql: &'static str| {
        let done: Result<u64, Failure> = in_tx!(db.db, |tx| { Ok(exec!(tx, sql)?) });
        assert_eq!(done.unwrap(), 1);
        Db::open(&db.url, Durability::Normal).await.unwrap_err()
    };
    let rewritten = "UPDATE _sqlx_migrations
        SET checksum = (SELECT checksum FROM _sqlx_migrations WHERE version = (SELECT max(version) FROM _sqlx_migrations))
        WHERE version = (SELECT min(version) FROM _sqlx_migrations)";
    let renamed =
        "UPDATE _sqlx_migrations SET version = 172 WHERE version = (SELECT min(version) FROM _sqlx_migrations)";
    let newer = "UPDATE _sqlx_migrations SET version = 99999999999999
        WHERE version = (SELECT max(version) FROM _sqlx_migrations)";
    for (sql, expected, words) in [
        (rewritten, Misfit::Older, "begin afresh"),
        (newer, Misfit::Newer, "newer Handslag"),
        (renamed, Misfit::Older, "begin afresh"),
    ] {
        let error = refused(sql).await;
        assert!(matches!(error, DbError::Misfit(misfit) if misfit == expected), "{error}");
        assert!(error.to_string().contains(words) && !error.is_outage(), "{error}");
    }
});
