//! What a feature promises of its rows.

/// What holds of the rows whatever people do: the whole-database check (`app/src/checks`) reads it back.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// In words. No other rule has them.
    pub name: &'static str,
    /// A statement without parameters, on both databases, that gives the ids of the rows that break it.
    pub sql: &'static str,
    /// Statements that break it, one after the other, in the demonstration: a test runs them, and the rule must find what they did. The
    /// delivered program is without them.
    #[cfg(any(test, debug_assertions))]
    pub breaks: &'static [&'static str],
}

impl Rule {
    /// One with its words, its statement and what breaks it.
    #[cfg_attr(not(any(test, debug_assertions)), allow(unused_variables, reason = "only tests break rules"))]
    pub const fn new(name: &'static str, sql: &'static str, breaks: &'static [&'static str]) -> Self {
        Self {
            name,
            sql,
            #[cfg(any(test, debug_assertions))]
            breaks,
        }
    }
}

/// The rule of a column that names something of the same municipality and has no foreign key: the column's table, what that table's rows
/// are told by, the column, and the table of what it names. Last, where not every row can be broken, a condition of those that can.
#[macro_export]
macro_rules! reference {
    ($table:literal, $key:literal, $column:literal, $target:literal) => {
        $crate::reference!($table, $key, $column, $target, "TRUE")
    };
    ($table:literal, $key:literal, $column:literal, $target:literal, $broken:literal) => {
        $crate::Rule::new(
            concat!($table, ".", $column, " is a ", $target, " of the same municipality"),
            concat!(
                "SELECT t.",
                $key,
                " FROM ",
                $table,
                " t WHERE t.",
                $column,
                " IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ",
                $target,
                " o WHERE o.municipality_id = t.municipality_id AND o.id = t.",
                $column,
                ")"
            ),
            &[concat!("UPDATE ", $table, " SET ", $column, " = 'nobody' WHERE ", $broken)],
        )
    };
}

/// The rule of a table whose municipality no foreign key names: the table, and what its rows are told by.
#[macro_export]
macro_rules! tenant {
    ($table:literal, $key:literal) => {
        $crate::Rule::new(
            concat!($table, ".municipality_id is a municipality"),
            concat!(
                "SELECT t.", $key, " FROM ", $table,
                " t WHERE t.municipality_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM municipality o WHERE o.id = t.municipality_id)"
            ),
            &[concat!(
                "UPDATE ", $table, " SET municipality_id = 'nowhere' WHERE municipality_id = (SELECT min(id) FROM municipality)"
            )],
        )
    };
}

/// The rule of a column with the id of something whose type (`ground::Object`) the column beside it says: the table, the column of the
/// type, that of the id.
#[macro_export]
macro_rules! object {
    ($table:literal, $type:literal, $id:literal) => {
        $crate::Rule::new(
            concat!($table, ".", $id, " is a thing of its type in the same municipality"),
            concat!(
                "SELECT t.id FROM ", $table, " t WHERE t.", $id, " IS NOT NULL AND NOT CASE t.", $type,
                " WHEN 'municipality' THEN t.", $id, " = t.municipality_id",
                $crate::object!(@ "area", "id", $id),
                $crate::object!(@ "person", "id", $id),
                $crate::object!(@ "volunteer", "person_id", $id),
                $crate::object!(@ "kind", "id", $id),
                $crate::object!(@ "request", "id", $id),
                $crate::object!(@ "offer", "id", $id),
                $crate::object!(@ "match", "id", $id),
                $crate::object!(@ "visit", "id", $id),
                $crate::object!(@ "concern", "id", $id),
                $crate::object!(@ "proposal", "id", $id),
                $crate::object!(@ "barrier", "id", $id),
                " ELSE FALSE END"
            ),
            &[concat!("UPDATE ", $table, " SET ", $id, " = 'nothing' WHERE ", $id, " IS NOT NULL")],
        )
    };
    (@ $table:literal, $key:literal, $id:literal) => {
        concat!(
            " WHEN '", $table, "' THEN EXISTS (SELECT 1 FROM ", $table,
            " o WHERE o.municipality_id = t.municipality_id AND o.", $key, " = t.", $id, ")"
        )
    };
}
