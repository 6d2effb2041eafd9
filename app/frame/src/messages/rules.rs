//! What is promised of messages besides who is told (`app/src/checks`).

use db::{Rule, object};

/// The rules of this feature.
pub const RULES: &[Rule] = &[object!("outgoing_message", "about_type", "about_id")];
