//! What the transitions promise of states, clocks, offers and matches: each statement gives the ids of the rows that break its rule.

use super::Rule;

/// The rules.
pub const RULES: &[Rule] = &[
    (
        "a request that was taken has an owner or waits for one",
        "SELECT id FROM request WHERE status IN ('in_review', 'needs_info', 'approved', 'matched')
           AND (owner_id IS NULL) = (unowned_since IS NULL)",
    ),
    (
        "a request that nobody has taken has a clock and no owner",
        "SELECT id FROM request WHERE status = 'submitted' AND (answer_due_at <= submitted_at OR owner_id IS NOT NULL)",
    ),
    (
        "a request names a day",
        "SELECT r.id FROM request r WHERE NOT EXISTS (SELECT 1 FROM request_time t WHERE t.municipality_id = r.municipality_id
           AND t.request_id = r.id)",
    ),
    (
        "a request's state has its time",
        "SELECT id FROM request WHERE (status IN ('in_review', 'needs_info') AND taken_at IS NULL)
           OR (status = 'needs_info' AND (question IS NULL OR asked_at IS NULL))
           OR (status IN ('approved', 'matched') AND (approved_at IS NULL OR first_approved_at IS NULL OR volunteer_text IS NULL))
           OR (status = 'matched' AND matched_at IS NULL)
           OR (status IN ('closed', 'declined', 'referred', 'withdrawn') AND ended_at IS NULL)
           OR (status NOT IN ('closed', 'declined', 'referred', 'withdrawn') AND ended_at IS NOT NULL)
           OR (status IN ('closed', 'declined') AND end_reason IS NULL)",
    ),
    (
        "a place has at most three live offers",
        "SELECT request_id FROM offer WHERE status IN ('open', 'accepted') GROUP BY municipality_id, request_id HAVING count(*) > 3",
    ),
    (
        "a request has at most one offer that waits for the senior or has the yes",
        "SELECT request_id FROM offer WHERE status IN ('accepted', 'confirmed') GROUP BY municipality_id, request_id HAVING count(*) > 1",
    ),
    (
        "only an approved request has live offers",
        "SELECT o.id FROM offer o JOIN request r ON r.municipality_id = o.municipality_id AND r.id = o.request_id
         WHERE o.status IN ('open', 'accepted') AND r.status <> 'approved'",
    ),
    (
        "an offer's state has its time",
        "SELECT id FROM offer WHERE (status IN ('accepted', 'confirmed') AND (time_id IS NULL OR answered_at IS NULL))
           OR (status NOT IN ('open', 'accepted', 'confirmed') AND ended_at IS NULL)
           OR (status IN ('open', 'accepted', 'confirmed') AND ended_at IS NOT NULL)",
    ),
    (
        "the time of a yes is one of the request's",
        "SELECT o.id FROM offer o WHERE o.time_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM request_time t
           WHERE t.municipality_id = o.municipality_id AND t.request_id = o.request_id AND t.id = o.time_id)",
    ),
    (
        "nobody is their own volunteer",
        "SELECT o.id FROM offer o JOIN request r ON r.municipality_id = o.municipality_id AND r.id = o.request_id
         WHERE r.senior_id = o.volunteer_id",
    ),
    (
        "a confirmed offer has one match",
        "SELECT o.id FROM offer o WHERE o.status = 'confirmed' AND (SELECT count(*) FROM match m
           WHERE m.municipality_id = o.municipality_id AND m.offer_id = o.id) <> 1",
    ),
    (
        "a live match has a confirmed offer of the same two",
        "SELECT m.id FROM match m JOIN offer o ON o.municipality_id = m.municipality_id AND o.id = m.offer_id
         JOIN request r ON r.municipality_id = m.municipality_id AND r.id = m.request_id
         WHERE (m.status <> 'ended' AND o.status <> 'confirmed') OR o.request_id <> m.request_id OR o.volunteer_id <> m.volunteer_id
            OR r.senior_id <> m.senior_id",
    ),
    (
        "a request has at most one live match",
        "SELECT request_id FROM match WHERE status <> 'ended' GROUP BY municipality_id, request_id HAVING count(*) > 1",
    ),
    (
        "a match that ended says when, and only such a one",
        "SELECT id FROM match WHERE (status = 'ended' AND ended_at IS NULL) OR (status <> 'ended' AND ended_at IS NOT NULL)",
    ),
    (
        "a match that is stopped says what it was, and only such a one",
        "SELECT id FROM match WHERE (status = 'suspended') = (suspended_from IS NULL)",
    ),
    (
        "a matched request has a live match with a visit",
        "SELECT r.id FROM request r WHERE r.status = 'matched' AND NOT EXISTS (SELECT 1 FROM match m
           JOIN visit v ON v.municipality_id = m.municipality_id AND v.match_id = m.id
           WHERE m.municipality_id = r.municipality_id AND m.request_id = r.id AND m.status <> 'ended')",
    ),
    (
        "only a matched request has a live match",
        "SELECT r.id FROM request r JOIN match m ON m.municipality_id = r.municipality_id AND m.request_id = r.id
         WHERE m.status <> 'ended' AND r.status NOT IN ('matched', 'closed', 'declined', 'referred', 'withdrawn')",
    ),
    (
        "a request that is over has no live match",
        "SELECT r.id FROM request r JOIN match m ON m.municipality_id = r.municipality_id AND m.request_id = r.id
         WHERE m.status <> 'ended' AND r.status IN ('closed', 'declined', 'referred', 'withdrawn')",
    ),
    (
        "a visit that was ahead has a live match",
        "SELECT v.id FROM visit v JOIN match m ON m.municipality_id = v.municipality_id AND m.id = v.match_id
         WHERE m.status = 'ended' AND (v.status = 'planned' OR (v.status = 'confirmed' AND v.starts_at > m.ended_at))",
    ),
    (
        "a visit belongs to its match",
        "SELECT v.id FROM visit v JOIN match m ON m.municipality_id = v.municipality_id AND m.id = v.match_id
         WHERE v.request_id <> m.request_id OR v.senior_id <> m.senior_id OR v.volunteer_id <> m.volunteer_id",
    ),
    (
        "a match has at most one visit ahead",
        "SELECT match_id FROM visit WHERE status IN ('planned', 'confirmed', 'started') GROUP BY municipality_id, match_id
         HAVING count(*) > 1",
    ),
    (
        "a volunteer's visits do not overlap",
        "SELECT v.id FROM visit v JOIN visit w ON w.municipality_id = v.municipality_id AND w.volunteer_id = v.volunteer_id AND w.id > v.id
         WHERE v.status IN ('planned', 'confirmed', 'started') AND w.status IN ('planned', 'confirmed', 'started')
           AND v.starts_at < w.starts_at + w.minutes * 60000 AND w.starts_at < v.starts_at + v.minutes * 60000",
    ),
    // How long a visit of a kind takes can be changed, so only the beginning is sure not to be the same.
    (
        "a volunteer has said yes to one thing at a time",
        "SELECT o.id FROM offer o JOIN request_time t ON t.municipality_id = o.municipality_id AND t.id = o.time_id
         JOIN offer p ON p.municipality_id = o.municipality_id AND p.volunteer_id = o.volunteer_id AND p.id > o.id
         JOIN request_time u ON u.municipality_id = p.municipality_id AND u.id = p.time_id
         WHERE o.status = 'accepted' AND p.status = 'accepted' AND t.day = u.day AND t.part = u.part
           AND COALESCE(t.clock, '') = COALESCE(u.clock, '')",
    ),
    (
        "a visit's state has its time",
        "SELECT id FROM visit WHERE (status = 'confirmed' AND confirmed_at IS NULL) OR (status = 'started' AND started_at IS NULL)
           OR (status = 'finished' AND (started_at IS NULL OR finished_at IS NULL))
           OR (status = 'reported' AND (reported_at IS NULL OR outcome IS NULL OR reported_minutes IS NULL))
           OR (status = 'cancelled' AND (cancelled_at IS NULL OR cancelled_by IS NULL))
           OR (status = 'no_show' AND no_show_of IS NULL)",
    ),
    (
        "feedback is the senior's own, after the visit",
        "SELECT f.id FROM feedback f JOIN visit v ON v.municipality_id = f.municipality_id AND v.id = f.visit_id
         WHERE f.person_id <> v.senior_id OR v.status IN ('planned', 'cancelled')
           OR (v.status = 'confirmed' AND f.created_at < v.starts_at + v.minutes * 60000)",
    ),
    (
        "a concern's state has its time",
        "SELECT id FROM concern WHERE (status <> 'received' AND (severity IS NULL OR triaged_at IS NULL OR lex_sarah IS NULL))
           OR (status = 'acting' AND acting_at IS NULL) OR (status = 'decided' AND (decided_at IS NULL OR decision IS NULL)) OR (status = 'closed' AND closed_at IS NULL)",
    ),
    (
        "a concern that was judged has an owner or waits for one, never whom it is about",
        "SELECT id FROM concern WHERE (status <> 'received' AND (owner_id IS NULL) = (unowned_since IS NULL)) OR owner_id = about_person_id",
    ),
    (
        "a concern that was judged says whom it is about, or that it is nobody",
        "SELECT id FROM concern WHERE (about_nobody AND about_person_id IS NOT NULL)
           OR (status <> 'received' AND about_person_id IS NULL AND NOT about_nobody)",
    ),
    (
        "an offer has a clock",
        "SELECT id FROM offer WHERE expires_at <= offered_at",
    ),
    (
        "a live match has a visit that was not cancelled",
        "SELECT m.id FROM match m WHERE m.status <> 'ended' AND NOT EXISTS (SELECT 1 FROM visit v
           WHERE v.municipality_id = m.municipality_id AND v.match_id = m.id AND v.status <> 'cancelled')",
    ),
    (
        "a request is told to be without a volunteer after one and two weeks",
        "SELECT id FROM request WHERE unfilled_told NOT IN (0, 7, 14)",
    ),
    (
        "who needs a replacement had somebody",
        "SELECT r.id FROM request r WHERE r.status = 'approved' AND r.replacement_since IS NOT NULL AND NOT EXISTS (SELECT 1 FROM match m
           WHERE m.municipality_id = r.municipality_id AND m.request_id = r.id AND m.status = 'ended')",
    ),
    (
        "a visit is as long as a visit can be",
        "SELECT id FROM visit WHERE minutes NOT BETWEEN 5 AND 480 OR reminded NOT BETWEEN 0 AND 6 OR sequence < 0",
    ),
    (
        "a visit was cancelled or missed by somebody",
        "SELECT id FROM visit WHERE (cancelled_by IS NOT NULL AND cancelled_by NOT IN ('senior', 'volunteer', 'coordinator'))
           OR (no_show_of IS NOT NULL AND no_show_of NOT IN ('senior', 'volunteer'))",
    ),
    (
        "nobody is their own coordinator",
        "SELECT id FROM request WHERE owner_id = senior_id",
    ),
];
