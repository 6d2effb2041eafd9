//! (server side) One SQL text on `SQLite` and `PostgreSQL`: `Db`, `Tx` and three small macros that run the same statement on
//! whichever it is. Store functions take `&mut Tx`, so they compose in one transaction and nothing takes a pool by accident.
//!
//! `sqlx::Any` was not taken: it fails on BOOLEAN of `SQLite`. Two implementations behind a trait were not taken: they drift.

mod error;
mod failure;
mod misfit;
mod rule;
mod table;
#[cfg(any(test, debug_assertions))]
pub mod testing;

pub use error::DbError;
pub use failure::Failure;
pub use misfit::Misfit;
pub use rule::Rule;
use sqlx::{
    Connection as _, Executor as _, PgPool, Postgres, Sqlite, SqlitePool, Transaction,
    migrate::Migrator,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{path::Path, str::FromStr, time::Duration};
pub use table::{Own, Table};

/// A reader waits this long for a connection, then is told that the database does not answer: those who wait must not pile up.
const ACQUIRE_TIME: Duration = Duration::from_secs(3);
/// A connection that says nothing for this long when it is given back is thrown away.
const PING_TIME: Duration = Duration::from_secs(2);
/// How often a transaction is run, where `PostgreSQL` asks for it.
const MOST_ATTEMPTS: u32 = 12;
/// So many prepared statements are kept a connection.
const STATEMENTS: usize = 400;

/// All migrations, embedded.
pub static MIGRATOR: Migrator = sqlx::migrate!("../../migrations");

/// The database, by its URL: `sqlite:path` or `postgres://…`.
#[derive(Clone, Debug)]
pub enum Db {
    /// One writer (`BEGIN IMMEDIATE`) and read-only readers: a read transaction that upgrades gets
    /// `SQLITE_BUSY_SNAPSHOT`, which no timeout retries.
    Sqlite {
        /// One connection, the only one that may write.
        writer: SqlitePool,
        /// Read-only connections.
        reader: SqlitePool,
    },
    /// A pool.
    Postgres(PgPool),
}

/// A transaction. Dropping it rolls back.
#[derive(Debug)]
pub enum Tx {
    /// On `SQLite`.
    Sqlite(Transaction<'static, Sqlite>),
    /// On `PostgreSQL`.
    Postgres(Transaction<'static, Postgres>),
}

/// How a `SQLite` commit survives a power cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Every commit is on the disk before it is acknowledged (`synchronous = FULL`).
    Full,
    /// The last commits may be lost at a power cut, never corrupted (`synchronous = NORMAL`).
    Normal,
}

/// What became of an attempt at a write transaction.
#[derive(Debug)]
pub enum Attempt<T, E> {
    /// Committed, or failed for good.
    Over(Result<T, E>),
    /// The database asks to try again (40001, 40P01).
    Again,
}

impl Db {
    /// Opens the database and brings its tables up to date.
    ///
    /// # Errors
    /// An unknown URL scheme, a database that cannot be reached, tables of another version, or a failed migration.
    pub async fn open(url: &str, durability: Durability) -> Result<Self, DbError> {
        let db = Self::connect(url, durability).await?;
        match &db {
            Self::Sqlite { writer, .. } => MIGRATOR.run(writer).await?,
            Self::Postgres(pool) => {
                let migrated = MIGRATOR.run(pool).await;
                if migrated.is_err() {
                    // The lock under which migrations run ends with its connection.
                    pool.close().await;
                }
                migrated?;
            }
        }
        db.count().await?;
        Ok(db)
    }

    /// Lets the database learn how many rows there are of what, so that it chooses the right index: without it `SQLite` looks for one
    /// person's requests among all of the municipality's. A look at each table, and a sample of those that have grown. `PostgreSQL` does
    /// this by itself.
    pub async fn count(&self) -> Result<(), DbError> {
        if let Self::Sqlite { writer, .. } = self {
            // All tables, not only those that this connection has asked for.
            sqlx::query("PRAGMA optimize = 0x10002").execute(writer).await?;
        }
        Ok(())
    }

    /// Opens the database as it is.
    ///
    /// # Errors
    /// As `open`.
    pub async fn connect(url: &str, durability: Durability) -> Result<Self, DbError> {
        if url.starts_with("sqlite:") {
            let options = SqliteConnectOptions::from_str(url)?
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(5))
                // The app has some hundreds of statements; each connection keeps the ones it has prepared.
                .statement_cache_capacity(STATEMENTS)
                .pragma("temp_store", "MEMORY")
                .pragma("trusted_schema", "OFF")
                .synchronous(match durability {
                    Durability::Full => SqliteSynchronous::Full,
                    Durability::Normal => SqliteSynchronous::Normal,
                });
            make_private(options.get_filename())?;
            // A file does not go away like a server: asking before each use costs a round trip to the connection's thread.
            let pool = || {
                SqlitePoolOptions::new().test_before_acquire(false).acquire_timeout(ACQUIRE_TIME).before_acquire(
                    |connection, _| {
                        // A full disk or an I/O error makes SQLite roll back by itself; the driver then believes for ever that a
                        // transaction is open, and such a connection can begin no other.
                        Box::pin(async move { Ok(!connection.is_in_transaction()) })
                    },
                )
            };
            let writer = pool().max_connections(1).connect_with(options.clone()).await?;
            let reader = pool()
                .max_connections(8)
                .min_connections(1)
                .connect_with(options.create_if_missing(false).read_only(true))
                .await?;
            Ok(Self::Sqlite { writer, reader })
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let pool = PgPoolOptions::new()
                .max_connections(16)
                .acquire_timeout(ACQUIRE_TIME)
                .after_connect(|connection, _| {
                    // The server of a machine that died holds its locks until PostgreSQL notices, by itself after two hours.
                    Box::pin(async move {
                        connection.execute("SET idle_in_transaction_session_timeout = '30s'").await.map(drop)
                    })
                })
                .after_release(|connection, _| {
                    // Where the network swallows everything, a connection would wait for its answer for many minutes, and
                    // its place in the pool with it.
                    Box::pin(async move {
                        match tokio::time::timeout(PING_TIME, connection.ping()).await {
                            Ok(answered) => answered.map(|()| true),
                            Err(_) => Err(sqlx::Error::PoolTimedOut),
                        }
                    })
                })
                .connect_with(PgConnectOptions::from_str(url)?.application_name("handslag"))
                .await?;
            Ok(Self::Postgres(pool))
        } else {
            Err(DbError::Url)
        }
    }

    /// A transaction that only reads: one snapshot.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn read(&self) -> Result<Tx, DbError> {
        Ok(match self {
            Self::Sqlite { reader, .. } => Tx::Sqlite(reader.begin().await?),
            // PostgreSQL's default sees other people's commits between two statements; this also never fails with 40001.
            Self::Postgres(pool) => {
                Tx::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
            }
        })
    }

    /// A transaction that writes. Use `in_tx!`, which also retries.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn begin(&self) -> Result<Tx, DbError> {
        Ok(match self {
            Self::Sqlite { writer, .. } => Tx::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Closes all connections.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { writer, reader } => {
                reader.close().await;
                let _ = self.count().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// Makes the file of a new `SQLite` database, for its owner alone: `SQLite` gives what it lays beside it the same rights. One that is there
/// stays as it is.
fn make_private(file: &Path) -> Result<(), DbError> {
    if file.as_os_str().is_empty() || file.to_str().is_some_and(|name| name.starts_with(":memory:")) {
        return Ok(());
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    match options.open(file) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(DbError::from(sqlx::Error::Io(error))),
    }
}

impl Tx {
    /// Makes the transaction's effects lasting.
    ///
    /// # Errors
    /// The commit failed: nothing of it happened.
    #[cfg_attr(not(any(test, debug_assertions)), allow(unused_mut, reason = "only tests have bad luck"))]
    pub async fn commit(mut self) -> Result<(), DbError> {
        #[cfg(any(test, debug_assertions))]
        testing::bad_luck(&mut self).await?;
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    /// Commits what went well, rolls back what did not, and says whether to try again. For `in_tx!`.
    pub async fn settle<T, E: From<DbError> + MayRetry>(
        self,
        outcome: Result<T, E>,
        attempts: &mut u32,
    ) -> Attempt<T, E> {
        *attempts += 1;
        let result = match outcome {
            Ok(value) => match self.commit().await {
                Ok(()) => Ok(value),
                Err(error) => Err(E::from(error)),
            },
            Err(error) => {
                drop(self);
                Err(error)
            }
        };
        match result {
            Err(error) if error.may_retry() && *attempts < MOST_ATTEMPTS => {
                // A pause that grows lets the other transaction finish; of its own length, so that those who collided once do
                // not do it again.
                let most = usize::try_from(*attempts * *attempts * 4).unwrap_or(usize::MAX);
                let pause = u64::try_from(ground::random::draw(most) + 1).unwrap_or(1);
                tokio::time::sleep(Duration::from_millis(pause)).await;
                Attempt::Again
            }
            over => Attempt::Over(over),
        }
    }
}

/// Errors of a transaction's body that know whether the database asked to try again.
pub trait MayRetry {
    /// Whether the same transaction may succeed when run again (`PostgreSQL` 40001, 40P01).
    fn may_retry(&self) -> bool;
}

impl MayRetry for Failure {
    fn may_retry(&self) -> bool {
        match self {
            Self::Db(error) => error.may_retry(),
            Self::Lost => true,
            Self::App(_) => false,
        }
    }
}

/// Runs its block in a write transaction: commits when it ends in `Ok`, rolls back otherwise, and runs it again where
/// the database asks for it. The block is an expression of `Result<_, Failure>` and may use `?`.
///
/// A macro and not a closure: the futures of a closure that borrows both the transaction and its surroundings cannot be
/// named as `Send` on stable Rust, and boxing them makes every caller clone what it uses.
#[macro_export]
macro_rules! in_tx {
    ($db:expr, |$tx:ident| $body:block) => {{
        let mut attempts = 0_u32;
        loop {
            let mut owned = match $db.begin().await {
                Ok(tx) => tx,
                Err(error) => break Err($crate::Failure::from(error)),
            };
            let outcome: Result<_, $crate::Failure> = {
                let $tx: &mut $crate::Tx = &mut owned;
                async { $body }.await
            };
            match owned.settle(outcome, &mut attempts).await {
                $crate::Attempt::Over(result) => break result,
                $crate::Attempt::Again => {}
            }
        }
    }};
}

/// Runs a statement; the number of rows it touched.
#[macro_export]
macro_rules! exec {
    ($tx:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $tx {
            $crate::Tx::Sqlite(tx) => sqlx::query($sql)$(.bind($bind))*.execute(&mut **tx).await
                .map(|done| done.rows_affected()),
            $crate::Tx::Postgres(tx) => sqlx::query($sql)$(.bind($bind))*.execute(&mut **tx).await
                .map(|done| done.rows_affected()),
        }
        .map_err($crate::DbError::from)
    };
}

/// All rows as `$row` (a `sqlx::FromRow`, also a tuple).
#[macro_export]
macro_rules! rows {
    ($tx:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $tx {
            $crate::Tx::Sqlite(tx) => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_all(&mut **tx).await,
            $crate::Tx::Postgres(tx) => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_all(&mut **tx).await,
        }
        .map_err($crate::DbError::from)
    };
}

/// At most one row as `$row`.
#[macro_export]
macro_rules! row {
    ($tx:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $tx {
            $crate::Tx::Sqlite(tx) => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_optional(&mut **tx).await,
            $crate::Tx::Postgres(tx) => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_optional(&mut **tx).await,
        }
        .map_err($crate::DbError::from)
    };
}

/// What became of a change that is made only where its row is still as the change needs it: the one locking idiom that behaves alike on both
/// databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "what came too late has changed nothing"]
pub enum Update {
    /// The row was found, and is changed.
    Done,
    /// It is not there any more, or somebody was first.
    TooLate,
}

impl Update {
    /// Whether the row is changed.
    pub const fn is_done(self) -> bool {
        matches!(self, Self::Done)
    }

    /// For a caller who has just read the row as the change needs it: where somebody was first, everything is run again on what is there now.
    pub const fn or_lost(self) -> Result<(), Failure> {
        match self {
            Self::Done => Ok(()),
            Self::TooLate => Err(Failure::Lost),
        }
    }
}

/// What became of a change of one row, by the rows that it found.
pub const fn one(rows: u64) -> Update {
    if rows == 1 { Update::Done } else { Update::TooLate }
}
