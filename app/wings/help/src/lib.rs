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
