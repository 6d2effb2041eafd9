//! What administrators set up: the municipality's name and hours, areas, kinds of help, roles. Administrators only; they read no requests.
//! Every change has a row in the log. Tests: `form.rs`, `store`.

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
pub mod form;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod transitions;
