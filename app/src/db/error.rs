//! The database's errors.

/// What the database layer can fail with. Never shown to a reader.
#[derive(Debug)]
pub enum DbError {
    /// The database's own.
    Sqlx(sqlx::Error),
    /// A migration failed.
    Migrate(sqlx::migrate::MigrateError),
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

    /// PostgreSQL asks to run the transaction again: serialization failure (40001) or deadlock (40P01).
    pub fn may_retry(&self) -> bool {
        matches!(self, Self::Sqlx(sqlx::Error::Database(error))
            if error.code().is_some_and(|code| code == "40001" || code == "40P01"))
    }

    /// A row with this key exists already.
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Self::Sqlx(sqlx::Error::Database(error)) if error.is_unique_violation())
    }

    /// The database cannot be reached, is full or is shutting down: the reader is asked to try again in a while.
    pub fn is_outage(&self) -> bool {
        match self {
            Self::Sqlx(sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed) => true,
            Self::Sqlx(sqlx::Error::Database(error)) => error.code().is_some_and(|code| {
                // SQLite: busy, I/O error, full, cannot open. PostgreSQL: class 08, 53, 57.
                matches!(code.as_ref(), "5" | "10" | "13" | "14")
                    || (code.len() == 5 && ["08", "53", "57"].iter().any(|class| code.starts_with(class)))
            }),
            _ => false,
        }
    }
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

impl From<sqlx::migrate::MigrateError> for DbError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        Self::Migrate(error)
    }
}
