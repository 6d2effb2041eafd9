//! Rules of tenants: what no foreign key keeps within its municipality. A test compares this list with the schema.

use super::Rule;

/// A column that holds the id of something of the same municipality.
macro_rules! reference {
    ($table:literal, $key:literal, $column:literal, $target:literal) => {
        (
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
        )
    };
}

/// A table whose municipality no foreign key names.
macro_rules! tenant {
    ($table:literal, $key:literal) => {
        (
            concat!($table, ".municipality_id is a municipality"),
            concat!(
                "SELECT t.", $key, " FROM ", $table,
                " t WHERE t.municipality_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM municipality o WHERE o.id = t.municipality_id)"
            ),
        )
    };
}

/// The rules.
pub const RULES: &[Rule] = &[
    reference!("role_assignment", "id", "granted_by", "person"),
    reference!("volunteer", "person_id", "held_by", "person"),
    reference!("volunteer_requirement", "id", "recorded_by", "person"),
    reference!("request", "id", "registered_by", "person"),
    reference!("request", "id", "owner_id", "person"),
    reference!("request", "id", "ended_by", "person"),
    reference!("offer", "id", "offered_by", "person"),
    reference!("offer", "id", "time_id", "request_time"),
    reference!("feedback", "id", "person_id", "person"),
    reference!("feedback", "id", "followed_up_by", "person"),
    reference!("concern", "id", "owner_id", "person"),
    reference!("concern", "id", "area_id", "area"),
    reference!("outgoing_message", "id", "request_id", "request"),
    reference!("outgoing_message", "id", "visit_id", "visit"),
    reference!("outgoing_message", "id", "offer_id", "offer"),
    reference!("change_event", "id", "area_id", "area"),
    reference!("task", "id", "request_id", "request"),
    (
        "task.about_id is a thing of the same municipality",
        "SELECT t.id FROM task t WHERE NOT (
              (t.about_type = 'request' AND EXISTS (SELECT 1 FROM request o WHERE o.municipality_id = t.municipality_id AND o.id = t.about_id))
           OR (t.about_type = 'visit' AND EXISTS (SELECT 1 FROM visit o WHERE o.municipality_id = t.municipality_id AND o.id = t.about_id))
           OR (t.about_type = 'concern' AND EXISTS (SELECT 1 FROM concern o WHERE o.municipality_id = t.municipality_id AND o.id = t.about_id)))",
    ),
    reference!("audit_entry", "id", "actor_id", "person"),
    reference!("audit_entry", "id", "on_behalf_of", "person"),
    reference!("audit_entry", "id", "subject_id", "person"),
    reference!("session", "id_hash", "person_id", "person"),
    reference!("form_draft", "id", "person_id", "person"),
    tenant!("change_event", "id"),
    tenant!("audit_entry", "id"),
    tenant!("session", "id_hash"),
    tenant!("form_draft", "id"),
    tenant!("idempotency", "digest"),
];
