//! Visits: at home, out, by phone or video. The senior and the volunteer of the match see theirs, coordinators those of their
//! area. Code word, start, finish, report, feedback, "I cannot come". Tests: here, `server/tests/visits.rs`.

#[cfg(feature = "ssr")]
pub mod calendar;
#[cfg(feature = "ssr")]
pub mod code_words;
#[cfg(feature = "ssr")]
pub mod form;
#[cfg(feature = "ssr")]
pub mod kept;
pub mod model;
pub mod pages;
#[cfg(all(test, feature = "ssr"))]
mod properties;
#[cfg(feature = "ssr")]
pub mod senior_api;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod transitions;
#[cfg(feature = "ssr")]
pub mod volunteer_api;
#[cfg(feature = "ssr")]
pub mod volunteer_form;
