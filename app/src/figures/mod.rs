//! Figures: how the service does, by month, area and kind of step. Coordinators see those of their areas. People with protected
//! identity are in no figure; how satisfied people are is shown from five answers on. Tests: `model.rs`.

#[cfg(feature = "ssr")]
pub mod api;
pub mod model;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod store;
