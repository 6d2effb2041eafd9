//! What is promised of the log.

use db::{Rule, tenant};

/// The rules of this feature.
pub const RULES: &[Rule] = &[
    Rule::new(
        "a row of the log is sealed with its place, or waits",
        "SELECT id FROM audit_entry WHERE (seq IS NULL) <> (seal IS NULL)",
        &["UPDATE audit_entry SET seal = 'x'"],
    ),
    tenant!("audit_entry", "id"),
];
