//! The end of the audit log's chain, outside the database: whoever cuts off the log's end in the database does not reach it.

use crate::config::new_private;
use frame::audit::Head;
use std::{
    io::{self, Write as _},
    path::Path,
};

/// The exported head; none where nothing was exported yet.
///
/// # Errors
/// The file cannot be read or understood.
pub fn read(file: &Path) -> io::Result<Option<Head>> {
    match std::fs::read(file) {
        Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(io::Error::from),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// What became of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Export {
    /// The file holds this head now.
    Written,
    /// It did already.
    Same,
    /// The file knows of more rows than the database: the log was cut off, or an older backup was restored. The file is
    /// left as it is, for `check-audit` to tell.
    Behind,
}

/// Writes the head, whole or not at all; never over one that is further ahead.
///
/// # Errors
/// The file cannot be written.
pub fn write(file: &Path, head: &Head) -> io::Result<Export> {
    match read(file)? {
        Some(before) if before == *head => return Ok(Export::Same),
        Some(before) if before.seq >= head.seq => return Ok(Export::Behind),
        _ => {}
    }
    let mut unfinished = file.as_os_str().to_owned();
    unfinished.push(".unfinished");
    // What a program that was cut off has left.
    let _ = std::fs::remove_file(&unfinished);
    let mut out = new_private(Path::new(&unfinished))?;
    out.write_all(serde_json::to_string(head)?.as_bytes())?;
    out.write_all(b"\n")?;
    out.sync_all()?;
    std::fs::rename(&unfinished, file)?;
    Ok(Export::Written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_only_moves_forwards() {
        let file = std::env::temp_dir().join(format!("handslag-head-{}", std::process::id()));
        let _ = std::fs::remove_file(&file);
        let head = |seq: i64| Head { seq, seal: format!("seal {seq}") };
        assert_eq!(read(&file).unwrap(), None);
        assert_eq!(write(&file, &head(2)).unwrap(), Export::Written);
        assert_eq!(write(&file, &head(2)).unwrap(), Export::Same);
        assert_eq!(write(&file, &head(1)).unwrap(), Export::Behind);
        assert_eq!(write(&file, &Head { seq: 2, seal: "other".to_owned() }).unwrap(), Export::Behind);
        assert_eq!(write(&file, &head(3)).unwrap(), Export::Written);
        assert_eq!(read(&file).unwrap(), Some(head(3)));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        }
        std::fs::remove_file(file).unwrap();
    }
}
