//! What administrators are told of how much is read.

use frame::{
    access::model::Role,
    told::{Class, Leads, MessageKind, To},
};
use ground::text::k;

/// A member of staff has read about unusually many people today.
pub const READ_MUCH: MessageKind = MessageKind {
    code: "read_much",
    words: k::messages::READ_MUCH,
    about: None,
    leads: Leads::Holding(Role::Administrator, "/admin"),
    to: To::ADMINISTRATORS,
    most: None,
    class: Class::Soon,
};
