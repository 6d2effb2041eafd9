//! How the rules are broken that are no feature's.

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

/// The rule, and how it is broken.
pub const BREAKS: &[(&str, &[&str])] = &[
    ("a message about a request is told to its senior", &[told_to_another!("request_received")]),
    ("a message about an offer is told to its volunteer", &[told_to_another!("offer_new")]),
    ("a message about a visit is told to its senior", &[told_to_another!("visit_agreed")]),
    ("a message about a visit is told to its volunteer", &[told_to_another!("offer_confirmed")]),
    (
        "a message about a visit is told to one of its two",
        &[told!(
            "visit_cancelled",
            ", about_type, about_id",
            ", 'visit', (SELECT min(v.id) FROM visit v WHERE v.municipality_id = a.municipality_id)"
        )],
    ),
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
    (
        "a replacement is told as often as there was one",
        &[
            again!("visit_replaced", "request_received"),
            "UPDATE match SET status = 'suspended' WHERE status = 'ended'
           AND request_id IN (SELECT about_id FROM outgoing_message WHERE code = 'visit_replaced')",
        ],
    ),
    ("nobody found is told twice at most for each search", &[again!("request_unfilled", "request_question")]),
    ("a proposal goes at most as often as it came", &[again!("proposal_gone", "request_question")]),
    (
        "whatever somebody is to do has its task",
        &["UPDATE task SET status = 'done', outcome = 'x', ended_at = 1 WHERE kind = 'concern'"],
    ),
    ("a task is what its thing asks for", &["UPDATE task_person SET kept_from = FALSE WHERE kept_from"]),
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
