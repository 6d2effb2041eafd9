//! Databases whose tables this program cannot bring up to date.

use super::MIGRATOR;

/// Whose tables they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// A newer program's.
    Newer,
    /// A program's of before the first release: until then migrations are rewritten, not followed by others.
    Older,
}

impl Misfit {
    /// Of a database to which these migrations were applied; none where all of them are known here.
    pub fn of(applied: impl IntoIterator<Item = i64>) -> Option<Self> {
        let unknown = applied.into_iter().filter(|version| !MIGRATOR.version_exists(*version)).max()?;
        let newer = MIGRATOR.iter().all(|migration| migration.version < unknown);
        Some(if newer { Self::Newer } else { Self::Older })
    }
}

impl std::fmt::Display for Misfit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Newer => "its tables were made by a newer Handslag: start that one",
            Self::Older => {
                "its tables were made by a Handslag of before the first release and cannot be brought up to date: begin afresh in an \
                 empty database (`cargo xtask run --fresh` makes a new demonstration)"
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        db::{Db, DbError, Durability, Failure, Misfit},
        db_test, exec, in_tx,
    };

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
}
