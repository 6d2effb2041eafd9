//! Vetting: what a volunteer must have done, and the standing that follows. Standing is computed, never stored, in the same
//! transaction as the offer, the yes, the match and the start of a visit. Volunteers see their own; coordinators record what is
//! done. Tests: `model.rs`, `server/tests/desk.rs`.

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
pub mod form;
pub mod model;
pub mod pages;
#[cfg(feature = "ssr")]
mod rules;
#[cfg(feature = "ssr")]
pub mod store;
pub mod view;

#[cfg(feature = "ssr")]
use frame::{
    access::model::Role,
    context::feature::{Feature, Menu},
    live::Topic,
};
#[cfg(feature = "ssr")]
use ground::{Object, text::k};

/// Volunteers' standing and wishes change.
#[cfg(feature = "ssr")]
pub const TOPIC: Topic = Topic::named(Object::Volunteer);

/// What this feature says of itself.
#[cfg(feature = "ssr")]
pub const FEATURE: Feature = Feature {
    name: "vetting",
    tables: store::TABLES,
    rules: rules::RULES,
    routes: api::routes,
    loads: api::loads,
    access: include_str!("access.txt"),
    menu: &[Menu::new(Role::Volunteer, 30, "/volunteer/profile", k::common::NAV_PROFILE)],
    topics: &[&TOPIC],
    ..Feature::NONE
};
