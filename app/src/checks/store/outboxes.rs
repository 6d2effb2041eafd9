//! Rules of messages: people are told what is theirs, once.

use super::Rule;
use frame::access::scope::{coordinates_all, holds};

/// The rules.
pub const RULES: &[Rule] = &[
    (
        "a message about a request is told to its senior",
        "SELECT m.id FROM outgoing_message m WHERE m.code IN ('request_received', 'request_question', 'request_approved',
             'request_declined', 'request_referred', 'request_unfilled', 'request_closed', 'proposal_ready', 'proposal_gone', 'visit_replaced')
           AND NOT EXISTS (SELECT 1 FROM request r WHERE r.municipality_id = m.municipality_id AND m.about_type = 'request' AND r.id = m.about_id
                             AND r.senior_id = m.person_id)",
    ),
    (
        "a message about an offer is told to its volunteer",
        "SELECT m.id FROM outgoing_message m WHERE m.code IN ('offer_new', 'offer_expired', 'offer_withdrawn', 'offer_not_chosen')
           AND NOT EXISTS (SELECT 1 FROM offer o WHERE o.municipality_id = m.municipality_id AND m.about_type = 'offer' AND o.id = m.about_id
                             AND o.volunteer_id = m.person_id)",
    ),
    (
        "a message about a visit is told to the one it is for",
        "SELECT m.id FROM outgoing_message m WHERE m.code IN ('visit_agreed', 'feedback_open', 'visit_cancelled', 'visit_confirmed',
             'offer_confirmed', 'visit_overdue', 'report_reminder', 'match_resumed')
           AND NOT EXISTS (SELECT 1 FROM visit v WHERE v.municipality_id = m.municipality_id AND m.about_type = 'visit' AND v.id = m.about_id
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
               AND ((m.about_type IS NULL) <> (m.code IN ('kind_proposed', 'kind_confirmed')) OR m.about_type <> 'person'
                  OR NOT ",
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
         GROUP BY municipality_id, person_id, code, about_type, about_id HAVING count(*) > 1",
    ),
    (
        "a visit is reminded of twice at most",
        "SELECT min(id) FROM outgoing_message WHERE code IN ('visit_overdue', 'report_reminder')
         GROUP BY municipality_id, person_id, code, about_id HAVING count(*) > 2",
    ),
    (
        "a replacement is told as often as there was one",
        "SELECT min(m.id) FROM outgoing_message m WHERE m.code = 'visit_replaced' GROUP BY m.municipality_id, m.about_id
         HAVING count(*) > (SELECT count(*) FROM match x WHERE x.municipality_id = m.municipality_id AND x.request_id = m.about_id
                              AND x.status = 'ended')",
    ),
    (
        "nobody found is told twice at most for each search",
        "SELECT min(m.id) FROM outgoing_message m WHERE m.code = 'request_unfilled' GROUP BY m.municipality_id, m.about_id
         HAVING count(*) > 2 + 2 * (SELECT count(*) FROM match x WHERE x.municipality_id = m.municipality_id
                                      AND x.request_id = m.about_id)",
    ),
    (
        "a proposal goes at most as often as it came",
        "SELECT min(m.id) FROM outgoing_message m WHERE m.code IN ('proposal_ready', 'proposal_gone')
         GROUP BY m.municipality_id, m.about_id
         HAVING count(CASE WHEN m.code = 'proposal_gone' THEN 1 END) > count(CASE WHEN m.code = 'proposal_ready' THEN 1 END)",
    ),
];
