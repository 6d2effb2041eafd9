//! Backups of the `SQLite` file.

use super::Fault;
use crate::config::{beside, new_private};
use db::Misfit;
use sqlx::{
    ConnectOptions as _, Connection as _,
    sqlite::{SqliteConnectOptions, SqliteConnection, SqliteLockingMode},
};
use std::{
    fs::{self, File},
    io,
    path::Path,
    time::Duration,
};

fn io_fault(what: impl Into<String>) -> impl FnOnce(io::Error) -> Fault {
    let what = what.into();
    move |error| Fault::Io(what, error)
}

async fn open_read_only(file: &Path) -> Result<SqliteConnection, Fault> {
    let options = SqliteConnectOptions::new().filename(file).read_only(true).busy_timeout(Duration::from_secs(5));
    Ok(options.connect().await?)
}

/// A consistent copy while others write: `SQLite`'s own `VACUUM INTO`.
pub async fn backup(database: &Path, file: &Path) -> Result<(), Fault> {
    if !database.exists() {
        return Err(Fault::Refused(format!("there is no database {}", database.display())));
    }
    // Made first, and empty: SQLite would make it readable for everybody.
    new_private(file).map_err(io_fault(format!("cannot make {}", file.display())))?;
    let written = async {
        let mut source = open_read_only(database).await?;
        let target = file.to_str().ok_or_else(|| Fault::Refused("the file's name is not UTF-8".to_owned()))?;
        sqlx::query("VACUUM INTO $1").bind(target).execute(&mut source).await?;
        source.close().await?;
        check_backup(file).await?;
        File::open(file).and_then(|file| file.sync_all()).map_err(io_fault("the backup is not on the disk"))
    }
    .await;
    if written.is_err() {
        // Half a backup must not look like one.
        let _ = fs::remove_file(file);
    }
    written
}

/// Whether a file is a whole database of Handslag that this program understands.
///
/// # Errors
/// Why it is not.
pub async fn check_backup(file: &Path) -> Result<(), Fault> {
    let refuse = |why: &str| Fault::Refused(format!("{} {why}", file.display()));
    if !file.is_file() {
        return Err(refuse("is not there"));
    }
    let not_ours = |_| refuse("is no backup of Handslag");
    let mut backup = open_read_only(file).await.map_err(not_ours)?;
    let whole: Vec<(String,)> =
        sqlx::query_as("PRAGMA integrity_check").fetch_all(&mut backup).await.map_err(Fault::from).map_err(not_ours)?;
    if whole.first().is_none_or(|(line,)| line != "ok") {
        return Err(refuse("is damaged"));
    }
    let tables: (i64,) = sqlx::query_as(
        "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('_sqlx_migrations', 'municipality', 'audit_entry')",
    )
    .fetch_one(&mut backup)
    .await?;
    if tables.0 != 3 {
        return Err(refuse("is no backup of Handslag"));
    }
    let versions: Vec<(i64,)> = sqlx::query_as("SELECT version FROM _sqlx_migrations WHERE success ORDER BY version")
        .fetch_all(&mut backup)
        .await?;
    if let Some(misfit) = Misfit::of(versions.into_iter().map(|(version,)| version)) {
        return Err(super::misfit(file, misfit));
    }
    backup.close().await?;
    Ok(())
}

/// Copies the backup beside the database, makes the copy ready, then puts it in its place in one step. What making it ready says.
pub async fn restore(
    database: &Path,
    file: &Path,
    force: bool,
    make_ready: impl AsyncFnOnce(&str) -> Result<String, Fault>,
) -> Result<String, Fault> {
    check_backup(file).await?;
    if database.exists() {
        if !force {
            return Err(Fault::Refused(format!(
                "there is a database {} already: it would be lost (say --force)",
                database.display()
            )));
        }
        must_not_be_in_use(database).await?;
    }
    let unfinished = beside(database, ".restoring");
    let forget = || {
        for ending in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(beside(&unfinished, ending));
        }
    };
    forget();
    let copied = (|| {
        let mut target = new_private(&unfinished)?;
        io::copy(&mut File::open(file)?, &mut target)?;
        target.sync_all()
    })();
    let ready = match copied {
        Ok(()) => make_ready(&url_of(&unfinished)).await,
        Err(error) => Err(Fault::Io(format!("cannot write {}", unfinished.display()), error)),
    };
    let said = match ready {
        Ok(said) => said,
        Err(fault) => {
            forget();
            return Err(fault);
        }
    };
    let placed = (|| {
        File::open(&unfinished)?.sync_all()?;
        // What the old database had not yet written to its file belongs to it, not to the restored one.
        for ending in ["-wal", "-shm"] {
            match fs::remove_file(beside(database, ending)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        fs::rename(&unfinished, database)?;
        // The new name is on the disk too.
        let folder = database.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
    })();
    if placed.is_err() {
        forget();
    }
    placed.map_err(io_fault(format!("cannot write {}", database.display()))).map(|()| said)
}

/// The URL of a file, whatever signs are in its name.
fn url_of(file: &Path) -> String {
    format!("sqlite:{}", file.to_string_lossy().replace('%', "%25").replace('?', "%3F"))
}

/// A running server would go on writing to the old file, which nobody sees any more.
async fn must_not_be_in_use(database: &Path) -> Result<(), Fault> {
    let options = SqliteConnectOptions::new()
        .filename(database)
        .locking_mode(SqliteLockingMode::Exclusive)
        .busy_timeout(Duration::from_millis(200));
    let Ok(mut alone) = options.connect().await else {
        // No database at all: nothing that could be in use.
        return Ok(());
    };
    let locked = sqlx::query("BEGIN EXCLUSIVE").execute(&mut alone).await;
    let busy = matches!(&locked, Err(sqlx::Error::Database(error)) if error.code().is_some_and(|code| code == "5" || code == "261"));
    let _ = alone.close().await;
    if busy {
        return Err(Fault::Refused(format!("{} is in use: stop the server first", database.display())));
    }
    Ok(())
}
