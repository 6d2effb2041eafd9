//! Handslag: a municipality's digital meeting place. The crates below it hold what it is made of (ARCHITECTURE.md); here they come
//! together: the router, the HTML around it, the list of features, the demonstration, the clocks and the check of a whole database.
//!
//! The modules stand in their order: each names only those above it (`cargo xtask check`).
#![recursion_limit = "512"]

#[cfg(feature = "hydrate")]
pub mod start;
#[cfg(feature = "ssr")]
pub mod demo;
pub mod demo_door;
pub mod app;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod features;
#[cfg(feature = "ssr")]
pub mod clocks;
#[cfg(feature = "ssr")]
pub mod checks;
