//! Everybody's own data: what is kept, what one may change oneself, signing out, and all of it as a file. Only ever one's own.
//! Tests: `people/form.rs`.

#[cfg(feature = "ssr")]
pub mod api;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod store;
