//! People: everybody the municipality keeps something about, with or without a login. Coordinators find and open those of their
//! areas, with a reason that is logged; a person with protected identity is never found, and only coordinators of the whole
//! municipality open them. Tests: here.

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
pub mod form;
pub mod model;
pub mod pages;
#[cfg(feature = "ssr")]
mod scope;
#[cfg(feature = "ssr")]
mod search;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod transitions;
#[cfg(feature = "ssr")]
pub mod words;

#[cfg(feature = "ssr")]
pub(crate) use scope::{handles_protected, in_my_areas};
#[cfg(feature = "ssr")]
pub(crate) use search::sought;
#[cfg(feature = "ssr")]
pub use search::{Sought, search_text};
#[cfg(test)]
mod tests;
