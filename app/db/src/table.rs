//! What a feature says of its tables.

/// A table, which its feature alone writes.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// What of it is a person's own.
    pub own: Own,
}

/// What of a table is a person's own, and so in the file of their data (GDPR, articles 15 and 20).
#[derive(Clone, Copy, Debug)]
pub enum Own {
    /// It holds nothing about a person but, perhaps, which member of staff did something.
    Nothing,
    /// These rows: a statement that gives what it is (a code), an id, an instant, a state or code and the person's own words, of the
    /// municipality `$1` and the person `$2`.
    Rows(&'static str),
    /// It holds something about people that stands elsewhere in the file or is not given out: where, or why not.
    Elsewhere(&'static str),
}

impl Table {
    /// One that holds nothing about a person.
    pub const fn new(name: &'static str) -> Self {
        Self { name, own: Own::Nothing }
    }

    /// One with rows that are a person's own.
    pub const fn of_people(name: &'static str, rows: &'static str) -> Self {
        Self { name, own: Own::Rows(rows) }
    }

    /// One whose rows about people stand elsewhere, or are not given out.
    pub const fn elsewhere(name: &'static str, why: &'static str) -> Self {
        Self { name, own: Own::Elsewhere(why) }
    }
}
