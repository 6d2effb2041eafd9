//! How somebody reads: size of text, colours, listening, language, and for staff how close the rows of lists stand. Kept in
//! cookies of the device and, for who is signed in, on the account, which then holds on every device.
//! Tests: `store.rs`, and `server/tests/settings.rs`.

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
pub const FEATURE: Feature = Feature {
    name: "settings",
    routes: api::routes,
    loads: api::loads,
    access: include_str!("access.txt"),
    ..Feature::NONE
};
