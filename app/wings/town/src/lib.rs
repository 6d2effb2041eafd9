//! Town: the municipality's own, and what stands beside the pages.
//!
//! The modules stand in their order: each names only those above it (`cargo xtask check`).
#![recursion_limit = "512"]

pub mod admin;
#[cfg(feature = "ssr")]
pub mod help_pages;
pub mod offline;
#[cfg(feature = "ssr")]
pub mod design;

#[cfg(feature = "ssr")]
use frame::context::feature::Feature;

/// What the features of this wing say of themselves, from below upwards.
#[cfg(feature = "ssr")]
pub const FEATURES: &[&Feature] = &[&admin::FEATURE, &help_pages::FEATURE, &offline::FEATURE, &design::FEATURE];
