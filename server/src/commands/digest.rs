//! The digest beside a backup, as `sha256sum` writes it: neither `SQLite` nor `PostgreSQL` notices a changed letter in a text.

use super::Fault;
use crate::config::{beside, new_private};
use sha2::{Digest as _, Sha256};
use std::{
    fs::File,
    io::{Read as _, Write as _},
    path::{Path, PathBuf},
};

/// `FILE.sha256`.
pub fn place(file: &Path) -> PathBuf {
    beside(file, ".sha256")
}

fn of(file: &Path) -> std::io::Result<String> {
    let (mut source, mut digest, mut part) = (File::open(file)?, Sha256::new(), vec![0; 64 * 1024]);
    loop {
        match source.read(&mut part)? {
            0 => return Ok(app::context::hex(&digest.finalize())),
            count => digest.update(part.get(..count).unwrap_or_default()),
        }
    }
}

/// Writes the digest of a backup that is whole.
///
/// # Errors
/// It cannot be read or written, or there is one already.
pub fn write(file: &Path) -> Result<(), Fault> {
    let fault = |error| Fault::Io(format!("cannot write {}", place(file).display()), error);
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let line = format!("{}  {name}\n", of(file).map_err(fault)?);
    let mut out = new_private(&place(file)).map_err(fault)?;
    out.write_all(line.as_bytes()).and_then(|()| out.sync_all()).map_err(fault)
}

/// Whether a backup is what was written.
///
/// # Errors
/// It is not, or there is no digest to tell by.
pub fn check(file: &Path) -> Result<(), Fault> {
    if !file.is_file() {
        return Err(Fault::Refused(format!("{} is not there", file.display())));
    }
    let place = place(file);
    let Ok(line) = std::fs::read_to_string(&place) else {
        return Err(Fault::Refused(format!(
            "{place} is not there: without it nobody can tell whether the backup is whole. Copy it too; or, if you trust the file, make \
             it: sha256sum {file} > {place}",
            place = place.display(),
            file = file.display()
        )));
    };
    let found = of(file).map_err(|error| Fault::Io(format!("cannot read {}", file.display()), error))?;
    if line.split_whitespace().next() == Some(found.as_str()) {
        Ok(())
    } else {
        Err(Fault::Refused(format!("{} is damaged: it is not what was written", file.display())))
    }
}
