//! SQL of the desk: what waits and all requests (`lists`), one request (`detail`), who could help (`candidates`), people who call
//! (`callers`).

pub mod callers;
pub mod candidates;
pub mod detail;
pub mod lists;
