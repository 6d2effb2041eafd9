//! Rules of people: protected identity, numbers, presses.

use super::Rule;

/// The rules.
pub const RULES: &[Rule] = &[
    (
        "a protected person is asked nothing, and nobody is asked for them",
        "SELECT o.id FROM offer o
         JOIN request r ON r.municipality_id = o.municipality_id AND r.id = o.request_id
         JOIN person p ON p.municipality_id = o.municipality_id AND p.id IN (o.volunteer_id, r.senior_id)
         WHERE o.status IN ('open', 'accepted') AND p.protected",
    ),
    (
        "a protected person has no match that opens contact details",
        "SELECT m.id FROM match m
         JOIN person p ON p.municipality_id = m.municipality_id AND p.id IN (m.volunteer_id, m.senior_id)
         WHERE m.status NOT IN ('ended', 'suspended') AND p.protected",
    ),
    (
        "a request's number stands below its counter",
        "SELECT r.id FROM request r WHERE r.number < 1 OR r.number > COALESCE((SELECT c.value FROM counter c
           WHERE c.municipality_id = r.municipality_id AND c.name = 'request'), 0)",
    ),
    (
        "a concern's number is drawn: it has six digits, and nothing counts them",
        "SELECT r.id FROM concern r WHERE r.number NOT BETWEEN 100000 AND 999999
         UNION ALL SELECT c.name FROM counter c WHERE c.name = 'concern'",
    ),
    // What a clock has done once is kept there too, under a name of its own.
    (
        "a press that was taken has its answer",
        "SELECT digest FROM idempotency WHERE location = '' AND substr(digest, 1, 6) <> 'clock/'",
    ),
    (
        "a row of the log is sealed with its place, or waits",
        "SELECT id FROM audit_entry WHERE (seq IS NULL) <> (seal IS NULL)",
    ),
    (
        "who cannot sign in has not said how they read",
        "SELECT id FROM person WHERE NOT has_login
           AND (text_size IS NOT NULL OR theme IS NOT NULL OR listening IS NOT NULL OR compact IS NOT NULL)",
    ),
    (
        "a saved filter has a name and is a coordinator's",
        "SELECT f.id FROM saved_filter f WHERE length(f.name) NOT BETWEEN 1 AND 40 OR length(f.search) > 100
           OR NOT EXISTS (SELECT 1 FROM role_assignment a WHERE a.municipality_id = f.municipality_id AND a.person_id = f.person_id
                            AND a.role = 'coordinator')",
    ),
    (
        "what was recorded of a volunteer is good from its day on",
        "SELECT q.id FROM volunteer_requirement q WHERE q.valid_until < q.done_on OR length(q.done_on) <> 10",
    ),
];
