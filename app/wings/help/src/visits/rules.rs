//! What is promised of visits, of their matches, and of what was said of them.

use db::{Rule, reference};

/// The rules of this feature.
pub const RULES: &[Rule] = &[
    Rule::new(
        "a matched request has a live match with a visit",
        "SELECT r.id FROM request r WHERE r.status = 'matched' AND NOT EXISTS (SELECT 1 FROM match m
           JOIN visit v ON v.municipality_id = m.municipality_id AND v.match_id = m.id
           WHERE m.municipality_id = r.municipality_id AND m.request_id = r.id AND m.status <> 'ended')",
        &["UPDATE match SET status = 'ended', ended_at = 1 WHERE status <> 'ended'"],
    ),
    Rule::new(
        "a visit that was ahead has a live match",
        "SELECT v.id FROM visit v JOIN match m ON m.municipality_id = v.municipality_id AND m.id = v.match_id
         WHERE m.status = 'ended' AND (v.status = 'planned' OR (v.status = 'confirmed' AND v.starts_at > m.ended_at))",
        &["UPDATE match SET status = 'ended', ended_at = 1 WHERE status <> 'ended'"],
    ),
    Rule::new(
        "a visit belongs to its match",
        "SELECT v.id FROM visit v JOIN match m ON m.municipality_id = v.municipality_id AND m.id = v.match_id
         WHERE v.request_id <> m.request_id OR v.senior_id <> m.senior_id OR v.volunteer_id <> m.volunteer_id",
        &["UPDATE visit SET senior_id = volunteer_id"],
    ),
    Rule::new(
        "a match has at most one visit ahead",
        "SELECT match_id FROM visit WHERE status IN ('planned', 'confirmed', 'started') GROUP BY municipality_id, match_id
         HAVING count(*) > 1",
        &["INSERT INTO visit (municipality_id, id, match_id, request_id, senior_id, volunteer_id, starts_at, minutes, mode, code_word,
                              status, confirmed_at, reminded, sequence, updated_at)
           SELECT municipality_id, 'copy', match_id, request_id, senior_id, volunteer_id, starts_at, minutes, mode, code_word,
                  status, confirmed_at, reminded, sequence, updated_at FROM visit
           WHERE id = (SELECT min(id) FROM visit WHERE status = 'confirmed')"],
    ),
    Rule::new(
        "a volunteer's visits do not overlap",
        "SELECT v.id FROM visit v JOIN visit w ON w.municipality_id = v.municipality_id AND w.volunteer_id = v.volunteer_id AND w.id > v.id
         WHERE v.status IN ('planned', 'confirmed', 'started') AND w.status IN ('planned', 'confirmed', 'started')
           AND v.starts_at < w.starts_at + w.minutes * 60000 AND w.starts_at < v.starts_at + v.minutes * 60000",
        &["UPDATE visit SET starts_at = (SELECT max(starts_at) FROM visit),
                  volunteer_id = (SELECT min(v.volunteer_id) FROM visit v WHERE v.municipality_id = visit.municipality_id)
           WHERE status = 'confirmed'"],
    ),
    Rule::new(
        "a visit's state has its time",
        "SELECT id FROM visit WHERE (status = 'confirmed' AND confirmed_at IS NULL) OR (status = 'started' AND started_at IS NULL)
           OR (status = 'finished' AND (started_at IS NULL OR finished_at IS NULL))
           OR (status = 'reported' AND (reported_at IS NULL OR outcome IS NULL OR reported_minutes IS NULL))
           OR (status = 'cancelled' AND (cancelled_at IS NULL OR cancelled_by IS NULL))
           OR (status = 'no_show' AND no_show_of IS NULL)",
        &["UPDATE visit SET started_at = NULL WHERE status = 'started'"],
    ),
    Rule::new(
        "feedback is the senior's own, after the visit",
        "SELECT f.id FROM feedback f JOIN visit v ON v.municipality_id = f.municipality_id AND v.id = f.visit_id
         WHERE f.person_id <> v.senior_id OR v.status IN ('planned', 'cancelled')
           OR (v.status = 'confirmed' AND f.created_at < v.starts_at + v.minutes * 60000)",
        &["UPDATE feedback SET person_id = (SELECT v.volunteer_id FROM visit v WHERE v.id = feedback.visit_id)"],
    ),
    Rule::new(
        "a live match has a visit that was not cancelled",
        "SELECT m.id FROM match m WHERE m.status <> 'ended' AND NOT EXISTS (SELECT 1 FROM visit v
           WHERE v.municipality_id = m.municipality_id AND v.match_id = m.id AND v.status <> 'cancelled')",
        &["UPDATE visit SET status = 'cancelled', cancelled_at = 1, cancelled_by = 'senior'"],
    ),
    Rule::new(
        "a visit is as long as a visit can be",
        "SELECT id FROM visit WHERE minutes NOT BETWEEN 5 AND 480 OR reminded NOT BETWEEN 0 AND 6 OR sequence < 0",
        &["UPDATE visit SET minutes = 1000"],
    ),
    Rule::new(
        "a visit was cancelled or missed by somebody",
        "SELECT id FROM visit WHERE (cancelled_by IS NOT NULL AND cancelled_by NOT IN ('senior', 'volunteer', 'coordinator'))
           OR (no_show_of IS NOT NULL AND no_show_of NOT IN ('senior', 'volunteer'))",
        &["UPDATE visit SET cancelled_by = 'nobody' WHERE status = 'cancelled'"],
    ),
    reference!("feedback", "id", "person_id", "person"),
    reference!("feedback", "id", "followed_up_by", "person"),
];
