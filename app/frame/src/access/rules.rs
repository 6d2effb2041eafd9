//! What is promised of sessions.

use db::{Rule, tenant};

/// The rules of this feature.
pub const RULES: &[Rule] = &[tenant!("session", "id_hash")];
