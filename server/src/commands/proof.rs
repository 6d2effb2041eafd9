//! What proves that a backup is what this installation wrote: a keyed hash beside it. Neither `SQLite` nor `PostgreSQL` notices a changed
//! letter in a text, and whoever can change a backup could make a plain digest anew.

use super::Fault;
use crate::config::{beside, new_private};
use ground::secret::Secret;
use std::{
    fs::File,
    io::Write as _,
    path::{Path, PathBuf},
};

/// So much of a keyed hash says which key it was, and nothing of the key.
const KEY_LETTERS: usize = 16;

/// `FILE.hmac`.
pub fn place(file: &Path) -> PathBuf {
    beside(file, ".hmac")
}

/// Which key it is.
fn key(secret: &Secret) -> String {
    secret.mac("backup-key", &[]).chars().take(KEY_LETTERS).collect()
}

fn of(file: &Path, secret: &Secret) -> std::io::Result<String> {
    secret.mac_of("backup", File::open(file)?)
}

/// Writes the proof of a backup that is whole.
///
/// # Errors
/// It cannot be read or written, or there is one already.
pub fn write(file: &Path, secret: &Secret) -> Result<(), Fault> {
    let fault = |error| Fault::Io(format!("cannot write {}", place(file).display()), error);
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let line = format!("{} {}  {name}\n", key(secret), of(file, secret).map_err(fault)?);
    let mut out = new_private(&place(file)).map_err(fault)?;
    out.write_all(line.as_bytes()).and_then(|()| out.sync_all()).map_err(fault)
}

/// Whether a backup is what was written.
///
/// # Errors
/// It is not, or was written under another secret, or there is no proof to tell by.
pub fn check(file: &Path, secret: &Secret) -> Result<(), Fault> {
    let place = place(file);
    let Ok(line) = std::fs::read_to_string(&place) else {
        return Err(Fault::Refused(format!(
            "{place} is not there: without it nobody can tell whether the backup is what was written. Copy it too; or, if you trust the \
             file, say --unproved",
            place = place.display(),
        )));
    };
    let mut words = line.split_whitespace();
    let (known, proof) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    if known != key(secret) {
        return Err(Fault::Refused(format!(
            "{} was written under another secret: set the secret of that installation; or, if it is lost and you trust the file, say \
             --unproved",
            file.display()
        )));
    }
    let found = of(file, secret).map_err(|error| Fault::Io(format!("cannot read {}", file.display()), error))?;
    // Timing tells nothing: whoever can ask has the secret.
    if proof == found {
        Ok(())
    } else {
        Err(Fault::Refused(format!("{} is damaged: it is not what was written", file.display())))
    }
}
