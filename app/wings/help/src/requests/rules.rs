//! What is promised of requests: owners, clocks, states.

use db::{Rule, reference};

/// The rules of this feature.
pub const RULES: &[Rule] = &[
    Rule::new(
        "a request that was taken has an owner or waits for one",
        "SELECT id FROM request WHERE status IN ('in_review', 'needs_info', 'approved', 'matched')
           AND (owner_id IS NULL) = (unowned_since IS NULL)",
        &["UPDATE request SET owner_id = NULL WHERE status = 'in_review'"],
    ),
    Rule::new(
        "a request that nobody has taken has a clock and no owner",
        "SELECT id FROM request WHERE status = 'submitted' AND (answer_due_at <= submitted_at OR owner_id IS NOT NULL)",
        &["UPDATE request SET answer_due_at = submitted_at WHERE status = 'submitted'"],
    ),
    Rule::new(
        "a request names a day",
        "SELECT r.id FROM request r WHERE NOT EXISTS (SELECT 1 FROM request_time t WHERE t.municipality_id = r.municipality_id
           AND t.request_id = r.id)",
        &["DELETE FROM request_time"],
    ),
    Rule::new(
        "a request's state has its time",
        "SELECT id FROM request WHERE (status IN ('in_review', 'needs_info') AND taken_at IS NULL)
           OR (status = 'needs_info' AND (question IS NULL OR asked_at IS NULL))
           OR (status IN ('approved', 'matched') AND (approved_at IS NULL OR first_approved_at IS NULL OR volunteer_text IS NULL))
           OR (status = 'matched' AND matched_at IS NULL)
           OR (status IN ('closed', 'declined', 'referred', 'withdrawn') AND ended_at IS NULL)
           OR (status NOT IN ('closed', 'declined', 'referred', 'withdrawn') AND ended_at IS NOT NULL)
           OR (status IN ('closed', 'declined') AND end_reason IS NULL)",
        &["UPDATE request SET end_reason = NULL WHERE status = 'closed'"],
    ),
    Rule::new(
        "a request is told to be without a volunteer after one and two weeks",
        "SELECT id FROM request WHERE unfilled_told NOT IN (0, 7, 14)",
        &["UPDATE request SET unfilled_told = 3"],
    ),
    Rule::new(
        "nobody is their own coordinator",
        "SELECT id FROM request WHERE owner_id = senior_id",
        &["UPDATE request SET owner_id = senior_id WHERE status = 'in_review'"],
    ),
    Rule::new(
        "a request's number stands below its counter",
        "SELECT r.id FROM request r WHERE r.number < 1 OR r.number > COALESCE((SELECT c.value FROM counter c
           WHERE c.municipality_id = r.municipality_id AND c.name = 'request'), 0)",
        &["UPDATE counter SET value = 0"],
    ),
    reference!("request", "id", "registered_by", "person"),
    reference!("request", "id", "owner_id", "person"),
    reference!("request", "id", "ended_by", "person"),
    // Of a table of the frame, which knows no requests.
    reference!("task", "id", "request_id", "request"),
];
