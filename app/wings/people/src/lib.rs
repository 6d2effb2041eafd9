//! People: who there is, how they come in, what they see and set of themselves.
//!
//! The modules stand in their order: each names only those above it (`cargo xtask check`).

pub mod person;
#[cfg(feature = "ssr")]
pub mod watch;
pub mod settings;
pub mod sign_in;
pub mod me;
#[cfg(feature = "ssr")]
pub mod areas;

#[cfg(feature = "ssr")]
use frame::context::feature::Feature;

/// What the features of this wing say of themselves, from below upwards.
#[cfg(feature = "ssr")]
pub const FEATURES: &[&Feature] =
    &[&person::FEATURE, &watch::FEATURE, &settings::FEATURE, &sign_in::FEATURE, &me::FEATURE, &areas::FEATURE];
