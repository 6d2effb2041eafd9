//! Volunteers, as coordinators see those of their areas: standing, what is missing, what was recorded as done, hold and pause.
//! Volunteers' own pages are `vetting`. Tests: `form.rs`.

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
pub mod form;
#[cfg(feature = "ssr")]
pub mod list;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod transitions;
