//! What administrators set up: the municipality's name, hours and logo, areas, kinds of help, roles. Administrators only; they read no requests.
//! Every change has a row in the log; what would let more be read, or less be demanded, needs a second person (`proposals`).
//! Tests: `form.rs`, `picture.rs`, `weaker.rs`, `store`, `server/tests/logo.rs`, `server/tests/two_persons.rs`.

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
pub mod form;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod picture;
#[cfg(feature = "ssr")]
pub mod proposals;
#[cfg(feature = "ssr")]
mod rules;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod told;
#[cfg(feature = "ssr")]
pub mod weaker;
pub mod view;

#[cfg(feature = "ssr")]
use frame::{
    access::model::Role,
    context::feature::{Feature, Menu},
};
#[cfg(feature = "ssr")]
use ground::text::k;

/// What this feature says of itself.
#[cfg(feature = "ssr")]
pub const FEATURE: Feature = Feature {
    name: "admin",
    tables: store::TABLES,
    rules: rules::RULES,
    routes: api::routes,
    loads: api::loads,
    access: include_str!("access.txt"),
    menu: &[Menu::new(Role::Administrator, 10, "/admin", k::common::NAV_ADMIN)],
    told: told::TOLD,
    ..Feature::NONE
};
