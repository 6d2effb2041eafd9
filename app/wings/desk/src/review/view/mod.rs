//! What the desk's pages are given, and what they are loaded by.

mod lists;
mod request;

pub use lists::*;
pub use request::*;
