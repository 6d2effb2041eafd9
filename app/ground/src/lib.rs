//! What every feature stands on: ids, time, errors, forms, texts. Knows no feature.

// What is derived names this crate so, in here too.
extern crate self as ground;

#[macro_use]
mod coded;

#[cfg(feature = "ssr")]
pub mod clean;
#[cfg(feature = "ssr")]
pub mod clock;
#[cfg(feature = "ssr")]
pub mod collate;
#[cfg(feature = "ssr")]
pub mod cookie;
#[cfg(feature = "ssr")]
pub mod csv;
#[cfg(feature = "ssr")]
pub mod email;
pub mod error;
pub mod form;
pub mod id;
#[cfg(feature = "ssr")]
pub mod letters;
pub mod locale;
pub mod name;
#[cfg(feature = "ssr")]
pub mod object;
#[cfg(feature = "ssr")]
pub mod personal_number;
#[cfg(feature = "ssr")]
pub mod phone;
#[cfg(feature = "ssr")]
pub mod postal_code;
#[cfg(feature = "ssr")]
pub mod private;
#[cfg(feature = "ssr")]
pub mod random;
#[cfg(feature = "ssr")]
pub mod secret;
pub mod seen;
mod spoken;
pub mod text;
pub mod time;
pub mod tree;
#[cfg(feature = "ssr")]
pub mod when;

pub use error::AppError;
pub use locale::Locale;
#[cfg(feature = "ssr")]
pub use object::Object;
pub use time::Timestamp;
#[cfg(all(test, feature = "ssr"))]
mod properties;
#[cfg(all(feature = "ssr", any(test, feature = "proptest")))]
pub mod typed;
