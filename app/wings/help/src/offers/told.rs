//! What is told of offers: to their volunteers, and to the senior of a volunteer's yes.

use crate::{requests::told::to_senior, visits::told::to_volunteer as to_volunteer_of_visit};
use frame::told::{Class, Leads, MessageKind, Most, To};
use ground::{
    Object,
    text::{Key, k},
};

/// Everything that is told of offers.
pub const TOLD: &[&MessageKind] = &[
    &OFFER_NEW,
    &OFFER_EXPIRED,
    &OFFER_WITHDRAWN,
    &OFFER_NOT_CHOSEN,
    &OFFER_CONFIRMED,
    &PROPOSAL_READY,
    &PROPOSAL_GONE,
];

/// Something about an offer, for its volunteer, once.
const fn to_volunteer(code: &'static str, words: Key, class: Class) -> MessageKind {
    let kind = MessageKind {
        code,
        words,
        about: Some(Object::Offer),
        leads: Leads::To("/volunteer/offers/{id}"),
        to: To {
            rule: "a message about an offer is told to its volunteer",
            sql: "EXISTS (SELECT 1 FROM offer o WHERE o.municipality_id = m.municipality_id AND o.id = m.about_id
                            AND o.volunteer_id = m.person_id)",
        },
        most: None,
        class,
    };
    kind.once()
}

/// Can you?
pub const OFFER_NEW: MessageKind = to_volunteer("offer_new", k::messages::OFFER_NEW, Class::Soon);
/// Its time is over.
pub const OFFER_EXPIRED: MessageKind = to_volunteer("offer_expired", k::messages::OFFER_EXPIRED, Class::Calm);
/// It is taken back. Who has said yes keeps a time free for it.
pub const OFFER_WITHDRAWN: MessageKind = to_volunteer("offer_withdrawn", k::messages::OFFER_WITHDRAWN, Class::Soon);
/// Not this time. Who has said yes keeps a time free for it.
pub const OFFER_NOT_CHOSEN: MessageKind = to_volunteer("offer_not_chosen", k::messages::OFFER_NOT_CHOSEN, Class::Soon);
/// To the volunteer, about the visit: the senior said yes. It may be tomorrow.
pub const OFFER_CONFIRMED: MessageKind =
    to_volunteer_of_visit("offer_confirmed", k::messages::OFFER_CONFIRMED, Class::Soon).once();
/// To the senior, about the request: a volunteer can come; yes or no?
pub const PROPOSAL_READY: MessageKind = to_senior("proposal_ready", k::messages::PROPOSAL_READY, Class::Soon);
/// To the senior, about the request: the volunteer cannot any more.
pub const PROPOSAL_GONE: MessageKind =
    to_senior("proposal_gone", k::messages::PROPOSAL_GONE, Class::Soon).at_most(Most {
        rule: "a proposal goes at most as often as it came",
        sql: "(SELECT count(*) FROM outgoing_message x WHERE x.municipality_id = m.municipality_id AND x.person_id = m.person_id
                 AND x.code = 'proposal_ready' AND x.about_type = m.about_type AND x.about_id = m.about_id)",
    });
