//! What stands around every page: headers, error pages, form answers.

pub mod errors;
pub mod forms;
pub mod headers;
