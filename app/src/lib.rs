//! Handslag: a municipality's digital meeting place. Everything that both sides share: types, rules, pages, server
//! functions. See ARCHITECTURE.md for the house and its rules.
//!
//! The modules stand in their order: each names only those above it (`cargo xtask check`).
#![recursion_limit = "512"]

// Ground: ids, time, errors, forms, texts. No page, no database.
#[macro_use]
pub mod common;
#[cfg(feature = "ssr")]
pub mod db;
#[macro_use]
pub mod ui;

// Frame: who asks, what a handler has at hand, and what every feature uses.
pub mod access;
#[cfg(feature = "ssr")]
pub mod live;
#[cfg(feature = "ssr")]
pub mod tasks;
#[cfg(feature = "ssr")]
pub mod context;
#[cfg(feature = "ssr")]
pub mod sealed;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod once;
#[cfg(feature = "ssr")]
pub mod loading;
#[cfg(feature = "ssr")]
pub mod audit;
pub mod messages;
#[cfg(feature = "ssr")]
pub mod drafts;

// People.
pub mod people;
#[cfg(feature = "ssr")]
pub mod watch;
pub mod settings;
pub mod sign_in;
pub mod me;
#[cfg(feature = "ssr")]
pub mod areas;

// Help, the main job: its things first, the steps that they take together, then the faces of it.
pub mod kinds;
pub mod requests;
pub mod vetting;
pub mod matches;
pub mod visits;
pub mod offers;
#[cfg(feature = "ssr")]
pub mod transitions;
pub mod for_seniors;
pub mod for_volunteers;

// Desk: the coordinators.
pub mod volunteers;
pub mod register;
pub mod concerns;
pub mod agenda;
pub mod review;

// Insight.
pub mod figures;

// Town: the municipality's own, and what stands beside the pages.
pub mod admin;
#[cfg(feature = "ssr")]
pub mod help;
pub mod offline;
#[cfg(feature = "ssr")]
pub mod design;

// The program.
#[cfg(feature = "hydrate")]
pub mod start;
#[cfg(feature = "ssr")]
pub mod demo;
pub mod demo_door;
pub mod app;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod features;
#[cfg(feature = "ssr")]
pub mod clocks;
#[cfg(feature = "ssr")]
pub mod checks;
