//! What is promised of people, and of what names one.

use db::{Rule, reference};

/// The rules of this feature.
pub const RULES: &[Rule] = &[
    Rule::new(
        "who cannot sign in has not said how they read",
        "SELECT id FROM person WHERE NOT has_login
           AND (text_size IS NOT NULL OR theme IS NOT NULL OR listening IS NOT NULL OR compact IS NOT NULL)",
        &["UPDATE person SET has_login = FALSE, text_size = '2' WHERE id = (SELECT min(id) FROM person)"],
    ),
    // Of tables of the frame, which knows no people.
    reference!("session", "id_hash", "person_id", "person"),
    reference!("form_draft", "id", "person_id", "person", "person_id IS NOT NULL"),
    reference!("audit_entry", "id", "actor_id", "person"),
    reference!("audit_entry", "id", "subject_id", "person"),
];
