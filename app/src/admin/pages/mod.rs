//! The administrator's pages.

mod areas;
#[cfg(feature = "ssr")]
mod kinds;
#[cfg(feature = "ssr")]
mod logo;
mod overview;
mod roles;

pub use areas::*;
#[cfg(feature = "ssr")]
pub use kinds::*;
#[cfg(feature = "ssr")]
pub use logo::*;
pub use overview::*;
pub use roles::*;
