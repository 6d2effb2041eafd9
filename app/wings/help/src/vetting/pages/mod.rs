//! The volunteer's own pages: sign-up and profile.

mod fields;
mod join;
mod profile;

pub use fields::*;
pub use join::*;
pub use profile::*;
