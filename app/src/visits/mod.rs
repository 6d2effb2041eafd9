//! Visits: at home, out, by phone or video. The senior and the volunteer of the match see theirs, coordinators those of their
//! area. Code word, start, finish, report, feedback, "I cannot come". Tests: here, `server/tests/routes/visits`.

pub mod model;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod transitions;
