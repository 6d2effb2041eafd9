//! Columns of codes whose list grows with features. No CHECK keeps them (one more code would be a table made anew): each names here what
//! knows its codes.

use crate::features;
use db::{DbError, Tx, rows};
use desk::review::model::Sort;
use frame::access::model::{Role, TextSize, Theme};
use ground::{Locale, Object};
use help::{
    kinds::model::{ContactMode, Moderation, Requirement},
    requests::model::{Channel, CloseReason, DeclineReason, RequestState},
    vetting::form::LANGUAGES,
    visits::model::{Experience, FeedbackAnswer, VisitOutcome},
};
use people::person::model::Contact;
use std::sync::LazyLock;

/// A column of codes.
#[derive(Clone, Copy, Debug)]
pub struct Codes {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// Of which rows: a condition.
    pub among: &'static str,
    /// Whether the code is known.
    pub knows: fn(&str) -> bool,
}

/// A column of codes of these types.
macro_rules! codes {
    ($table:literal, $column:literal, $of:ty) => {
        codes!($table, $column, $of, "TRUE")
    };
    ($table:literal, $column:literal, $of:ty, $among:literal) => {
        Codes { table: $table, column: $column, among: $among, knows: |code| <$of>::from_code(code).is_some() }
    };
}

/// A column whose codes this knows.
const fn known(table: &'static str, column: &'static str, knows: fn(&str) -> bool) -> Codes {
    Codes { table, column, among: "TRUE", knows }
}

/// All of them.
pub const CODES: &[Codes] = &[
    known("person", "locale", |code| Locale::from_language(code).is_some()),
    codes!("person", "channel", Contact),
    codes!("person", "text_size", TextSize),
    codes!("person", "theme", Theme),
    known("person_language", "language", |code| LANGUAGES.iter().any(|(known, _)| *known == code)),
    known("outgoing_message", "code", |code| features::told().any(|kind| kind.code == code)),
    known("outgoing_message", "about_type", |code| {
        features::told().any(|kind| kind.about.is_some_and(|object| object.code() == code))
    }),
    known("change_event", "object_type", |code| features::topics().any(|topic| topic.object.code() == code)),
    known("task", "about_type", |code| {
        matches!(Object::from_code(code), Some(Object::Request | Object::Visit | Object::Concern))
    }),
    codes!("kind", "mode", Moderation),
    known("kind_text", "locale", |code| Locale::from_language(code).is_some()),
    codes!("kind_requirement", "requirement", Requirement),
    codes!("request", "channel", Channel),
    codes!("request", "end_reason", CloseReason, "status = 'closed'"),
    codes!("request", "end_reason", DeclineReason, "status = 'declined'"),
    codes!("volunteer_requirement", "requirement", Requirement),
    codes!("visit", "outcome", VisitOutcome),
    codes!("visit", "experience", Experience),
    codes!("feedback", "answer", FeedbackAnswer),
    // Whose two must not handle it.
    known("concern", "about_type", |code| Object::from_code(code) == Some(Object::Visit)),
    known("saved_filter", "status", |code| code == "open" || RequestState::from_code(code).is_some()),
    codes!("saved_filter", "sort", Sort),
    codes!("role_assignment", "role", Role),
    known("proposal", "role", |code| matches!(Role::from_code(code), Some(Role::Coordinator | Role::Administrator))),
    codes!("proposal", "mode", Moderation),
    known("proposal", "dropped", |list| list.split_whitespace().all(|code| Requirement::from_code(code).is_some())),
    known("proposal", "meeting", |list| list.split_whitespace().all(|code| ContactMode::from_code(code).is_some())),
];

/// The codes that are not known, each with its column.
pub async fn unknown(tx: &mut Tx) -> Result<Vec<String>, DbError> {
    static SQL: LazyLock<String> = LazyLock::new(|| {
        let one = |(place, Codes { table, column, among, .. }): (usize, &Codes)| {
            format!(
                "SELECT CAST({place} AS BIGINT) AS place, {column} AS code FROM {table} WHERE {column} IS NOT NULL AND {among}"
            )
        };
        CODES.iter().enumerate().map(one).collect::<Vec<_>>().join(" UNION ")
    });
    let found = rows!(tx, (i64, String), SQL.as_str())?;
    let unknown = found.into_iter().filter_map(|(place, code)| {
        let Codes { table, column, knows, .. } = CODES.get(usize::try_from(place).ok()?)?;
        (!knows(&code)).then(|| format!("{table}.{column} {code}"))
    });
    Ok(unknown.collect())
}
