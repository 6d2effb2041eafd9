//! Rules of the two outboxes: people are told what is theirs, once; screens learn of what is there.

use super::Rule;
use crate::access::scope::{coordinates_all, holds};

/// The rules.
pub const RULES: &[Rule] = &[
    (
        "a message about a request is told to its senior",
        "SELECT m.id FROM outgoing_message m WHERE m.code IN ('request_received', 'request_question', 'request_approved',
             'request_declined', 'request_referred', 'request_unfilled', 'request_closed', 'proposal_ready', 'proposal_gone', 'visit_replaced')
           AND NOT EXISTS (SELECT 1 FROM request r WHERE r.municipality_id = m.municipality_id AND r.id = m.request_id
                             AND r.senior_id = m.person_id)",
    ),
    (
        "a message about an offer is told to its volunteer",
        "SELECT m.id FROM outgoing_message m WHERE m.code IN ('offer_new', 'offer_expired', 'offer_withdrawn', 'offer_not_chosen')
           AND NOT EXISTS (SELECT 1 FROM offer o WHERE o.municipality_id = m.municipality_id AND o.id = m.offer_id
                             AND o.volunteer_id = m.person_id)",
    ),
    (
        "a message about a visit is told to the one it is for",
        "SELECT m.id FROM outgoing_message m WHERE m.code IN ('visit_agreed', 'feedback_open', 'visit_cancelled', 'visit_confirmed',
             'offer_confirmed', 'visit_overdue', 'report_reminder', 'contact_resumed')
           AND NOT EXISTS (SELECT 1 FROM visit v WHERE v.municipality_id = m.municipality_id AND v.id = m.visit_id
                 AND ((v.senior_id = m.person_id AND m.code NOT IN ('offer_confirmed', 'visit_overdue', 'report_reminder'))
                   OR (v.volunteer_id = m.person_id AND m.code NOT IN ('visit_agreed', 'feedback_open'))))",
    ),
    (
        "a message about the standing is told to a volunteer",
        "SELECT m.id FROM outgoing_message m WHERE m.code = 'standing_changed' AND NOT EXISTS (SELECT 1 FROM volunteer v
           WHERE v.municipality_id = m.municipality_id AND v.person_id = m.person_id)",
    ),
    (
        "a message about a concern is told to the one who told it",
        "SELECT m.id FROM outgoing_message m WHERE m.code = 'concern_received' AND NOT EXISTS (SELECT 1 FROM concern c
           WHERE c.municipality_id = m.municipality_id AND c.by_person_id = m.person_id)",
    ),
    (
        "a message about protected identity is told to who was coordinator of the whole municipality",
        concat!(
            "SELECT m.id FROM outgoing_message m WHERE m.code = 'person_protected' AND NOT ",
            coordinates_all!(municipality = "m.municipality_id", person = "m.person_id", now = "m.created_at")
        ),
    ),
    (
        "a message about requests without an owner is told to who was coordinator",
        concat!(
            "SELECT m.id FROM outgoing_message m WHERE m.code = 'requests_unowned' AND NOT ",
            holds!(Coordinator, municipality = "m.municipality_id", person = "m.person_id", now = "m.created_at")
        ),
    ),
    (
        "a message about how much is read is told to who was administrator",
        concat!(
            "SELECT m.id FROM outgoing_message m WHERE m.code = 'read_much' AND NOT ",
            holds!(Administrator, municipality = "m.municipality_id", person = "m.person_id", now = "m.created_at")
        ),
    ),
    (
        "a message about requests that nobody coordinates is told to who was administrator",
        concat!(
            "SELECT m.id FROM outgoing_message m WHERE m.code = 'requests_unattended' AND NOT ",
            holds!(Administrator, municipality = "m.municipality_id", person = "m.person_id", now = "m.created_at")
        ),
    ),
    (
        "a message about who may read of people, or what is demanded, is told to who was staff",
        concat!(
            "SELECT m.id FROM outgoing_message m WHERE m.code IN ('role_proposed', 'role_confirmed', 'role_ended', 'kind_proposed',
                 'kind_confirmed')
               AND ((m.about_id IS NULL) <> (m.code IN ('kind_proposed', 'kind_confirmed')) OR NOT ",
            // Who has lost the role at this moment is told it too.
            holds!(
                Coordinator | Administrator,
                municipality = "m.municipality_id",
                person = "m.person_id",
                until = "m.created_at"
            ),
            ")"
        ),
    ),
    (
        "what happens once is told once",
        "SELECT min(id) FROM outgoing_message WHERE code IN ('request_received', 'request_approved', 'request_declined',
             'request_referred', 'request_closed', 'offer_new', 'offer_expired', 'offer_withdrawn', 'offer_not_chosen', 'offer_confirmed',
             'visit_agreed', 'visit_cancelled', 'visit_confirmed', 'feedback_open')
         GROUP BY municipality_id, person_id, code, request_id, visit_id, offer_id HAVING count(*) > 1",
    ),
    (
        "a visit is reminded of twice at most",
        "SELECT min(id) FROM outgoing_message WHERE code IN ('visit_overdue', 'report_reminder')
         GROUP BY municipality_id, person_id, code, visit_id HAVING count(*) > 2",
    ),
    (
        "a replacement is told as often as there was one",
        "SELECT min(m.id) FROM outgoing_message m WHERE m.code = 'visit_replaced' GROUP BY m.municipality_id, m.request_id
         HAVING count(*) > (SELECT count(*) FROM contact c WHERE c.municipality_id = m.municipality_id AND c.request_id = m.request_id
                              AND c.status = 'ended')",
    ),
    (
        "nobody found is told twice at most for each search",
        "SELECT min(m.id) FROM outgoing_message m WHERE m.code = 'request_unfilled' GROUP BY m.municipality_id, m.request_id
         HAVING count(*) > 2 + 2 * (SELECT count(*) FROM contact c WHERE c.municipality_id = m.municipality_id
                                      AND c.request_id = m.request_id)",
    ),
    (
        "a proposal goes at most as often as it came",
        "SELECT min(m.id) FROM outgoing_message m WHERE m.code IN ('proposal_ready', 'proposal_gone')
         GROUP BY m.municipality_id, m.request_id
         HAVING count(CASE WHEN m.code = 'proposal_gone' THEN 1 END) > count(CASE WHEN m.code = 'proposal_ready' THEN 1 END)",
    ),
    (
        "a change tells of something that is there",
        "SELECT e.id FROM change_event e WHERE NOT (
              (e.topic = 'request' AND EXISTS (SELECT 1 FROM request o WHERE o.municipality_id = e.municipality_id AND o.id = e.object_id))
           OR (e.topic = 'offer' AND EXISTS (SELECT 1 FROM offer o WHERE o.municipality_id = e.municipality_id AND o.id = e.object_id))
           OR (e.topic = 'visit' AND EXISTS (SELECT 1 FROM visit o WHERE o.municipality_id = e.municipality_id AND o.id = e.object_id))
           OR (e.topic = 'concern' AND EXISTS (SELECT 1 FROM concern o WHERE o.municipality_id = e.municipality_id AND o.id = e.object_id))
           OR (e.topic = 'volunteer' AND EXISTS (SELECT 1 FROM volunteer o WHERE o.municipality_id = e.municipality_id
                                                   AND o.person_id = e.object_id))
           OR (e.topic = 'person' AND EXISTS (SELECT 1 FROM person o WHERE o.municipality_id = e.municipality_id AND o.id = e.object_id)))",
    ),
];
