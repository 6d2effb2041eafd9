//! The volunteer's pages: the home page with what waits, an offer, a card of the open board, visits and their report.

mod home;
#[cfg(feature = "ssr")]
mod kept;
mod task;
mod visit;
mod visit_report;

pub use home::*;
#[cfg(feature = "ssr")]
pub use kept::*;
pub use task::*;
pub use visit::*;
pub use visit_report::*;
