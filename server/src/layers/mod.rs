//! What stands around every page: what is asked for at all, limits, headers, error pages, form answers, forms that are sent again, and
//! from whose page.

pub mod again;
pub mod body;
pub mod document;
pub mod errors;
pub mod forms;
pub mod headers;
pub mod kept;
pub mod limits;
pub mod load;
pub mod only_here;
pub mod target;
pub mod whose;
