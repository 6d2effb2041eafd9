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
