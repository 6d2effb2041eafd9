//! Help requests: asking, following and taking back. The senior sees and changes their own; coordinators those of their area
//! (`review`); volunteers never the request itself, only its offer. Tests: here, `server/tests/desk.rs`.

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
pub mod asking;
#[cfg(feature = "ssr")]
pub mod detail;
#[cfg(feature = "ssr")]
pub mod form;
pub mod model;
pub mod pages;
pub mod policy;
#[cfg(all(test, feature = "ssr"))]
mod properties;
#[cfg(feature = "ssr")]
pub mod situation;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod transitions;
