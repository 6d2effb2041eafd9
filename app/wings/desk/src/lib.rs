//! Desk: the coordinators.
//!
//! The modules stand in their order: each names only those above it (`cargo xtask check`).
#![recursion_limit = "512"]

pub mod volunteers;
pub mod register;
pub mod concerns;
pub mod agenda;
pub mod review;

#[cfg(feature = "ssr")]
use frame::context::feature::Feature;

/// What the features of this wing say of themselves, from below upwards.
#[cfg(feature = "ssr")]
pub const FEATURES: &[&Feature] =
    &[&volunteers::FEATURE, &register::FEATURE, &concerns::FEATURE, &agenda::FEATURE, &review::FEATURE];
