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

/// A column that holds the id of something whose type the column beside it says (`ground::Object`).
macro_rules! object {
    ($table:literal, $type:literal, $id:literal) => {
        (
            concat!($table, ".", $id, " is a thing of its type in the same municipality"),
            concat!(
                "SELECT t.id FROM ", $table, " t WHERE t.", $id, " IS NOT NULL AND NOT CASE t.", $type,
                " WHEN 'municipality' THEN t.", $id, " = t.municipality_id",
                object!(@ "area", "id", $id),
                object!(@ "person", "id", $id),
                object!(@ "volunteer", "person_id", $id),
                object!(@ "kind", "id", $id),
                object!(@ "request", "id", $id),
                object!(@ "offer", "id", $id),
                object!(@ "match", "id", $id),
                object!(@ "visit", "id", $id),
                object!(@ "concern", "id", $id),
                object!(@ "proposal", "id", $id),
                object!(@ "barrier", "id", $id),
                " ELSE FALSE END"
            ),
        )
    };
    (@ $table:literal, $key:literal, $id:literal) => {
        concat!(
            " WHEN '", $table, "' THEN EXISTS (SELECT 1 FROM ", $table,
            " o WHERE o.municipality_id = t.municipality_id AND o.", $key, " = t.", $id, ")"
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
    object!("outgoing_message", "about_type", "about_id"),
    object!("concern", "about_type", "about_id"),
    object!("change_event", "object_type", "object_id"),
    reference!("change_event", "id", "area_id", "area"),
    reference!("task", "id", "request_id", "request"),
    object!("task", "about_type", "about_id"),
    reference!("audit_entry", "id", "actor_id", "person"),
    reference!("audit_entry", "id", "subject_id", "person"),
    reference!("session", "id_hash", "person_id", "person"),
    reference!("form_draft", "id", "person_id", "person"),
    tenant!("change_event", "id"),
    tenant!("audit_entry", "id"),
    tenant!("session", "id_hash"),
    tenant!("form_draft", "id"),
    tenant!("idempotency", "digest"),
];
