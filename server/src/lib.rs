//! The program around the app: sockets, sessions, headers, files, jobs and commands. What Handslag is about lives in `app`;
//! nothing here knows a request or a visit.

pub mod address;
pub mod audit_head;
pub mod bounds;
pub mod browser;
pub mod commands;
pub mod config;
pub mod health;
pub mod jobs;
pub mod layers;
pub mod listen;
pub mod logo;
pub mod output;
pub mod router;
pub mod session;
pub mod site;
pub mod telemetry;
pub mod visitor;

pub use router::{ExternalConfig, build_router, page_paths};
