//! What is promised of roles.

use db::{Rule, reference};

/// The rules of this feature.
pub const RULES: &[Rule] = &[reference!("role_assignment", "id", "granted_by", "person")];
