//! Offers: a request put before one volunteer, and their yes or no. Volunteers see their own offers and the open board,
//! coordinators those of their area, seniors the one that was accepted. Tests: here, `server/tests/routes/offers`, `races.rs`.

pub mod model;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod transitions;
