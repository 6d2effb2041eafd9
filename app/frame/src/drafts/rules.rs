//! What is promised of saved answers.

use db::{Rule, tenant};

/// The rules of this feature.
pub const RULES: &[Rule] = &[tenant!("form_draft", "id")];
