//! What is promised of offers: how many there are, of whom, and what a yes makes.

use db::{Rule, reference};

/// One volunteer more for an approved request, in this state.
macro_rules! more_offers {
    ($status:literal) => {
        concat!(
            "INSERT INTO offer (municipality_id, id, request_id, volunteer_id, status, offered_at, expires_at, time_id, answered_at)
             SELECT r.municipality_id, 'more' || v.person_id, r.id, v.person_id, '",
            $status,
            "', 1, 2, (SELECT min(t.id) FROM request_time t WHERE t.request_id = r.id), 1
             FROM request r JOIN volunteer v ON v.municipality_id = r.municipality_id
             WHERE r.id = (SELECT min(id) FROM request WHERE status = 'approved')
               AND NOT EXISTS (SELECT 1 FROM offer o WHERE o.request_id = r.id AND o.volunteer_id = v.person_id)"
        )
    };
}

/// The rules of this feature.
pub const RULES: &[Rule] = &[
    Rule::new(
        "a place has at most three live offers",
        "SELECT request_id FROM offer WHERE status IN ('open', 'accepted') GROUP BY municipality_id, request_id HAVING count(*) > 3",
        &[more_offers!("open")],
    ),
    Rule::new(
        "a request has at most one offer that waits for the senior or has the yes",
        "SELECT request_id FROM offer WHERE status IN ('accepted', 'confirmed') GROUP BY municipality_id, request_id HAVING count(*) > 1",
        &["DROP INDEX offer_accepted", more_offers!("accepted")],
    ),
    Rule::new(
        "only an approved request has live offers",
        "SELECT o.id FROM offer o JOIN request r ON r.municipality_id = o.municipality_id AND r.id = o.request_id
         WHERE o.status IN ('open', 'accepted') AND r.status <> 'approved'",
        &["UPDATE request SET status = 'in_review' WHERE status = 'approved'"],
    ),
    Rule::new(
        "an offer's state has its time",
        "SELECT id FROM offer WHERE (status IN ('accepted', 'confirmed') AND (time_id IS NULL OR answered_at IS NULL))
           OR (status NOT IN ('open', 'accepted', 'confirmed') AND ended_at IS NULL)
           OR (status IN ('open', 'accepted', 'confirmed') AND ended_at IS NOT NULL)",
        &["UPDATE offer SET ended_at = NULL WHERE status = 'declined'"],
    ),
    Rule::new(
        "the time of a yes is one of the request's",
        "SELECT o.id FROM offer o WHERE o.time_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM request_time t
           WHERE t.municipality_id = o.municipality_id AND t.request_id = o.request_id AND t.id = o.time_id)",
        &["UPDATE offer SET time_id = 'nowhen' WHERE status = 'accepted'"],
    ),
    Rule::new(
        "nobody is their own volunteer",
        "SELECT o.id FROM offer o JOIN request r ON r.municipality_id = o.municipality_id AND r.id = o.request_id
         WHERE r.senior_id = o.volunteer_id",
        &["UPDATE request SET senior_id = (SELECT min(o.volunteer_id) FROM offer o WHERE o.request_id = request.id)
           WHERE id = (SELECT min(request_id) FROM offer)"],
    ),
    Rule::new(
        "a confirmed offer has one match",
        "SELECT o.id FROM offer o WHERE o.status = 'confirmed' AND (SELECT count(*) FROM match m
           WHERE m.municipality_id = o.municipality_id AND m.offer_id = o.id) <> 1",
        &[
            "DROP INDEX offer_accepted",
            "UPDATE offer SET status = 'confirmed', ended_at = NULL, answered_at = 1, time_id = 'x' WHERE status = 'expired'",
        ],
    ),
    Rule::new(
        "a live match has a confirmed offer of the same two",
        "SELECT m.id FROM match m JOIN offer o ON o.municipality_id = m.municipality_id AND o.id = m.offer_id
         JOIN request r ON r.municipality_id = m.municipality_id AND r.id = m.request_id
         WHERE (m.status <> 'ended' AND o.status <> 'confirmed') OR o.request_id <> m.request_id OR o.volunteer_id <> m.volunteer_id
            OR r.senior_id <> m.senior_id",
        &["UPDATE offer SET status = 'declined', ended_at = 1 WHERE status = 'confirmed'"],
    ),
    // How long a visit of a kind takes can be changed, so only the beginning is sure not to be the same.
    Rule::new(
        "a volunteer has said yes to one thing at a time",
        "SELECT o.id FROM offer o JOIN request_time t ON t.municipality_id = o.municipality_id AND t.id = o.time_id
         JOIN offer p ON p.municipality_id = o.municipality_id AND p.volunteer_id = o.volunteer_id AND p.id > o.id
         JOIN request_time u ON u.municipality_id = p.municipality_id AND u.id = p.time_id
         WHERE o.status = 'accepted' AND p.status = 'accepted' AND t.day = u.day AND t.part = u.part
           AND COALESCE(t.clock, '') = COALESCE(u.clock, '')",
        &[
            "DROP INDEX offer_live",
            "DROP INDEX offer_accepted",
            "DROP INDEX request_time_once",
            "UPDATE request_time SET day = '2026-12-01', part = 'morning', clock = NULL",
            "UPDATE offer SET status = 'accepted', time_id = (SELECT min(t.id) FROM request_time t WHERE t.request_id = offer.request_id),
                    volunteer_id = (SELECT min(o.volunteer_id) FROM offer o WHERE o.municipality_id = offer.municipality_id)
             WHERE status IN ('open', 'accepted')",
        ],
    ),
    Rule::new(
        "an offer has a clock",
        "SELECT id FROM offer WHERE expires_at <= offered_at",
        &["UPDATE offer SET expires_at = offered_at"],
    ),
    Rule::new(
        "a protected person is asked nothing, and nobody is asked for them",
        "SELECT o.id FROM offer o
         JOIN request r ON r.municipality_id = o.municipality_id AND r.id = o.request_id
         JOIN person p ON p.municipality_id = o.municipality_id AND p.id IN (o.volunteer_id, r.senior_id)
         WHERE o.status IN ('open', 'accepted') AND p.protected",
        &["UPDATE person SET protected = TRUE WHERE id IN (SELECT volunteer_id FROM offer WHERE status = 'open')"],
    ),
    reference!("offer", "id", "offered_by", "person"),
    reference!("offer", "id", "time_id", "request_time"),
];
