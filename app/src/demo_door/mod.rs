//! The demonstration's door: who one can be, one button each, and the clock. In demo mode alone. Tests: `server/tests/demonstration.rs`,
//! `access.rs`.

#[cfg(feature = "ssr")]
pub mod api;
pub mod pages;
pub mod view;

#[cfg(feature = "ssr")]
use frame::context::feature::Feature;

/// What this feature says of itself.
#[cfg(feature = "ssr")]
pub const FEATURE: Feature = Feature {
    name: "demo_door",
    routes: api::routes,
    loads: api::loads,
    access: include_str!("access.txt"),
    ..Feature::NONE
};
