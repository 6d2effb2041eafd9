//! Offers: a request put before one volunteer, and their yes or no. Volunteers see their own offers and the open board,
//! coordinators those of their area, seniors the one that was accepted. Tests: here, `server/tests/visits.rs`, `races.rs`.

#[cfg(feature = "ssr")]
pub mod api;
pub mod card;
pub mod model;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod policy;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod transitions;

#[cfg(all(test, feature = "ssr"))]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests;
