//! Pages of visits.

#[cfg(feature = "ssr")]
mod kept;
mod senior;
mod volunteer;
mod volunteer_report;

#[cfg(feature = "ssr")]
pub use kept::*;
pub use senior::*;
pub use volunteer::*;
pub use volunteer_report::*;
