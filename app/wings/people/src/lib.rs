//! People: who there is, how they come in, what they see and set of themselves.
//!
//! The modules stand in their order: each names only those above it (`cargo xtask check`).

pub mod person;
#[cfg(feature = "ssr")]
pub mod watch;
pub mod settings;
pub mod sign_in;
pub mod me;
#[cfg(feature = "ssr")]
pub mod areas;
