//! Who is asking, in which roles, and how they signed in. A role is an assignment: person × role × area × from–to.
//! Anyone may sign out; signing in by a demo button exists in demo mode alone. Tests: here, `server/tests/access.rs`.

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
pub mod lasting;
pub mod model;
pub mod pages;
pub mod policy;
#[cfg(feature = "ssr")]
pub mod store;
