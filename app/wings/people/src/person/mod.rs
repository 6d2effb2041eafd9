//! People: everybody the municipality keeps something about, with or without a login. Coordinators find and open those of their
//! areas, with a reason that is logged; a person with protected identity is never found, and only coordinators of the whole
//! municipality open them. Tests: here.

pub mod fields;
#[cfg(feature = "ssr")]
pub mod form;
pub mod model;
#[cfg(feature = "ssr")]
mod rules;
#[cfg(feature = "ssr")]
mod search;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod transitions;
#[cfg(feature = "ssr")]
pub mod words;

#[cfg(feature = "ssr")]
pub use search::{Sought, search_text};

#[cfg(feature = "ssr")]
use frame::context::feature::Feature;

/// What this feature says of itself.
#[cfg(feature = "ssr")]
pub const FEATURE: Feature = Feature { name: "person", tables: store::TABLES, rules: rules::RULES, ..Feature::NONE };
#[cfg(test)]
mod tests;
