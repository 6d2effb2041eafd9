//! What seniors see and do of their own requests and visits: asking, following, answering, taking back. Nobody else comes here: staff have
//! `review`, volunteers `for_volunteers`. Tests: here, `server/tests/desk.rs`, `visits.rs`.

#[cfg(feature = "ssr")]
pub mod asking;
#[cfg(feature = "ssr")]
pub mod detail;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod requests;
#[cfg(feature = "ssr")]
pub mod situation;
pub mod view;
#[cfg(feature = "ssr")]
pub mod visits;

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
    name: "for_seniors",
    routes: |routes| visits::routes(requests::routes(routes)),
    loads: |loads| visits::loads(requests::loads(loads)),
    access: include_str!("access.txt"),
    menu: &[
        Menu { beside: Some(k::common::NAV_SENIOR), ..Menu::new(Role::Senior, 10, "/home", k::common::NAV_START) },
        Menu::new(Role::Senior, 20, "/requests", k::common::NAV_MY_HELP),
    ],
    ..Feature::NONE
};
