//! What is promised of volunteers and of what was recorded of them.

use db::{Rule, reference};

/// The rules of this feature.
pub const RULES: &[Rule] = &[
    Rule::new(
        "what was recorded of a volunteer is good from its day on",
        "SELECT q.id FROM volunteer_requirement q WHERE q.valid_until < q.done_on OR length(q.done_on) <> 10",
        &["UPDATE volunteer_requirement SET valid_until = '2000-01-01'"],
    ),
    reference!("volunteer", "person_id", "held_by", "person"),
    reference!("volunteer_requirement", "id", "recorded_by", "person"),
];
