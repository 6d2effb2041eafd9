//! Who is asking, in which roles, and how they signed in. A role is an assignment: person × role × area × from–to.
//! Anyone may sign out; signing in by a demo button exists in demo mode alone. Tests: here, `server/tests/access.rs`.

pub mod model;
#[cfg(feature = "ssr")]
pub mod policy;
#[cfg(feature = "ssr")]
pub mod rules;
#[cfg(feature = "ssr")]
pub mod scope;
#[cfg(feature = "ssr")]
pub mod session;
#[cfg(feature = "ssr")]
pub mod store;
