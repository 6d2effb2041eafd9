//! What is promised of what names an area.

use db::{Rule, reference};

/// The rules of this feature.
pub const RULES: &[Rule] = &[
    // Of a table of the frame, which knows no areas.
    reference!("change_event", "id", "area_id", "area"),
];
