//! The mark of a database whose people are invented.

use db::{DbError, Table, Tx, exec, row};

/// The tables of this feature.
pub const TABLES: &[Table] = &[Table::new("demonstration")];

/// Marks the database as a demonstration's.
pub async fn mark(tx: &mut Tx) -> Result<(), DbError> {
    exec!(tx, "INSERT INTO demonstration (id) VALUES (1) ON CONFLICT (id) DO NOTHING")?;
    Ok(())
}

/// Whether the database is a demonstration's; of one whose tables are older, or not there yet, it is not.
pub async fn is_marked(tx: &mut Tx) -> Result<bool, DbError> {
    let table = match tx {
        Tx::Sqlite(_) => "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'demonstration')",
        Tx::Postgres(_) => "SELECT to_regclass('demonstration') IS NOT NULL",
    };
    if !row!(tx, (bool,), table)?.is_some_and(|(there,)| there) {
        return Ok(false);
    }
    Ok(row!(tx, (i64,), "SELECT id FROM demonstration WHERE id = 1")?.is_some())
}
