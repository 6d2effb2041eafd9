//! SQL of the demonstration: the municipality and its people (`town`), what happened between them (`happened`).

mod happened;
mod town;

pub use happened::*;
pub use town::*;
