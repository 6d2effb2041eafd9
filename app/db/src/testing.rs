//! Databases for tests: a fresh temporary `SQLite` file, and a fresh database in the `PostgreSQL` cluster that `HANDSLAG_TEST_POSTGRES`
//! names, each a copy of one that was migrated once. Each is read by the whole-database check when its test ends. Only in debug builds.

use super::{Db, DbError, Durability, MIGRATOR, Tx};
use ground::secret::Secret;
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection as _, Executor, PgConnection};
use std::{
    future::Future,
    path::{Path, PathBuf},
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
    /// A database of its own.
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
    made: Made,
    check: Check,
    may_contradict: AtomicBool,
}

/// What goes away with a test.
#[derive(Clone, Debug)]
enum Made {
    File(PathBuf),
    Database(String),
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
    let (url, made) = match engine {
        Engine::Sqlite => {
            let file = std::env::temp_dir().join(format!("{name}.sqlite"));
            // A test that was killed may have had this name.
            remove(&file);
            std::fs::copy(migrated_file(&name).await, &file).unwrap();
            (format!("sqlite:{}", file.display()), Made::File(file))
        }
        Engine::Postgres | Engine::Serializable => {
            copy_database(&name).await.unwrap();
            let isolation = if engine == Engine::Serializable {
                "options=-c%20default_transaction_isolation%3Dserializable"
            } else {
                ""
            };
            (url_of(&name, isolation), Made::Database(name))
        }
    };
    let db = Db::connect(&url, Durability::Normal).await.unwrap();
    TestDb { db, url, made, check, may_contradict: AtomicBool::new(false) }
}

/// Removes a database's file, with what `SQLite` lays beside it.
fn remove(file: &Path) {
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{ending}", file.display()));
    }
}

/// A migrated file to be copied, made by the first who asks: the migrations would be most of what a fresh database costs.
#[allow(clippy::unwrap_used, reason = "tests")]
async fn migrated_file(name: &str) -> PathBuf {
    let file = std::env::temp_dir().join(format!("handslag_{}.sqlite", *MADE_OF));
    if !file.exists() {
        let scratch = std::env::temp_dir().join(format!("{name}.new"));
        // Whoever had this name may have been killed.
        remove(&scratch);
        let db = Db::open(&format!("sqlite:{}", scratch.display()), Durability::Normal).await.unwrap();
        db.close().await;
        // Others may make the same at the same time.
        std::fs::rename(scratch, &file).unwrap();
    }
    file
}

/// Makes a `PostgreSQL` database of this name, a copy of the migrated one; the first who finds none makes that too.
async fn copy_database(name: &str) -> Result<(), DbError> {
    let template = format!("handslag_{}", *MADE_OF);
    // Copying files costs half of what writing a copy to the log does.
    let copy = format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy");
    let mut admin = PgConnection::connect(&cluster()).await?;
    // A test that was killed may have had this name.
    drop_database(&mut admin, name).await?;
    if admin.execute(AssertSqlSafe(copy.as_str())).await.is_err() {
        admin.execute("SELECT pg_advisory_lock(1)").await?;
        let is_there = sqlx::query("SELECT FROM pg_database WHERE datname = $1").bind(&template);
        if is_there.fetch_optional(&mut admin).await?.is_none() {
            let scratch = format!("{template}_new");
            drop_database(&mut admin, &scratch).await?;
            admin.execute(AssertSqlSafe(format!("CREATE DATABASE {scratch}"))).await?;
            Db::open(&url_of(&scratch, ""), Durability::Normal).await?.close().await;
            admin.execute(AssertSqlSafe(format!("ALTER DATABASE {scratch} RENAME TO {template}"))).await?;
        }
        admin.execute("SELECT pg_advisory_unlock(1)").await?;
        admin.execute(AssertSqlSafe(copy)).await?;
    }
    admin.close().await?;
    Ok(())
}

async fn drop_database(admin: &mut PgConnection, name: &str) -> Result<(), DbError> {
    admin.execute(AssertSqlSafe(format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))).await?;
    Ok(())
}

#[allow(clippy::expect_used, reason = "tests")]
fn cluster() -> String {
    std::env::var("HANDSLAG_TEST_POSTGRES")
        .expect("PostgreSQL tests need HANDSLAG_TEST_POSTGRES: run them with `cargo xtask test --quick`")
}

/// The URL of another database in the cluster, with one parameter more.
fn url_of(name: &str, parameter: &str) -> String {
    let cluster = cluster();
    let (address, parameters) = cluster.split_once('?').unwrap_or((&cluster, ""));
    let server = address.rsplit_once('/').map_or(address, |(server, _)| server);
    let all: Vec<&str> = [parameters, parameter].into_iter().filter(|one| !one.is_empty()).collect();
    format!("{server}/{name}{}{}", if all.is_empty() { "" } else { "?" }, all.join("&"))
}

/// Names what a fresh database is made of: the migrations, and how it is opened. Another checkout has its own.
static MADE_OF: LazyLock<String> = LazyLock::new(|| {
    let mut digest = Sha256::new_with_prefix(env!("CARGO_MANIFEST_DIR"));
    digest.update(include_bytes!("lib.rs"));
    for migration in MIGRATOR.iter() {
        digest.update(migration.version.to_le_bytes());
        digest.update(migration.description.as_bytes());
        digest.update(&migration.checksum);
    }
    digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
});

/// The key of the tests' installations, with which their logs are sealed.
pub const SECRET: Secret = Secret([7; 32]);

impl Drop for TestDb {
    /// Whatever a test did, its database obeys the rules of the domain afterwards: no test can forget to look.
    #[allow(clippy::unwrap_used, reason = "tests")]
    fn drop(&mut self) {
        let failed = std::thread::panicking();
        let (url, made) = (self.url.clone(), self.made.clone());
        let check = (!failed && !self.may_contradict.load(Ordering::SeqCst)).then_some(self.check);
        // The test's own runtime may be the one that is at work here.
        let look = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let findings = if let Some(check) = check { check(url).await? } else { Vec::new() };
                match made {
                    Made::File(file) => remove(&file),
                    Made::Database(name) => {
                        let mut admin = PgConnection::connect(&cluster()).await?;
                        drop_database(&mut admin, &name).await?;
                        admin.close().await?;
                    }
                }
                Ok::<_, DbError>(findings)
            })
        });
        let looked = look.join();
        // A second fault would hide the first.
        if failed {
            return;
        }
        let findings = looked.unwrap().unwrap();
        assert!(findings.is_empty(), "the test left a database that contradicts itself: {findings:#?}");
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
