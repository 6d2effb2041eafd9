//! What volunteers are told of themselves.

use frame::told::{Class, Leads, MessageKind, To};
use ground::text::k;

/// Something has changed in your standing. What of it stops a visit is told of the visit.
pub const STANDING_CHANGED: MessageKind = MessageKind {
    code: "standing_changed",
    words: k::messages::STANDING_CHANGED,
    about: None,
    leads: Leads::Nowhere,
    to: To {
        rule: "a message about the standing is told to a volunteer",
        sql: "EXISTS (SELECT 1 FROM volunteer v WHERE v.municipality_id = m.municipality_id AND v.person_id = m.person_id)",
    },
    most: None,
    class: Class::Calm,
};
