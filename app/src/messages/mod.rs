//! The two outboxes: what people are told (`outgoing_message`), and what other screens and servers learn
//! (`change_event`). Both are written in the transaction of what they tell of. Everybody reads their own messages.

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
pub mod events;
pub mod model;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod store;

#[cfg(feature = "ssr")]
pub use store::{About, tell};
