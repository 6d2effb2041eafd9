//! People: everybody the municipality keeps something about, with or without a login. Coordinators find and open those of their
//! areas, with a reason that is logged; a person with protected identity is never found. Tests: here.

pub mod model;
#[cfg(feature = "ssr")]
mod scope;
#[cfg(feature = "ssr")]
pub mod store;

pub use model::search_text;
#[cfg(feature = "ssr")]
pub(crate) use scope::in_my_areas;
