//! The administrator's pages.

mod areas;
#[cfg(feature = "ssr")]
mod kinds;
#[cfg(feature = "ssr")]
mod logo;
mod overview;
#[cfg(feature = "ssr")]
mod roles;
#[cfg(feature = "ssr")]
mod waiting;

pub use areas::*;
#[cfg(feature = "ssr")]
pub use kinds::*;
#[cfg(feature = "ssr")]
pub use logo::*;
pub use overview::*;
#[cfg(feature = "ssr")]
pub use roles::*;
