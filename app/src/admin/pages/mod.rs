//! The administrator's pages.

mod areas;
mod kinds;
mod overview;
mod roles;

pub use areas::*;
pub use kinds::*;
pub use overview::*;
pub use roles::*;
