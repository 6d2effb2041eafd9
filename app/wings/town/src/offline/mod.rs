//! Without a network: what the service worker (`app/worker`) needs of the server. The manifest, the page that stands in for all others,
//! and the words that the worker's page script says. Which of a volunteer's visits are kept is decided in `for_volunteers::kept`.

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
pub mod pages;

#[cfg(feature = "ssr")]
use frame::context::feature::Feature;

/// What this feature says of itself.
#[cfg(feature = "ssr")]
pub const FEATURE: Feature =
    Feature { name: "offline", routes: api::routes, access: include_str!("access.txt"), ..Feature::NONE };
