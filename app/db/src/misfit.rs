//! Databases whose tables this program cannot bring up to date.

use super::MIGRATOR;

/// Whose tables they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// A newer program's.
    Newer,
    /// A program's of before the first release: until then migrations are rewritten, not followed by others.
    Older,
}

impl Misfit {
    /// Of a database to which these migrations were applied; none where all of them are known here.
    pub fn of(applied: impl IntoIterator<Item = i64>) -> Option<Self> {
        let unknown = applied.into_iter().filter(|version| !MIGRATOR.version_exists(*version)).max()?;
        let newer = MIGRATOR.iter().all(|migration| migration.version < unknown);
        Some(if newer { Self::Newer } else { Self::Older })
    }
}

impl std::fmt::Display for Misfit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Newer => "its tables were made by a newer Handslag: start that one",
            Self::Older => {
                "its tables were made by a Handslag of before the first release and cannot be brought up to date: begin afresh in an \
                 empty database (`cargo xtask run --fresh` makes a new demonstration)"
            }
        })
    }
}
