//! Handslag: a municipality's digital meeting place. Everything that both sides share: types, rules, pages, server
//! functions. See ARCHITECTURE.md for the house and its rules.
#![recursion_limit = "512"]

#[macro_use]
pub mod common;

pub mod access;
pub mod admin;
pub mod agenda;
pub mod app;
#[cfg(feature = "ssr")]
pub mod areas;
#[cfg(feature = "ssr")]
pub mod audit;
#[cfg(feature = "ssr")]
pub mod checks;
#[cfg(feature = "ssr")]
pub mod clocks;
pub mod concerns;
#[cfg(feature = "ssr")]
pub mod context;
#[cfg(feature = "ssr")]
pub mod db;
#[cfg(feature = "ssr")]
pub mod demo;
#[cfg(feature = "ssr")]
pub mod design;
#[cfg(feature = "ssr")]
pub mod drafts;
pub mod figures;
#[cfg(feature = "ssr")]
pub mod help;
pub mod kinds;
pub mod matches;
pub mod me;
pub mod messages;
pub mod offers;
pub mod offline;
#[cfg(feature = "ssr")]
pub mod once;
pub mod people;
pub mod requests;
pub mod review;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod sealed;
pub mod settings;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "hydrate")]
pub mod start;
pub mod ui;
pub mod vetting;
pub mod visits;
pub mod volunteers;
