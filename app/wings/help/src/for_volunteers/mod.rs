//! What volunteers see and do: their offers and the open board, their visits from the start to the report, what their device keeps.
//! Tests: `server/tests/visits.rs`, `offline.rs`, `races.rs`.

#[cfg(feature = "ssr")]
pub mod kept;
#[cfg(feature = "ssr")]
pub mod offers;
pub mod pages;
#[cfg(all(test, feature = "ssr"))]
mod properties;
#[cfg(feature = "ssr")]
pub mod report;
#[cfg(feature = "ssr")]
pub mod visits;
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
    name: "for_volunteers",
    routes: |routes| kept::routes(visits::routes(offers::routes(routes))),
    loads: |loads| kept::loads(visits::loads(offers::loads(loads))),
    access: include_str!("access.txt"),
    menu: &[
        Menu::new(Role::Volunteer, 10, "/volunteer", k::common::NAV_TASKS),
        Menu::new(Role::Volunteer, 20, "/volunteer/visits", k::common::NAV_MY_TASKS),
    ],
    ..Feature::NONE
};
