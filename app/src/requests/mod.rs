//! Help requests: asking, following and taking back. The senior sees and changes their own; coordinators those of their area
//! (`review`); volunteers never the request itself, only its offer. Tests: here, `server/tests/routes/requests`.

pub mod model;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod transitions;
