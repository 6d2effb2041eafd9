//! Pages of visits.

mod senior;
mod volunteer;
mod volunteer_report;

pub use senior::*;
pub use volunteer::*;
pub use volunteer_report::*;
