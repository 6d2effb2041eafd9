//! What is told of people, without naming them.

use frame::told::{Class, Leads, MessageKind, To};
use ground::text::k;

/// Somebody's identity is protected from now on: what is left, somebody must look through.
pub const PERSON_PROTECTED: MessageKind = MessageKind {
    code: "person_protected",
    words: k::messages::PERSON_PROTECTED,
    about: None,
    leads: Leads::Nowhere,
    to: To::WHO_HANDLE_PROTECTED,
    most: None,
    class: Class::Soon,
};
