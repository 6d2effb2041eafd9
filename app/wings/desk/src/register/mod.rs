//! The register of people, for coordinators of their areas: they find and open people, with a reason that is logged, and change how they
//! are reached; a person with protected identity is never found, and only coordinators of the whole municipality open them.
//! Tests: `server/tests/register.rs`, `searches.rs`, `protected.rs`.

#[cfg(feature = "ssr")]
pub mod api;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod told;
pub mod view;

#[cfg(feature = "ssr")]
use frame::{
    access::model::Role,
    context::feature::{Feature, Menu},
    live::Topic,
};
#[cfg(feature = "ssr")]
use ground::{Object, text::k};

/// People's identities become protected.
#[cfg(feature = "ssr")]
pub const TOPIC: Topic = Topic::named(Object::Person);

/// What this feature says of itself.
#[cfg(feature = "ssr")]
pub const FEATURE: Feature = Feature {
    name: "register",
    routes: api::routes,
    loads: api::loads,
    access: include_str!("access.txt"),
    menu: &[Menu::new(Role::Coordinator, 50, "/staff/people", k::common::NAV_PEOPLE)],
    told: &[&told::PERSON_PROTECTED],
    topics: &[&TOPIC],
    ..Feature::NONE
};
