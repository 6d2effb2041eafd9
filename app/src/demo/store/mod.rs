//! SQL of the demonstration: the municipality and its people (`town`), what happened between them (`happened`), and
//! that it is one (`mark`).

mod happened;
mod mark;
mod town;

pub use happened::*;
pub use mark::{TABLES, is_marked, mark};
pub use town::*;
