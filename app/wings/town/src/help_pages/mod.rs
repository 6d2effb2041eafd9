//! (server side) Help for each role, the accessibility statement with a way to tell of a barrier, and how personal data are looked
//! after. Everybody reads them; administrators read what was told of barriers. No program in the browser knows these pages: they are
//! whole as the server draws them. Tests: `audit.rs`, `form.rs`, `pictures.rs`, `store.rs`, `server/tests/help.rs`.

pub mod api;
mod audit;
mod form;
pub mod pages;
mod pictures;
mod store;
pub mod view;

use frame::context::feature::Feature;

/// What this feature says of itself.
pub const FEATURE: Feature = Feature {
    name: "help_pages",
    tables: store::TABLES,
    routes: api::routes,
    loads: api::loads,
    access: include_str!("access.txt"),
    ..Feature::NONE
};
