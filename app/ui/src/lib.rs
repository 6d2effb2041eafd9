//! The design system: components that every page is made of. Knows no feature. Classes stand in `style/README.md`.

pub mod boot;
mod feedback;
mod field;
mod form;
#[cfg(feature = "hydrate")]
pub mod history;
mod icon;
mod layout;
#[macro_use]
pub mod page;

pub use feedback::*;
pub use field::*;
pub use form::*;
pub use icon::*;
pub use layout::*;
pub use page::NotFound;

/// Text for the two places that Leptos 0.8 writes into the HTML as it is, `<title>` and `<textarea>`: escaped on the server;
/// the browser sets both as text. Neither breaks a long word, and what is sent back from a field is to be as it was written.
fn raw_text(text: String) -> String {
    #[cfg(feature = "ssr")]
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    ground::text::unbroken(&text)
}
