//! What is promised of presses.

use db::{Rule, tenant};

/// The rules of this feature.
pub const RULES: &[Rule] = &[
    // What a clock has done once is kept there too, under a name of its own.
    Rule::new(
        "a press that was taken has its answer",
        "SELECT digest FROM idempotency WHERE location = '' AND substr(digest, 1, 6) <> 'clock/'",
        &[
            "INSERT INTO idempotency (municipality_id, digest, location, created_at) SELECT id, 'd', '', 1 FROM municipality",
        ],
    ),
    tenant!("idempotency", "digest"),
];
