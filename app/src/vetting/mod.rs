//! Vetting: what a volunteer must have done, and the standing that follows. Standing is computed, never stored, in the same
//! transaction as the offer, the yes, the match and the start of a visit. Volunteers see their own; coordinators record what is
//! done. Tests: `model.rs`, `server/tests/desk.rs`.

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
pub mod form;
pub mod model;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod store;
