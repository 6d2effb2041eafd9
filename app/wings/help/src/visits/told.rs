//! What is told of visits, to their two.

use crate::requests::told::to_senior as to_senior_of_request;
use frame::told::{Class, Leads, MessageKind, Most, To};
use ground::{
    Object,
    text::{Key, k},
};

/// Everything that is told of visits.
pub const TOLD: &[&MessageKind] = &[
    &VISIT_AGREED,
    &VISIT_CONFIRMED,
    &VISIT_CANCELLED,
    &VISIT_REPLACED,
    &MATCH_RESUMED,
    &VISIT_OVERDUE,
    &REPORT_REMINDER,
    &FEEDBACK_OPEN,
];

/// The page of a visit for its senior, and that for its volunteer.
const FOR_SENIOR: &str = "/visits/{id}";
const FOR_VOLUNTEER: &str = "/volunteer/visits/{id}";

/// The condition that a message about a visit is told to the one in this column, or in one of these.
macro_rules! told_to {
    ($column:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM visit v WHERE v.municipality_id = m.municipality_id AND v.id = m.about_id AND m.person_id IN (",
            $column,
            "))"
        )
    };
}

/// Something about a visit, for its senior.
const fn to_senior(code: &'static str, words: Key, class: Class) -> MessageKind {
    let to = To { rule: "a message about a visit is told to its senior", sql: told_to!("v.senior_id") };
    of(code, words, (to, Leads::To(FOR_SENIOR)), class)
}

/// Something about a visit, for its volunteer.
pub(crate) const fn to_volunteer(code: &'static str, words: Key, class: Class) -> MessageKind {
    let to = To { rule: "a message about a visit is told to its volunteer", sql: told_to!("v.volunteer_id") };
    of(code, words, (to, Leads::To(FOR_VOLUNTEER)), class)
}

/// Something about a visit, for both. Somebody may be senior here and volunteer there: which page is theirs is asked of each visit.
const fn to_both(code: &'static str, words: Key, class: Class) -> MessageKind {
    let to =
        To { rule: "a message about a visit is told to one of its two", sql: told_to!("v.senior_id, v.volunteer_id") };
    let leads = Leads::Either { sql: told_to!("v.volunteer_id"), page: FOR_VOLUNTEER, other: FOR_SENIOR };
    of(code, words, (to, leads), class)
}

const fn of(code: &'static str, words: Key, (to, leads): (To, Leads), class: Class) -> MessageKind {
    MessageKind { code, words, about: Some(Object::Visit), leads, to, most: None, class }
}

/// A visit is reminded of twice at most, with the same words.
const TWICE: Most = Most { rule: "a visit is reminded of twice at most", sql: "2" };

/// To the senior: it is agreed. It may be tomorrow.
pub const VISIT_AGREED: MessageKind = to_senior("visit_agreed", k::messages::VISIT_AGREED, Class::Soon).once();
/// To both: the first meeting is arranged. It may be tomorrow.
pub const VISIT_CONFIRMED: MessageKind = to_both("visit_confirmed", k::messages::VISIT_CONFIRMED, Class::Soon).once();
/// To both: it does not take place.
pub const VISIT_CANCELLED: MessageKind = to_both("visit_cancelled", k::messages::VISIT_CANCELLED, Class::Now).once();
/// To the senior, about the request: the volunteer cannot come, we look for another.
pub const VISIT_REPLACED: MessageKind = to_senior_of_request("visit_replaced", k::messages::VISIT_REPLACED, Class::Now)
    .at_most(Most {
        rule: "a replacement is told as often as there was one",
        sql: "(SELECT count(*) FROM match x WHERE x.municipality_id = m.municipality_id AND x.request_id = m.about_id
                 AND x.status = 'ended')",
    });
/// To both: the match that was stopped goes on. Its visit may be tomorrow.
pub const MATCH_RESUMED: MessageKind = to_both("match_resumed", k::messages::MATCH_RESUMED, Class::Soon);
/// To the volunteer: it should have begun or ended half an hour ago.
pub const VISIT_OVERDUE: MessageKind =
    to_volunteer("visit_overdue", k::messages::VISIT_OVERDUE, Class::Now).at_most(TWICE);
/// To the volunteer: how did it go? After one day and after three.
pub const REPORT_REMINDER: MessageKind =
    to_volunteer("report_reminder", k::messages::REPORT_REMINDER, Class::Calm).at_most(TWICE);
/// To the senior: how was it?
pub const FEEDBACK_OPEN: MessageKind = to_senior("feedback_open", k::messages::FEEDBACK_OPEN, Class::Calm).once();
