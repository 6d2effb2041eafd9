//! What is told of concerns: nothing, but to who told one that it has come.

use frame::told::{Class, Leads, MessageKind, To};
use ground::text::k;

/// A coordinator reads it.
pub const CONCERN_RECEIVED: MessageKind = MessageKind {
    code: "concern_received",
    words: k::messages::CONCERN_RECEIVED,
    about: None,
    leads: Leads::Nowhere,
    to: To {
        rule: "a message about a concern is told to the one who told it",
        sql: "EXISTS (SELECT 1 FROM concern c WHERE c.municipality_id = m.municipality_id AND c.by_person_id = m.person_id)",
    },
    most: None,
    class: Class::Calm,
};
