//! `backup` and `restore`, on both databases.

use super::{Fault, files, programs};
use crate::config::sqlite_file;
use std::path::Path;

/// Writes the whole database to a new file that only its owner can read; the server may run.
///
/// # Errors
/// The file is there already, the database cannot be read, or `pg_dump` is missing.
pub async fn backup(database_url: &str, file: &Path) -> Result<(), Fault> {
    match sqlite_file(database_url) {
        Some(database) => files::backup(&database, file).await,
        None => programs::dump(database_url, file).await,
    }
}

/// Puts a backup in the place of the database.
///
/// # Errors
/// It is no backup of Handslag, or there is a database already and `force` was not given, or it is in use.
pub async fn restore(database_url: &str, file: &Path, force: bool) -> Result<(), Fault> {
    match sqlite_file(database_url) {
        Some(database) => files::restore(&database, file, force).await,
        None => programs::restore(database_url, file, force).await,
    }
}
