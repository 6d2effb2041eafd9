//! The design system: components that every page is made of. Knows no feature. Classes stand in `style/README.md`.

mod feedback;
mod field;
mod form;
mod icon;
mod layout;

pub use feedback::*;
pub use field::*;
pub use form::*;
pub use icon::*;
pub use layout::*;
