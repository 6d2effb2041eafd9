//! `backup` and `restore`, on both databases.

use super::{Fault, digest, files, programs};
use crate::config::sqlite_file;
use std::path::Path;

/// Writes the whole database to a new file that only its owner can read, and its digest beside it; the server may run.
///
/// # Errors
/// The file is there already, the database cannot be read, or `pg_dump` is missing.
pub async fn backup(database_url: &str, file: &Path) -> Result<(), Fault> {
    let digest = digest::place(file);
    if digest.exists() {
        return Err(Fault::Refused(format!("cannot make {}: it is there already", digest.display())));
    }
    match sqlite_file(database_url) {
        Some(database) => files::backup(&database, file).await?,
        None => programs::dump(database_url, file).await?,
    }
    digest::write(file)
}

/// Puts a backup in the place of the database.
///
/// # Errors
/// It is no backup of Handslag, or there is a database already and `force` was not given, or it is in use. What was there is
/// untouched.
pub async fn restore(database_url: &str, file: &Path, force: bool) -> Result<(), Fault> {
    digest::check(file)?;
    match sqlite_file(database_url) {
        Some(database) => files::restore(&database, file, force).await,
        None => programs::restore(database_url, file, force).await,
    }
}
