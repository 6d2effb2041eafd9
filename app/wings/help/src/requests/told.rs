//! What is told of requests: to their seniors, and to staff of those that nobody is responsible for.

use frame::told::{Class, Leads, MessageKind, Most, To};
use ground::{
    Object,
    text::{Key, k},
};

/// Everything that is told of requests.
pub const TOLD: &[&MessageKind] = &[
    &REQUEST_RECEIVED,
    &REQUEST_QUESTION,
    &REQUEST_APPROVED,
    &REQUEST_DECLINED,
    &REQUEST_REFERRED,
    &REQUEST_UNFILLED,
    &REQUEST_CLOSED,
    &REQUESTS_UNOWNED,
    &REQUESTS_UNATTENDED,
];

/// Something about a request, for its senior.
pub(crate) const fn to_senior(code: &'static str, words: Key, class: Class) -> MessageKind {
    MessageKind {
        code,
        words,
        about: Some(Object::Request),
        leads: Leads::To("/requests/{id}"),
        to: To {
            rule: "a message about a request is told to its senior",
            sql: "EXISTS (SELECT 1 FROM request r WHERE r.municipality_id = m.municipality_id AND r.id = m.about_id
                            AND r.senior_id = m.person_id)",
        },
        most: None,
        class,
    }
}

/// Something about requests without naming them, for staff.
const fn to_staff(code: &'static str, words: Key, to: To, class: Class) -> MessageKind {
    MessageKind { code, words, about: None, leads: Leads::Nowhere, to, most: None, class }
}

/// We have your request.
pub const REQUEST_RECEIVED: MessageKind =
    to_senior("request_received", k::messages::REQUEST_RECEIVED, Class::Calm).once();
/// A coordinator asks something.
pub const REQUEST_QUESTION: MessageKind = to_senior("request_question", k::messages::REQUEST_QUESTION, Class::Soon);
/// We look for a volunteer.
pub const REQUEST_APPROVED: MessageKind =
    to_senior("request_approved", k::messages::REQUEST_APPROVED, Class::Calm).once();
/// Declined, with another way.
pub const REQUEST_DECLINED: MessageKind =
    to_senior("request_declined", k::messages::REQUEST_DECLINED, Class::Calm).once();
/// Somebody else can help.
pub const REQUEST_REFERRED: MessageKind =
    to_senior("request_referred", k::messages::REQUEST_REFERRED, Class::Calm).once();
/// Nobody found yet, on day 7 and 14 of each search.
pub const REQUEST_UNFILLED: MessageKind =
    to_senior("request_unfilled", k::messages::REQUEST_UNFILLED, Class::Calm).at_most(Most {
        rule: "nobody found is told twice at most for each search",
        sql: "2 + 2 * (SELECT count(*) FROM match x WHERE x.municipality_id = m.municipality_id AND x.request_id = m.about_id)",
    });
/// It is over.
pub const REQUEST_CLOSED: MessageKind = to_senior("request_closed", k::messages::REQUEST_CLOSED, Class::Calm).once();
/// A colleague's requests need somebody responsible; each is a task besides.
pub const REQUESTS_UNOWNED: MessageKind =
    to_staff("requests_unowned", k::messages::REQUESTS_UNOWNED, To::COORDINATORS, Class::Calm);
/// Nobody coordinates some requests any more: people wait, and no coordinator sees it.
pub const REQUESTS_UNATTENDED: MessageKind =
    to_staff("requests_unattended", k::messages::REQUESTS_UNATTENDED, To::ADMINISTRATORS, Class::Soon);
