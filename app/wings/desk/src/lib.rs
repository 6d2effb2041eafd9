//! Desk: the coordinators.
//!
//! The modules stand in their order: each names only those above it (`cargo xtask check`).
#![recursion_limit = "512"]

pub mod volunteers;
pub mod register;
pub mod concerns;
pub mod agenda;
pub mod review;
