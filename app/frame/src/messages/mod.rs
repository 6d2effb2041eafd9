//! What people are told (`outgoing_message`), written in the transaction of what it tells of. Everybody reads their own messages.

#[cfg(feature = "ssr")]
pub mod api;
pub mod pages;
#[cfg(feature = "ssr")]
mod rules;
#[cfg(feature = "ssr")]
pub mod store;
pub mod view;

#[cfg(feature = "ssr")]
pub use store::{About, tell};

#[cfg(feature = "ssr")]
use crate::{context::feature::Feature, told::MessageKind};

/// What this feature says of itself.
#[cfg(feature = "ssr")]
pub const FEATURE: Feature = Feature {
    name: "messages",
    tables: store::TABLES,
    rules: rules::RULES,
    routes: api::routes,
    loads: api::loads,
    access: include_str!("access.txt"),
    ..Feature::NONE
};

/// Everything that features tell.
#[cfg(feature = "ssr")]
pub fn kinds(features: &[&'static Feature]) -> impl Iterator<Item = &'static MessageKind> {
    features.iter().flat_map(|feature| feature.told).copied()
}
