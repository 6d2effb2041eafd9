//! The doors: the start page, signing in by a one-time link, signing out.
//! Tests: `server/tests/sessions.rs`, `access.rs`.

#[cfg(feature = "ssr")]
pub mod api;
pub mod pages;
pub mod view;

#[cfg(feature = "ssr")]
use frame::context::feature::Feature;

/// What this feature says of itself.
#[cfg(feature = "ssr")]
pub const FEATURE: Feature = Feature {
    name: "sign_in",
    routes: api::routes,
    loads: api::loads,
    access: include_str!("access.txt"),
    ..Feature::NONE
};
