//! How each rule is broken.

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

/// The message of this code goes to a coordinator.
macro_rules! told_to_another {
    ($code:literal) => {
        concat!(
            "UPDATE outgoing_message SET person_id = (SELECT a.person_id FROM role_assignment a WHERE a.role = 'administrator'
               AND a.municipality_id = outgoing_message.municipality_id LIMIT 1) WHERE code = '",
            $code,
            "'"
        )
    };
}

/// A message of this code to somebody of whom it is not true.
macro_rules! told {
    ($code:literal, $columns:literal, $values:literal) => {
        concat!(
            "INSERT INTO outgoing_message (municipality_id, id, person_id, code, created_at",
            $columns,
            ") SELECT a.municipality_id, 'told', a.person_id, '",
            $code,
            "', 1",
            $values,
            " FROM role_assignment a WHERE a.id = (SELECT min(id) FROM role_assignment WHERE role = 'administrator')"
        )
    };
}

/// Every message of this code once more, twice.
macro_rules! again {
    ($code:literal, $from:literal) => {
        concat!(
            "INSERT INTO outgoing_message (municipality_id, id, person_id, code, about_type, about_id, created_at)
             SELECT m.municipality_id, n.n || m.id, m.person_id, '",
            $code,
            "', m.about_type, m.about_id, m.created_at FROM outgoing_message m
             JOIN (SELECT 'a' AS n UNION SELECT 'b' UNION SELECT 'c') n ON TRUE
             WHERE m.id = (SELECT min(id) FROM outgoing_message WHERE code = '",
            $from,
            "')"
        )
    };
}

macro_rules! nobody {
    ($table:literal, $column:literal, $target:literal) => {
        (
            concat!($table, ".", $column, " is a ", $target, " of the same municipality"),
            &[concat!("UPDATE ", $table, " SET ", $column, " = 'nobody'")],
        )
    };
}

macro_rules! nothing {
    ($table:literal, $column:literal) => {
        (
            concat!($table, ".", $column, " is a thing of its type in the same municipality"),
            &[concat!("UPDATE ", $table, " SET ", $column, " = 'nothing' WHERE ", $column, " IS NOT NULL")],
        )
    };
}

/// The rule, and how it is broken.
pub const BREAKS: &[(&str, &[&str])] = &[
    (
        "a request that was taken has an owner or waits for one",
        &["UPDATE request SET owner_id = NULL WHERE status = 'in_review'"],
    ),
    (
        "a request that nobody has taken has a clock and no owner",
        &["UPDATE request SET answer_due_at = submitted_at WHERE status = 'submitted'"],
    ),
    ("a request names a day", &["DELETE FROM request_time"]),
    ("a request's state has its time", &["UPDATE request SET end_reason = NULL WHERE status = 'closed'"]),
    ("a place has at most three live offers", &[more_offers!("open")]),
    (
        "a request has at most one offer that waits for the senior or has the yes",
        &["DROP INDEX offer_accepted", more_offers!("accepted")],
    ),
    (
        "only an approved request has live offers",
        &["UPDATE request SET status = 'in_review' WHERE status = 'approved'"],
    ),
    ("an offer's state has its time", &["UPDATE offer SET ended_at = NULL WHERE status = 'declined'"]),
    ("the time of a yes is one of the request's", &["UPDATE offer SET time_id = 'nowhen' WHERE status = 'accepted'"]),
    (
        "nobody is their own volunteer",
        &["UPDATE request SET senior_id = (SELECT min(o.volunteer_id) FROM offer o WHERE o.request_id = request.id)
           WHERE id = (SELECT min(request_id) FROM offer)"],
    ),
    (
        "a confirmed offer has one match",
        &[
            "DROP INDEX offer_accepted",
            "UPDATE offer SET status = 'confirmed', ended_at = NULL, answered_at = 1, time_id = 'x' WHERE status = 'expired'",
        ],
    ),
    (
        "a live match has a confirmed offer of the same two",
        &["UPDATE offer SET status = 'declined', ended_at = 1 WHERE status = 'confirmed'"],
    ),
    (
        "a request has at most one live match",
        &[
            "DROP INDEX match_live",
            "INSERT INTO match (municipality_id, id, request_id, offer_id, senior_id, volunteer_id, status, created_at)
             SELECT municipality_id, 'copy', request_id, offer_id, senior_id, volunteer_id, status, created_at FROM match
             WHERE id = (SELECT min(id) FROM match WHERE status <> 'ended')",
        ],
    ),
    (
        "a match that ended says when, and only such a one",
        &["UPDATE match SET ended_at = NULL WHERE status = 'ended'"],
    ),
    (
        "a match that is stopped says what it was, and only such a one",
        &["UPDATE match SET suspended_from = NULL WHERE status = 'suspended'"],
    ),
    (
        "a matched request has a live match with a visit",
        &["UPDATE match SET status = 'ended', ended_at = 1 WHERE status <> 'ended'"],
    ),
    ("only a matched request has a live match", &["UPDATE request SET status = 'approved' WHERE status = 'matched'"]),
    (
        "a request that is over has no live match",
        &["UPDATE request SET status = 'withdrawn', ended_at = 1 WHERE status = 'matched'"],
    ),
    (
        "a visit that was ahead has a live match",
        &["UPDATE match SET status = 'ended', ended_at = 1 WHERE status <> 'ended'"],
    ),
    ("a visit belongs to its match", &["UPDATE visit SET senior_id = volunteer_id"]),
    (
        "a match has at most one visit ahead",
        &["INSERT INTO visit (municipality_id, id, match_id, request_id, senior_id, volunteer_id, starts_at, minutes, mode, code_word,
                              status, confirmed_at, reminded, sequence, updated_at)
           SELECT municipality_id, 'copy', match_id, request_id, senior_id, volunteer_id, starts_at, minutes, mode, code_word,
                  status, confirmed_at, reminded, sequence, updated_at FROM visit
           WHERE id = (SELECT min(id) FROM visit WHERE status = 'confirmed')"],
    ),
    (
        "a volunteer's visits do not overlap",
        &["UPDATE visit SET starts_at = (SELECT max(starts_at) FROM visit),
                  volunteer_id = (SELECT min(v.volunteer_id) FROM visit v WHERE v.municipality_id = visit.municipality_id)
           WHERE status = 'confirmed'"],
    ),
    (
        "a volunteer has said yes to one thing at a time",
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
    ("a visit's state has its time", &["UPDATE visit SET started_at = NULL WHERE status = 'started'"]),
    (
        "feedback is the senior's own, after the visit",
        &["UPDATE feedback SET person_id = (SELECT v.volunteer_id FROM visit v WHERE v.id = feedback.visit_id)"],
    ),
    ("a concern's state has its time", &["UPDATE concern SET severity = NULL WHERE status <> 'received'"]),
    (
        "a concern that was judged has an owner or waits for one, never whom it is about",
        &["UPDATE concern SET owner_id = NULL, unowned_since = NULL WHERE status <> 'received'"],
    ),
    (
        "a concern that was judged says whom it is about, or that it is nobody",
        &["UPDATE concern SET about_person_id = NULL, about_nobody = FALSE WHERE status <> 'received'"],
    ),
    ("an offer has a clock", &["UPDATE offer SET expires_at = offered_at"]),
    (
        "a live match has a visit that was not cancelled",
        &["UPDATE visit SET status = 'cancelled', cancelled_at = 1, cancelled_by = 'senior'"],
    ),
    ("a request is told to be without a volunteer after one and two weeks", &["UPDATE request SET unfilled_told = 3"]),
    (
        "who needs a replacement had somebody",
        &[
            "UPDATE request SET replacement_since = 1 WHERE status = 'approved'",
            "UPDATE match SET status = 'suspended' WHERE status = 'ended'
               AND request_id IN (SELECT id FROM request WHERE status = 'approved')",
        ],
    ),
    ("a visit is as long as a visit can be", &["UPDATE visit SET minutes = 1000"]),
    (
        "a visit was cancelled or missed by somebody",
        &["UPDATE visit SET cancelled_by = 'nobody' WHERE status = 'cancelled'"],
    ),
    ("nobody is their own coordinator", &["UPDATE request SET owner_id = senior_id WHERE status = 'in_review'"]),
    (
        "a protected person is asked nothing, and nobody is asked for them",
        &["UPDATE person SET protected = TRUE WHERE id IN (SELECT volunteer_id FROM offer WHERE status = 'open')"],
    ),
    (
        "a protected person has no match that opens contact details",
        &["UPDATE person SET protected = TRUE
           WHERE id IN (SELECT senior_id FROM match WHERE status NOT IN ('ended', 'suspended'))"],
    ),
    ("a request's number stands below its counter", &["UPDATE counter SET value = 0"]),
    (
        "a concern's number is drawn: it has six digits, and nothing counts them",
        &["UPDATE concern SET number = 7 WHERE id = (SELECT min(id) FROM concern)"],
    ),
    (
        "a press that was taken has its answer",
        &["INSERT INTO idempotency (municipality_id, digest, location, created_at) SELECT id, 'd', '', 1 FROM municipality"],
    ),
    ("a row of the log is sealed with its place, or waits", &["UPDATE audit_entry SET seal = 'x'"]),
    (
        "who cannot sign in has not said how they read",
        &["UPDATE person SET has_login = FALSE, text_size = '2' WHERE id = (SELECT min(id) FROM person)"],
    ),
    (
        "a saved filter has a name and is a coordinator's",
        &["INSERT INTO saved_filter (municipality_id, id, person_id, name, search, mine, sort, created_at)
           SELECT municipality_id, 'f', person_id, 'Alla', '', FALSE, 'newest', 1 FROM role_assignment
           WHERE id = (SELECT min(id) FROM role_assignment WHERE role = 'senior')"],
    ),
    (
        "what was recorded of a volunteer is good from its day on",
        &["UPDATE volunteer_requirement SET valid_until = '2000-01-01'"],
    ),
    ("a message about a request is told to its senior", &[told_to_another!("request_received")]),
    ("a message about an offer is told to its volunteer", &[told_to_another!("offer_new")]),
    ("a message about a visit is told to its senior", &[told_to_another!("visit_agreed")]),
    ("a message about a visit is told to its volunteer", &[told_to_another!("offer_confirmed")]),
    ("a message about a visit is told to one of its two", &[told!(
        "visit_cancelled",
        ", about_type, about_id",
        ", 'visit', (SELECT min(v.id) FROM visit v WHERE v.municipality_id = a.municipality_id)"
    )]),
    ("a message about the standing is told to a volunteer", &[told!("standing_changed", "", "")]),
    ("a message about a concern is told to the one who told it", &[told!("concern_received", "", "")]),
    (
        "a message about protected identity is told to who was coordinator of the whole municipality",
        &[told!("person_protected", "", "")],
    ),
    ("a message to administrators is told to who was one", &[told!("requests_unattended", "", "")]),
    ("a message to coordinators is told to who was one", &[told!("requests_unowned", "", "")]),
    ("a message to staff is told to who was one of them", &[told!("kind_proposed", "", "")]),
    (
        "a message is about what its kind is about",
        &["UPDATE outgoing_message SET about_type = 'request' WHERE code = 'offer_new'", told!("role_ended", "", "")],
    ),
    ("what happens once is told once", &[again!("request_received", "request_received")]),
    ("a visit is reminded of twice at most", &[again!("visit_overdue", "offer_confirmed")]),
    ("a replacement is told as often as there was one", &[
        again!("visit_replaced", "request_received"),
        "UPDATE match SET status = 'suspended' WHERE status = 'ended'
           AND request_id IN (SELECT about_id FROM outgoing_message WHERE code = 'visit_replaced')",
    ]),
    ("nobody found is told twice at most for each search", &[again!("request_unfilled", "request_question")]),
    ("a proposal goes at most as often as it came", &[again!("proposal_gone", "request_question")]),
    (
        "change_event.object_id is a thing of its type in the same municipality",
        &["INSERT INTO change_event (municipality_id, id, object_type, object_id, created_at)
           SELECT id, 'e', 'request', 'nothing', 1 FROM municipality"],
    ),
    nobody!("role_assignment", "granted_by", "person"),
    nobody!("volunteer", "held_by", "person"),
    nobody!("volunteer_requirement", "recorded_by", "person"),
    nobody!("request", "registered_by", "person"),
    nobody!("request", "owner_id", "person"),
    nobody!("request", "ended_by", "person"),
    nobody!("offer", "offered_by", "person"),
    nobody!("offer", "time_id", "request_time"),
    nobody!("feedback", "person_id", "person"),
    nobody!("feedback", "followed_up_by", "person"),
    nobody!("concern", "owner_id", "person"),
    nobody!("concern", "area_id", "area"),
    nothing!("outgoing_message", "about_id"),
    nothing!("concern", "about_id"),
    nobody!("change_event", "area_id", "area"),
    nobody!("task", "request_id", "request"),
    (
        "task.about_id is a thing of its type in the same municipality",
        &["UPDATE task SET about_id = 'nothing'"],
    ),
    (
        "whatever somebody is to do has its task",
        &["UPDATE task SET status = 'done', outcome = 'x', ended_at = 1 WHERE kind = 'concern'"],
    ),
    ("a task is what its thing asks for", &["UPDATE task_person SET kept_from = FALSE WHERE kept_from"]),
    nobody!("audit_entry", "actor_id", "person"),
    nobody!("audit_entry", "subject_id", "person"),
    nobody!("session", "person_id", "person"),
    (
        "form_draft.person_id is a person of the same municipality",
        &["UPDATE form_draft SET person_id = 'nobody' WHERE person_id IS NOT NULL"],
    ),
    ("change_event.municipality_id is a municipality", &["UPDATE change_event SET municipality_id = 'nowhere' WHERE municipality_id = (SELECT min(id) FROM municipality)"]),
    ("audit_entry.municipality_id is a municipality", &["UPDATE audit_entry SET municipality_id = 'nowhere' WHERE municipality_id = (SELECT min(id) FROM municipality)"]),
    ("session.municipality_id is a municipality", &["UPDATE session SET municipality_id = 'nowhere' WHERE municipality_id = (SELECT min(id) FROM municipality)"]),
    ("form_draft.municipality_id is a municipality", &["UPDATE form_draft SET municipality_id = 'nowhere' WHERE municipality_id = (SELECT min(id) FROM municipality)"]),
    ("idempotency.municipality_id is a municipality", &["UPDATE idempotency SET municipality_id = 'nowhere' WHERE municipality_id = (SELECT min(id) FROM municipality)"]),
    (
        "who is asked, matched or expected may do it",
        &["UPDATE volunteer_requirement SET valid_until = '2026-11-22' WHERE requirement = 'interview'"],
    ),
    ("a visit begins between 8 and 20", &["UPDATE visit SET starts_at = 1795384800000 WHERE status = 'confirmed'"]),
    ("a visit's word can be said", &["UPDATE visit SET code_word = 'två ord'"]),
    ("there are words for every code", &["UPDATE outgoing_message SET code = 'hello' WHERE code = 'offer_expired'"]),
    ("a session's columns say what its data says", &["UPDATE session SET data = '{}'"]),
    ("a session ends", &["UPDATE session SET expires_at = 9000000000000000"]),
    ("a draft ends", &["UPDATE form_draft SET expires_at = 9000000000000000"]),
    ("a draft of nobody ends in a day", &["UPDATE form_draft SET expires_at = created_at + 864000000"]),
    (
        "a logo is the picture that its hash names",
        &["UPDATE municipality_logo SET hash = '00000000000000000000000000000000'"],
    ),
    ("the sealed log is whole", &["UPDATE audit_entry SET seq = 2, seal = 'x'"]),
];
