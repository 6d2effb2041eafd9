//! Kinds of help: what can be asked for, how carefully it is matched, and what it demands of volunteers. An administrator sets them
//! up; everybody reads their names. Tests: `store.rs`, `server/tests/office.rs`.

pub mod model;
#[cfg(feature = "ssr")]
pub mod store;

#[cfg(feature = "ssr")]
use frame::context::feature::Feature;

/// What this feature says of itself.
#[cfg(feature = "ssr")]
pub const FEATURE: Feature = Feature { name: "kinds", tables: store::TABLES, ..Feature::NONE };
