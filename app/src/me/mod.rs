//! Everybody's own data: what is kept, what one may change oneself, signing out, and all of it as a file. Only ever one's own.
//! Tests: `form.rs`.

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
pub mod form;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod store;
