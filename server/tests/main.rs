//! The site as a browser without script sees it: requests through the whole router, on both databases.

#![allow(clippy::disallowed_methods, reason = "tests")]

mod commands;
mod jobs;
mod layers;
mod sessions;
mod support;
