//! What stands around every page: headers, error pages, form answers, forms that are sent again.

pub mod again;
pub mod errors;
pub mod forms;
pub mod headers;
