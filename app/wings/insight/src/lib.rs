//! Insight: figures of what was done.

pub mod figures;

#[cfg(feature = "ssr")]
use frame::context::feature::Feature;

/// What the features of this wing say of themselves, from below upwards.
#[cfg(feature = "ssr")]
pub const FEATURES: &[&Feature] = &[&figures::FEATURE];
