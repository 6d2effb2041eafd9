//! The visits of a day, as coordinators see those of their areas: what stands out and what to do about it, the first meeting, and
//! what a coordinator does for somebody who calls; on paper too. Tests: `model.rs`.

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
pub mod form;
pub mod model;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod store;
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
    name: "agenda",
    routes: api::routes,
    loads: api::loads,
    access: include_str!("access.txt"),
    menu: &[Menu::new(Role::Coordinator, 30, "/staff/visits", k::common::NAV_VISITS)],
    ..Feature::NONE
};
