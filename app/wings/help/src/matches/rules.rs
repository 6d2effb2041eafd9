//! What is promised of matches: whose they are, and while they live.

use db::Rule;

/// The rules of this feature.
pub const RULES: &[Rule] = &[
    Rule::new(
        "a request has at most one live match",
        "SELECT request_id FROM match WHERE status <> 'ended' GROUP BY municipality_id, request_id HAVING count(*) > 1",
        &[
            "DROP INDEX match_live",
            "INSERT INTO match (municipality_id, id, request_id, offer_id, senior_id, volunteer_id, status, created_at)
             SELECT municipality_id, 'copy', request_id, offer_id, senior_id, volunteer_id, status, created_at FROM match
             WHERE id = (SELECT min(id) FROM match WHERE status <> 'ended')",
        ],
    ),
    Rule::new(
        "a match that ended says when, and only such a one",
        "SELECT id FROM match WHERE (status = 'ended' AND ended_at IS NULL) OR (status <> 'ended' AND ended_at IS NOT NULL)",
        &["UPDATE match SET ended_at = NULL WHERE status = 'ended'"],
    ),
    Rule::new(
        "a match that is stopped says what it was, and only such a one",
        "SELECT id FROM match WHERE (status = 'suspended') = (suspended_from IS NULL)",
        &["UPDATE match SET suspended_from = NULL WHERE status = 'suspended'"],
    ),
    Rule::new(
        "only a matched request has a live match",
        "SELECT r.id FROM request r JOIN match m ON m.municipality_id = r.municipality_id AND m.request_id = r.id
         WHERE m.status <> 'ended' AND r.status NOT IN ('matched', 'closed', 'declined', 'referred', 'withdrawn')",
        &["UPDATE request SET status = 'approved' WHERE status = 'matched'"],
    ),
    Rule::new(
        "a request that is over has no live match",
        "SELECT r.id FROM request r JOIN match m ON m.municipality_id = r.municipality_id AND m.request_id = r.id
         WHERE m.status <> 'ended' AND r.status IN ('closed', 'declined', 'referred', 'withdrawn')",
        &["UPDATE request SET status = 'withdrawn', ended_at = 1 WHERE status = 'matched'"],
    ),
    Rule::new(
        "who needs a replacement had somebody",
        "SELECT r.id FROM request r WHERE r.status = 'approved' AND r.replacement_since IS NOT NULL AND NOT EXISTS (SELECT 1 FROM match m
           WHERE m.municipality_id = r.municipality_id AND m.request_id = r.id AND m.status = 'ended')",
        &[
            "UPDATE request SET replacement_since = 1 WHERE status = 'approved'",
            "UPDATE match SET status = 'suspended' WHERE status = 'ended'
               AND request_id IN (SELECT id FROM request WHERE status = 'approved')",
        ],
    ),
    Rule::new(
        "a protected person has no match that opens contact details",
        "SELECT m.id FROM match m
         JOIN person p ON p.municipality_id = m.municipality_id AND p.id IN (m.volunteer_id, m.senior_id)
         WHERE m.status NOT IN ('ended', 'suspended') AND p.protected",
        &["UPDATE person SET protected = TRUE
           WHERE id IN (SELECT senior_id FROM match WHERE status NOT IN ('ended', 'suspended'))"],
    ),
];
