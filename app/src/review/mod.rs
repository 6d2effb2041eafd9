//! The coordinator's desk: what waits, all requests, one request with everything that can be done with it, requests by telephone,
//! and who could help. Coordinators act on the requests of their areas; everybody else gets 403 or 404. Tests: `form.rs`,
//! `model.rs`, `policy.rs`, `ranking.rs`, `store/*`.

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
pub mod form;
pub mod keys;
pub mod model;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod policy;
#[cfg(all(test, feature = "ssr"))]
mod properties;
#[cfg(feature = "ssr")]
pub mod ranking;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod stream;
