//! Concerns: something that does not feel right, told by anybody who is signed in, read and followed to the end by a coordinator.
//! Whom it is about can never see it, not even as a coordinator: the teller says whom, or the coordinator who handles it sets it before
//! it is judged.
//!
//! ```text
//! received → triaged(severity, owner, lex Sarah?) → acting → decided → closed
//!                 acute: the matches of the person it is about are suspended at once
//! ```
//! Tests: here.

#[cfg(feature = "ssr")]
pub mod about;
#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
pub mod form;
pub mod model;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod policy;
#[cfg(feature = "ssr")]
mod rules;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod tasks;
#[cfg(feature = "ssr")]
pub mod told;
#[cfg(feature = "ssr")]
pub mod transitions;
pub mod view;

#[cfg(feature = "ssr")]
use frame::{
    access::model::Role,
    context::feature::{Feature, Menu},
    live::Topic,
};
#[cfg(feature = "ssr")]
use ground::{Object, text::k};

/// Concerns change. Whom one is about must not learn of it from the stream.
#[cfg(feature = "ssr")]
pub const TOPIC: Topic = Topic::unnamed(Object::Concern);

/// What this feature says of itself.
#[cfg(feature = "ssr")]
pub const FEATURE: Feature = Feature {
    name: "concerns",
    tables: store::TABLES,
    rules: rules::RULES,
    routes: api::routes,
    loads: api::loads,
    access: include_str!("access.txt"),
    menu: &[Menu::new(Role::Coordinator, 60, "/staff/concerns", k::common::NAV_CONCERNS)],
    told: &[&told::CONCERN_RECEIVED],
    topics: &[&TOPIC],
    tasks: tasks::KINDS,
    all_tasks: Some(|tx| Box::pin(tasks::all(tx))),
    on_role_ended: Some(|tx, here, person| Box::pin(transitions::unassign_out_of_scope(tx, here, person))),
    ..Feature::NONE
};
