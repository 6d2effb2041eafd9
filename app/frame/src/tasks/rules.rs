//! What is promised of tasks.

use db::{Rule, object};

/// The rules of this feature.
pub const RULES: &[Rule] = &[object!("task", "about_type", "about_id")];
