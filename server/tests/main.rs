//! The site as a browser without script sees it: requests through the whole router, on both databases.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests, whose helpers clippy does not know as such")]

mod access;
mod bulk;
mod commands;
mod demonstration;
mod desk;
mod drafts;
mod faults;
mod features;
mod hardening;
mod headers;
mod help;
mod hyphens;
mod jobs;
mod kept;
mod layers;
mod limits;
mod live;
#[allow(clippy::print_stderr, reason = "a measurement says what it saw")]
mod load;
mod logo;
mod office;
mod offline;
mod over;
mod own;
mod personal;
mod private;
mod protected;
mod races;
mod reading;
mod register;
mod searches;
mod sessions;
mod settings;
mod states;
mod stopped;
mod streams;
mod support;
mod targets;
mod time;
mod todo;
mod two_persons;
mod verbatim;
mod visits;
mod whose;
mod words;
