//! Volunteers, as coordinators see those of their areas: standing, what is missing, what was recorded as done, hold and pause.
//! Volunteers' own pages are `vetting`. Tests: `form.rs`.

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
pub mod form;
#[cfg(feature = "ssr")]
pub mod list;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod told;
#[cfg(feature = "ssr")]
pub mod transitions;
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
    name: "volunteers",
    routes: api::routes,
    loads: api::loads,
    access: include_str!("access.txt"),
    menu: &[Menu::new(Role::Coordinator, 40, "/staff/volunteers", k::common::NAV_VOLUNTEERS)],
    on_role_ended: Some(|tx, here, person| Box::pin(transitions::after_loss(tx, here, person))),
    // A protected person has the standing for nothing.
    on_person_protected: Some(|tx, here, person| Box::pin(transitions::after_loss(tx, here, person))),
    told: &[&told::STANDING_CHANGED],
    ..Feature::NONE
};
