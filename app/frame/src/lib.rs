//! The frame: who asks, what a handler has at hand, and what every feature uses. Knows no feature above it.
//!
//! The modules stand in their order: each names only those above it (`cargo xtask check`).

pub mod access;
#[cfg(feature = "ssr")]
pub mod live;
#[cfg(feature = "ssr")]
pub mod tasks;
#[cfg(feature = "ssr")]
pub mod told;
#[cfg(feature = "ssr")]
pub mod context;
#[cfg(feature = "ssr")]
pub mod sealed;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod once;
#[cfg(feature = "ssr")]
pub mod loading;
#[cfg(feature = "ssr")]
pub mod audit;
pub mod messages;
#[cfg(feature = "ssr")]
pub mod drafts;

#[cfg(feature = "ssr")]
use context::feature::Feature;

/// What the frame's features say of themselves, from the ground upwards. Those that stand below the context are said here.
#[cfg(feature = "ssr")]
pub const FEATURES: &[&Feature] = &[
    &Feature { name: "access", tables: access::store::TABLES, rules: access::rules::RULES, ..Feature::NONE },
    &Feature { name: "live", tables: live::TABLES, rules: live::RULES, ..Feature::NONE },
    &Feature { name: "tasks", tables: tasks::TABLES, rules: tasks::rules::RULES, ..Feature::NONE },
    &once::FEATURE,
    &audit::FEATURE,
    &messages::FEATURE,
    &drafts::FEATURE,
];
