//! Help requests: asking, following and taking back. The senior sees and changes their own; coordinators those of their area
//! (`review`); volunteers never the request itself, only its offer. Tests: here, `server/tests/desk.rs`.

#[cfg(feature = "ssr")]
pub mod form;
pub mod model;
#[cfg(feature = "ssr")]
pub mod policy;
#[cfg(all(test, feature = "ssr"))]
mod properties;
#[cfg(feature = "ssr")]
mod rules;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod told;

#[cfg(feature = "ssr")]
use frame::{context::feature::Feature, live::Topic};
#[cfg(feature = "ssr")]
use ground::Object;

/// Requests change.
#[cfg(feature = "ssr")]
pub const TOPIC: Topic = Topic::named(Object::Request);

/// What this feature says of itself.
#[cfg(feature = "ssr")]
pub const FEATURE: Feature = Feature {
    name: "requests",
    tables: store::TABLES,
    rules: rules::RULES,
    told: told::TOLD,
    topics: &[&TOPIC],
    ..Feature::NONE
};
