//! Areas of a municipality: flat, with neighbours. Everybody's pages name them; administrators change them (`admin`). Tests: `store.rs`.

mod rules;
pub mod store;

use frame::context::feature::Feature;

/// What this feature says of itself.
pub const FEATURE: Feature = Feature { name: "areas", tables: store::TABLES, rules: rules::RULES, ..Feature::NONE };
