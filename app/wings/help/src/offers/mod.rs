//! Offers: a request put before one volunteer, and their yes or no. Volunteers see their own offers and the open board,
//! coordinators those of their area, seniors the one that was accepted. Tests: here, `server/tests/visits.rs`, `races.rs`.

pub mod card;
pub mod model;
#[cfg(feature = "ssr")]
pub mod policy;
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

/// Offers change.
#[cfg(feature = "ssr")]
pub const TOPIC: Topic = Topic::named(Object::Offer);

/// What this feature says of itself.
#[cfg(feature = "ssr")]
pub const FEATURE: Feature = Feature {
    name: "offers",
    tables: store::TABLES,
    rules: rules::RULES,
    told: told::TOLD,
    topics: &[&TOPIC],
    ..Feature::NONE
};

#[cfg(all(test, feature = "ssr"))]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests;
