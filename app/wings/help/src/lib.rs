//! Help, the main job: its things first, the steps that they take together, then what seniors and volunteers see of it.
//!
//! The modules stand in their order: each names only those above it (`cargo xtask check`).
#![recursion_limit = "512"]

pub mod kinds;
pub mod requests;
pub mod vetting;
pub mod matches;
pub mod visits;
pub mod offers;
#[cfg(feature = "ssr")]
pub mod transitions;
pub mod for_seniors;
pub mod for_volunteers;

#[cfg(feature = "ssr")]
use frame::context::feature::Feature;

/// What the features of this wing say of themselves, from below upwards.
#[cfg(feature = "ssr")]
pub const FEATURES: &[&Feature] = &[
    &kinds::FEATURE,
    &requests::FEATURE,
    &vetting::FEATURE,
    &matches::FEATURE,
    &visits::FEATURE,
    &offers::FEATURE,
    &transitions::FEATURE,
    &for_seniors::FEATURE,
    &for_volunteers::FEATURE,
];
