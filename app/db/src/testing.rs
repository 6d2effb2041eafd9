//! Databases for tests: a fresh temporary `SQLite` file, and a fresh schema in the `PostgreSQL` cluster that
//! `HANDSLAG_TEST_POSTGRES` names. Each is read by the whole-database check when its test ends. Only in debug builds.

use super::{Db, DbError, Durability, Tx};
use ground::secret::Secret;
use sqlx::{Executor, postgres::PgPoolOptions};
use std::{
    future::Future,
    path::PathBuf,
    pin::Pin,
    sync::{
        LazyLock,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
};

static COUNT: AtomicU32 = AtomicU32::new(0);

/// Set to `n`, about one commit in `n` on `PostgreSQL` is refused with 40001, as a serializable or a distributed one does now and then.
pub const UNLUCKY: &str = "HANDSLAG_TEST_UNLUCKY";

/// Lets `PostgreSQL` itself refuse the transaction, where [`UNLUCKY`] asks for it.
///
/// # Errors
/// It did.
pub(super) async fn bad_luck(tx: &mut Tx) -> Result<(), DbError> {
    static ONE_IN: LazyLock<usize> =
        LazyLock::new(|| std::env::var(UNLUCKY).ok().and_then(|one_in| one_in.parse().ok()).unwrap_or(0));
    if let Tx::Postgres(tx) = tx
        && *ONE_IN > 0
        && ground::random::draw(*ONE_IN) == 0
    {
        tx.execute("DO $$ BEGIN RAISE EXCEPTION 'bad luck' USING ERRCODE = '40001'; END $$").await?;
    }
    Ok(())
}

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A temporary file.
    Sqlite,
    /// A schema of its own.
    Postgres,
    /// The same, where every transaction is serializable unless it says otherwise.
    Serializable,
}

/// A database that goes away with this value.
#[derive(Debug)]
pub struct TestDb {
    /// The open database, migrated.
    pub db: Db,
    /// Its URL, for a second server on the same database.
    pub url: String,
    file: Option<PathBuf>,
    check: Check,
    may_contradict: AtomicBool,
}

/// Reads the whole database at this URL and says what contradicts, a line each.
pub type Check = fn(url: String) -> Pin<Box<dyn Future<Output = Result<Vec<String>, DbError>> + Send>>;

impl TestDb {
    /// For a test that breaks the database on purpose: it is not checked at the end.
    pub fn may_contradict(&self) {
        self.may_contradict.store(true, Ordering::SeqCst);
    }
}

/// Makes a fresh, migrated database, which `check` reads when its test ends.
///
/// # Panics
/// Where the database cannot be made: the full test command fails rather than skips.
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
pub async fn fresh(engine: Engine, check: Check) -> TestDb {
    let name = format!("handslag_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
    let (url, file) = match engine {
        Engine::Sqlite => {
            let file = std::env::temp_dir().join(format!("{name}.sqlite"));
            let _ = std::fs::remove_file(&file);
            (format!("sqlite:{}", file.display()), Some(file))
        }
        Engine::Postgres | Engine::Serializable => {
            let base = std::env::var("HANDSLAG_TEST_POSTGRES")
                .expect("PostgreSQL tests need HANDSLAG_TEST_POSTGRES: run them with `cargo xtask test --quick`");
            let admin = PgPoolOptions::new().max_connections(1).connect(&base).await.unwrap();
            admin.execute(sqlx::AssertSqlSafe(format!("DROP SCHEMA IF EXISTS {name} CASCADE"))).await.unwrap();
            admin.execute(sqlx::AssertSqlSafe(format!("CREATE SCHEMA {name}"))).await.unwrap();
            admin.close().await;
            let joint = if base.contains('?') { '&' } else { '?' };
            let isolation = if engine == Engine::Serializable {
                "%20-c%20default_transaction_isolation%3Dserializable"
            } else {
                ""
            };
            (format!("{base}{joint}options=-c%20search_path%3D{name}{isolation}"), None)
        }
    };
    let db = Db::open(&url, Durability::Normal).await.unwrap();
    TestDb { db, url, file, check, may_contradict: AtomicBool::new(false) }
}

/// The key of the tests' installations, with which their logs are sealed.
pub const SECRET: Secret = Secret([7; 32]);

impl Drop for TestDb {
    /// Whatever a test did, its database obeys the rules of the domain afterwards: no test can forget to look.
    #[allow(clippy::unwrap_used, reason = "tests")]
    fn drop(&mut self) {
        if !std::thread::panicking() && !self.may_contradict.load(Ordering::SeqCst) {
            let (url, check) = (self.url.clone(), self.check);
            // The test's own runtime may be the one that is at work here.
            let look = std::thread::spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                runtime.block_on(check(url))
            });
            let findings = look.join().unwrap().unwrap();
            assert!(findings.is_empty(), "the test left a database that contradicts itself: {findings:#?}");
        }
        if let Some(file) = &self.file {
            for ending in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(format!("{}{ending}", file.display()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn migrations_are_the_same_bytes_on_every_checkout() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
        let attributes = std::fs::read_to_string(format!("{root}/.gitattributes")).unwrap();
        assert!(attributes.lines().any(|line| line == "migrations/*.sql text eol=lf"), "{attributes}");
        let mut seen = 0;
        for file in std::fs::read_dir(format!("{root}/migrations")).unwrap() {
            let path = file.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            assert!(!bytes.contains(&b'\r') && !bytes.starts_with(b"\xEF\xBB\xBF"), "{}", path.display());
            assert_eq!(path.extension().and_then(|ending| ending.to_str()), Some("sql"), "{}", path.display());
            seen += 1;
        }
        assert!(seen > 10, "{seen}");
    }
}
