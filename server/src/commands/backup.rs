//! `backup` and `restore`, on both databases.

use super::{
    Fault, files, programs, proof,
    store::{end_sessions, municipalities},
};
use crate::{audit_head, config::sqlite_file};
use db::{Db, Durability, Failure, in_tx};
use frame::audit::{self, Problem};
use ground::{Object, clock::Clock, secret::Secret};
use std::path::Path;

/// Writes the whole database to a new file that only its owner can read, and its proof beside it; the server may run.
///
/// # Errors
/// The file is there already, the database cannot be read, or `pg_dump` is missing.
pub async fn backup(database_url: &str, file: &Path, secret: &Secret) -> Result<(), Fault> {
    let proof = proof::place(file);
    if proof.exists() {
        return Err(Fault::Refused(format!("cannot make {}: it is there already", proof.display())));
    }
    match sqlite_file(database_url) {
        Some(database) => files::backup(&database, file).await?,
        None => programs::dump(database_url, file).await?,
    }
    proof::write(file, secret)
}

/// How a backup is restored.
#[derive(Clone, Copy, Debug)]
pub struct Restoring<'a> {
    /// The secret that the backup was written under.
    pub secret: &'a Secret,
    /// Also where there is a database already: it is lost.
    pub force: bool,
    /// Also what the secret does not prove, neither the file nor its log.
    pub unproved: bool,
    /// The exported end of the audit log.
    pub head: Option<&'a Path>,
}

/// Puts a backup in the place of the database. Nobody is signed in there, and no link works: whoever was signed out, or had used a link,
/// since it was written would otherwise come back in. A line for the one who asked.
///
/// # Errors
/// It is no backup of Handslag, or not what was written, or its log is not whole; or there is a database already and `force` was not
/// given, or it is in use. What was there is untouched (on `PostgreSQL` but for a log that is not whole: it is read in its place).
pub async fn restore(database_url: &str, file: &Path, how: Restoring<'_>) -> Result<String, Fault> {
    if !file.is_file() {
        return Err(Fault::Refused(format!("{} is not there", file.display())));
    }
    if !how.unproved {
        proof::check(file, how.secret)?;
    }
    if let Some(database) = sqlite_file(database_url) {
        return files::restore(&database, file, how.force, async |url: &str| settle(url, how).await).await;
    }
    programs::restore(database_url, file, how.force).await?;
    settle(database_url, how).await
}

/// Ends what must not come back, and proves the log.
async fn settle(url: &str, how: Restoring<'_>) -> Result<String, Fault> {
    let db = Db::open(url, Durability::Full).await?;
    let settled = settled(&db, how).await;
    db.close().await;
    settled
}

async fn settled(db: &Db, how: Restoring<'_>) -> Result<String, Fault> {
    let now = Clock::system().now();
    let ended: Result<(), Failure> = in_tx!(db, |tx| {
        end_sessions(tx).await?;
        for (municipality, _) in municipalities(tx).await? {
            let event = audit::Event {
                action: "database.restore",
                object: (Object::Municipality, municipality.as_str()),
                subject: None,
                why: "operator: all sessions and sign-in links ended",
            };
            audit::record_system(tx, &municipality, now, event).await?;
        }
        Ok(())
    });
    ended?;
    let exported = match how.head {
        Some(head) => {
            audit_head::read(head).map_err(|error| Fault::Io(format!("cannot read {}", head.display()), error))?
        }
        None => None,
    };
    let mut tx = db.read().await?;
    let problems = audit::check(&mut tx, how.secret, exported.as_ref()).await?;
    drop(tx);
    let broken = problems.iter().filter(|problem| !matches!(problem, Problem::CutOff(_))).count();
    if broken > 0 && !how.unproved {
        return Err(Fault::Refused(
            "the audit log in the backup is not whole, or was sealed under another secret: look at it with `handslag check-audit`, or \
             say --unproved"
                .to_owned(),
        ));
    }
    let mut said = "everybody is signed out, and no sign-in link works".to_owned();
    if broken > 0 {
        said.push_str("; its audit log is not whole");
    } else {
        said.push_str("; its audit log is whole");
    }
    if let Some(Problem::CutOff(row)) = problems.iter().find(|problem| matches!(problem, Problem::CutOff(_))) {
        said.push_str(&format!(
            ", up to row {row}: the exported end knows of later ones, which the backup is older than. Set the exported end aside once \
             that is noted"
        ));
    }
    Ok(said)
}
