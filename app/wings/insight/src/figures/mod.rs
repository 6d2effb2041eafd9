//! Figures: how the service does, by month, area and kind of step. Coordinators see those of their areas. People with protected
//! identity are in no figure; how satisfied people are is shown from five answers on. Tests: `model.rs`.

#[cfg(feature = "ssr")]
pub mod api;
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
    name: "figures",
    routes: api::routes,
    loads: api::loads,
    access: include_str!("access.txt"),
    menu: &[Menu::new(Role::Coordinator, 70, "/staff/figures", k::common::NAV_FIGURES)],
    ..Feature::NONE
};
