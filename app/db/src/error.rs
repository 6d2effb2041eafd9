//! The database's errors.

use super::misfit::Misfit;
use sqlx::migrate::MigrateError;

/// What the database layer can fail with. Never shown to a reader.
#[derive(Debug)]
pub enum DbError {
    /// The database's own.
    Sqlx(sqlx::Error),
    /// A migration failed.
    Migrate(MigrateError),
    /// Its tables are another program's.
    Misfit(Misfit),
    /// A URL that is neither `sqlite:` nor `postgres:`.
    Url,
    /// A row whose columns contradict each other or hold an unknown code.
    Row {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row's id.
        id: String,
    },
}

impl DbError {
    /// A row that cannot be what it says it is.
    pub fn row(table: &'static str, column: &'static str, id: impl Into<String>) -> Self {
        Self::Row { table, column, id: id.into() }
    }

    /// `PostgreSQL` asks to run the transaction again: serialization failure (40001) or deadlock (40P01).
    pub fn may_retry(&self) -> bool {
        matches!(self, Self::Sqlx(sqlx::Error::Database(error))
            if error.code().is_some_and(|code| code == "40001" || code == "40P01"))
    }

    /// A row with this key exists already.
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Self::Sqlx(sqlx::Error::Database(error)) if error.is_unique_violation())
    }

    /// The database cannot be reached, is full, is shutting down or is too busy: the reader is asked to try again in a while.
    pub fn is_outage(&self) -> bool {
        match self {
            Self::Sqlx(
                // A connection that was cut in the middle of a message is a protocol error; one that SQLite has rolled back by
                // itself has no transaction any more.
                sqlx::Error::Io(_)
                | sqlx::Error::Tls(_)
                | sqlx::Error::Protocol(_)
                | sqlx::Error::PoolTimedOut
                | sqlx::Error::PoolClosed
                | sqlx::Error::WorkerCrashed
                | sqlx::Error::BeginFailed
                | sqlx::Error::InvalidSavePointStatement,
            ) => true,
            Self::Sqlx(sqlx::Error::Database(error)) => {
                self.may_retry() || error.code().is_some_and(|code| is_outage_code(&code))
            }
            _ => false,
        }
    }
}

/// `SQLite`: busy, locked, read-only, I/O error, full, cannot open, each with its extended codes (the lowest byte tells). `PostgreSQL`:
/// no connection (08), a server that takes no writes (25006), out of something (53), being stopped (57), its own disk (58).
fn is_outage_code(code: &str) -> bool {
    if code.len() == 5 {
        return code == "25006" || ["08", "53", "57", "58"].iter().any(|class| code.starts_with(class));
    }
    code.parse::<i32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 8 | 10 | 13 | 14))
}

impl std::fmt::Display for DbError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            // A database error's detail may quote a row: only its code and message are logged.
            Self::Sqlx(sqlx::Error::Database(error)) => {
                write!(f, "{} ({})", error.message(), error.code().unwrap_or_default())
            }
            Self::Sqlx(error) => write!(f, "{error}"),
            Self::Migrate(error) => write!(f, "migration: {error}"),
            Self::Misfit(misfit) => write!(f, "{misfit}"),
            Self::Url => f.write_str("the database URL must begin with sqlite: or postgres:"),
            Self::Row { table, column, id } => write!(f, "{table}.{column} of {id} contradicts the rest of its row"),
        }
    }
}

impl std::error::Error for DbError {}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        Self::Sqlx(error)
    }
}

impl From<MigrateError> for DbError {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::VersionMissing(version) => {
                Misfit::of([version]).map_or(Self::Migrate(MigrateError::VersionMissing(version)), Self::Misfit)
            }
            // The text of one that is known was rewritten.
            MigrateError::VersionMismatch(_) => Self::Misfit(Misfit::Older),
            error => Self::Migrate(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_outage_code;

    #[test]
    fn outages_are_told_from_mistakes() {
        for (code, outage) in [
            ("5", true),      // SQLITE_BUSY
            ("517", true),    // SQLITE_BUSY_SNAPSHOT
            ("13", true),     // SQLITE_FULL
            ("778", true),    // SQLITE_IOERR_WRITE
            ("1034", true),   // SQLITE_IOERR_FSYNC
            ("1032", true),   // SQLITE_READONLY_DBMOVED
            ("1", false),     // SQLITE_ERROR
            ("2067", false),  // SQLITE_CONSTRAINT_UNIQUE
            ("57P01", true),  // admin_shutdown
            ("53100", true),  // disk_full
            ("25006", true),  // read_only_sql_transaction
            ("23505", false), // unique_violation
            ("42601", false), // syntax_error
        ] {
            assert_eq!(is_outage_code(code), outage, "{code}");
        }
    }
}
