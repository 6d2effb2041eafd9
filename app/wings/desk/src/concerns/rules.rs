//! What is promised of concerns.

use db::{Rule, object, reference};

/// The rules of this feature.
pub const RULES: &[Rule] = &[
    Rule::new(
        "a concern's state has its time",
        "SELECT id FROM concern WHERE (status <> 'received' AND (severity IS NULL OR triaged_at IS NULL OR lex_sarah IS NULL))
           OR (status = 'acting' AND acting_at IS NULL) OR (status = 'decided' AND (decided_at IS NULL OR decision IS NULL)) OR (status = 'closed' AND closed_at IS NULL)",
        &["UPDATE concern SET severity = NULL WHERE status <> 'received'"],
    ),
    Rule::new(
        "a concern that was judged has an owner or waits for one, never whom it is about",
        "SELECT id FROM concern WHERE (status <> 'received' AND (owner_id IS NULL) = (unowned_since IS NULL)) OR owner_id = about_person_id",
        &["UPDATE concern SET owner_id = NULL, unowned_since = NULL WHERE status <> 'received'"],
    ),
    Rule::new(
        "a concern that was judged says whom it is about, or that it is nobody",
        "SELECT id FROM concern WHERE (about_nobody AND about_person_id IS NOT NULL)
           OR (status <> 'received' AND about_person_id IS NULL AND NOT about_nobody)",
        &["UPDATE concern SET about_person_id = NULL, about_nobody = FALSE WHERE status <> 'received'"],
    ),
    Rule::new(
        "a concern's number is drawn: it has six digits, and nothing counts them",
        "SELECT r.id FROM concern r WHERE r.number NOT BETWEEN 100000 AND 999999
         UNION ALL SELECT c.name FROM counter c WHERE c.name = 'concern'",
        &["UPDATE concern SET number = 7 WHERE id = (SELECT min(id) FROM concern)"],
    ),
    reference!("concern", "id", "owner_id", "person"),
    reference!("concern", "id", "area_id", "area"),
    object!("concern", "about_type", "about_id"),
];
