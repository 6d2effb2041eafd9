//! The coordinator's desk: what waits, all requests, one request with everything that can be done with it, requests by telephone,
//! and who could help. Coordinators act on the requests of their areas; everybody else gets 403 or 404. Tests: `form.rs`,
//! `model.rs`, `policy.rs`, `ranking.rs`, `store/*`.

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
pub mod form;
pub mod keys;
pub mod model;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod policy;
#[cfg(all(test, feature = "ssr"))]
mod properties;
#[cfg(feature = "ssr")]
pub mod ranking;
#[cfg(feature = "ssr")]
mod rules;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod stream;
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
    name: "review",
    tables: store::saved::TABLES,
    rules: rules::RULES,
    routes: api::routes,
    loads: api::loads,
    access: include_str!("access.txt"),
    menu: &[
        Menu::new(Role::Coordinator, 10, "/staff", k::common::NAV_TODO),
        Menu::new(Role::Coordinator, 20, "/staff/requests", k::common::NAV_REQUESTS),
    ],
    on_role_ended: Some(|tx, here, person| {
        Box::pin(async move {
            store::saved::delete_lost(tx, here.municipality(), person, here.instant()).await?;
            Ok(())
        })
    }),
    ..Feature::NONE
};
