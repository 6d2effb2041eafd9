//! The volunteer's pages of offers: the home page with what waits, an offer, a card of the open board.

mod home;
mod task;

pub use home::*;
pub use task::*;
