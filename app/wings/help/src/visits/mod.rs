//! Visits: at home, out, by phone or video. The senior and the volunteer of the match see theirs, coordinators those of their
//! area. Code word, start, finish, report, feedback, "I cannot come". Tests: here, `server/tests/visits.rs`.

#[cfg(feature = "ssr")]
pub mod calendar;
#[cfg(feature = "ssr")]
pub mod code_words;
#[cfg(feature = "ssr")]
pub mod form;
pub mod model;
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

/// Visits change.
#[cfg(feature = "ssr")]
pub const TOPIC: Topic = Topic::named(Object::Visit);

/// What this feature says of itself.
#[cfg(feature = "ssr")]
pub const FEATURE: Feature = Feature {
    name: "visits",
    tables: store::TABLES,
    rules: rules::RULES,
    told: told::TOLD,
    topics: &[&TOPIC],
    ..Feature::NONE
};
