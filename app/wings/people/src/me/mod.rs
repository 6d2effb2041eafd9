//! Everybody's own data: what is kept, what one may change oneself, signing out, and all of it as a file. Only ever one's own.
//! Tests: `people/form.rs`.

#[cfg(feature = "ssr")]
pub mod api;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod store;
pub mod view;

#[cfg(feature = "ssr")]
use frame::context::feature::Feature;

/// What this feature says of itself.
#[cfg(feature = "ssr")]
pub const FEATURE: Feature =
    Feature { name: "me", routes: api::routes, loads: api::loads, access: include_str!("access.txt"), ..Feature::NONE };
