//! Matches ("kontakt"): a senior and a volunteer who have said yes to each other. Contact details are open to these two while the
//! match lives, and to nobody else. Made by the senior's yes alone (`transitions::offers`). Tests: `store.rs`, `server/tests/races.rs`.

pub mod model;
#[cfg(feature = "ssr")]
mod rules;
#[cfg(feature = "ssr")]
pub mod store;

#[cfg(feature = "ssr")]
use frame::context::feature::Feature;

/// What this feature says of itself.
#[cfg(feature = "ssr")]
pub const FEATURE: Feature = Feature { name: "matches", tables: store::TABLES, rules: rules::RULES, ..Feature::NONE };
