//! Every rule is broken once, on both databases, and is found.

use super::*;
use crate::{
    admin::{self, picture::Picture},
    checks::testing::TestDb,
    common::id::MunicipalityId,
    db::{Db, Durability},
    db_test, exec,
    messages::model::MessageCode,
    row, rows,
};
use std::collections::BTreeSet;

/// Monday 23 November 2026, eleven in the morning in Stockholm.
const NOW: Timestamp = Timestamp(1_795_428_000_000);
const SECRET: Secret = Secret([7; 32]);

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
            "INSERT INTO outgoing_message (municipality_id, id, person_id, code, request_id, visit_id, offer_id, created_at)
             SELECT m.municipality_id, n.n || m.id, m.person_id, '",
            $code,
            "', m.request_id, m.visit_id, m.offer_id, m.created_at FROM outgoing_message m
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

/// The rule, and how it is broken.
const BREAKS: &[(&str, &[&str])] = &[
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
            "DROP INDEX contact_live",
            "INSERT INTO contact (municipality_id, id, request_id, offer_id, senior_id, volunteer_id, status, created_at)
             SELECT municipality_id, 'copy', request_id, offer_id, senior_id, volunteer_id, status, created_at FROM contact
             WHERE id = (SELECT min(id) FROM contact WHERE status <> 'ended')",
        ],
    ),
    (
        "a match that ended says when, and only such a one",
        &["UPDATE contact SET ended_at = NULL WHERE status = 'ended'"],
    ),
    (
        "a match that is stopped says what it was, and only such a one",
        &["UPDATE contact SET suspended_from = NULL WHERE status = 'suspended'"],
    ),
    (
        "a matched request has a live match with a visit",
        &["UPDATE contact SET status = 'ended', ended_at = 1 WHERE status <> 'ended'"],
    ),
    ("only a matched request has a live match", &["UPDATE request SET status = 'approved' WHERE status = 'matched'"]),
    (
        "a request that is over has no live match",
        &["UPDATE request SET status = 'withdrawn', ended_at = 1 WHERE status = 'matched'"],
    ),
    (
        "a visit that was ahead has a live match",
        &["UPDATE contact SET status = 'ended', ended_at = 1 WHERE status <> 'ended'"],
    ),
    ("a visit belongs to its match", &["UPDATE visit SET senior_id = volunteer_id"]),
    (
        "a match has at most one visit ahead",
        &["INSERT INTO visit (municipality_id, id, contact_id, request_id, senior_id, volunteer_id, starts_at, minutes, mode, code_word,
                              status, confirmed_at, reminded, sequence, updated_at)
           SELECT municipality_id, 'copy', contact_id, request_id, senior_id, volunteer_id, starts_at, minutes, mode, code_word,
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
            "UPDATE contact SET status = 'suspended' WHERE status = 'ended'
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
           WHERE id IN (SELECT senior_id FROM contact WHERE status NOT IN ('ended', 'suspended'))"],
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
    ("a message about a visit is told to the one it is for", &[told_to_another!("visit_agreed")]),
    ("a message about the standing is told to a volunteer", &[told!("standing_changed", "", "")]),
    ("a message about a concern is told to the one who told it", &[told!("concern_received", "", "")]),
    (
        "a message about protected identity is told to who was coordinator of the whole municipality",
        &[told!("person_protected", "", "")],
    ),
    (
        "a message about requests that nobody coordinates is told to who was administrator",
        &[told!("requests_unattended", "", "")],
    ),
    ("a message about how much is read is told to who was administrator", &[told!("read_much", "", "")]),
    ("a message about requests without an owner is told to who was coordinator", &[told!("requests_unowned", "", "")]),
    (
        "a message about who may read of people, or what is demanded, is told to who was staff",
        &[told!("role_ended", "", "")],
    ),
    ("what happens once is told once", &[again!("request_received", "request_received")]),
    ("a visit is reminded of twice at most", &[again!("visit_overdue", "offer_confirmed")]),
    ("a replacement is told as often as there was one", &[
        again!("visit_replaced", "request_received"),
        "UPDATE contact SET status = 'suspended' WHERE status = 'ended'
           AND request_id IN (SELECT request_id FROM outgoing_message WHERE code = 'visit_replaced')",
    ]),
    ("nobody found is told twice at most for each search", &[again!("request_unfilled", "request_question")]),
    ("a proposal goes at most as often as it came", &[again!("proposal_gone", "request_question")]),
    (
        "a change tells of something that is there",
        &["INSERT INTO change_event (municipality_id, id, topic, object_id, created_at)
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
    nobody!("outgoing_message", "request_id", "request"),
    nobody!("outgoing_message", "visit_id", "visit"),
    nobody!("outgoing_message", "offer_id", "offer"),
    nobody!("change_event", "area_id", "area"),
    nobody!("task", "request_id", "request"),
    (
        "task.about_id is a thing of the same municipality",
        &["UPDATE task SET about_id = 'nothing'"],
    ),
    (
        "whatever somebody is to do has its task",
        &["UPDATE task SET status = 'done', outcome = 'x', ended_at = 1 WHERE kind = 'concern'"],
    ),
    ("a task is what its thing asks for", &["UPDATE task_person SET kept_from = FALSE WHERE kept_from"]),
    nobody!("audit_entry", "actor_id", "person"),
    nobody!("audit_entry", "on_behalf_of", "person"),
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

/// The demonstration, and one row in each table that it leaves empty.
async fn filled(db: &TestDb) {
    crate::demo::fill(&db.db, &Clock::fixed(NOW)).await.unwrap();
    let mut tx = db.db.begin().await.unwrap();
    for sql in [
        "INSERT INTO session (id_hash, municipality_id, person_id, data, expires_at)
         SELECT 's', p.municipality_id, p.id, '{\"municipality\":\"' || p.municipality_id || '\",\"person\":\"' || p.id || '\"}', 1
         FROM person p WHERE p.id = (SELECT min(id) FROM person WHERE municipality_id = (SELECT min(id) FROM municipality))",
        "INSERT INTO kept_form (municipality_id, id, person_id, sealed, created_at, expires_at)
         SELECT municipality_id, 'k' || id, id, 'x', 1795428000000, 1795428000001 FROM person
         WHERE id = (SELECT min(id) FROM person WHERE municipality_id = (SELECT min(id) FROM municipality))",
        "INSERT INTO session_before (id_hash, session, expires_at) VALUES ('b', 's', 1)",
        "INSERT INTO form_draft (municipality_id, id, browser_hash, form, answers, errors, created_at, expires_at)
         SELECT id, 'd', 'b', 'barrier', '{}', '[]', 1795428000000, 1795428000001 FROM municipality",
        "INSERT INTO form_draft (municipality_id, id, person_id, form, answers, errors, created_at, expires_at)
         SELECT municipality_id, 'p', id, 'ask', '{}', '[]', 1795428000000, 1795428000001 FROM person
         WHERE id = (SELECT min(id) FROM person WHERE municipality_id = (SELECT min(id) FROM municipality))",
        "INSERT INTO idempotency (municipality_id, digest, location, created_at) SELECT id, 'p', '/', 1 FROM municipality",
        "DELETE FROM audit_entry",
        "INSERT INTO audit_entry (municipality_id, id, at, action, object_type, object_id, why)
         SELECT id, 'a', 1, 'x', 'x', 'x', '' FROM municipality WHERE id = (SELECT min(id) FROM municipality)",
        "DELETE FROM change_event",
        "INSERT INTO change_event (municipality_id, id, topic, object_id, created_at)
         SELECT municipality_id, 'c', 'request', id, 1 FROM request
         WHERE id = (SELECT min(id) FROM request WHERE municipality_id = (SELECT min(id) FROM municipality))",
    ] {
        exec!(&mut tx, sql).unwrap();
    }
    let municipality = row!(&mut tx, (MunicipalityId,), "SELECT min(id) FROM municipality").unwrap().unwrap().0;
    let picture = Picture { bytes: vec![0, 1, 255], width: 1, height: 1 };
    admin::store::set_logo(&mut tx, &municipality, &picture, None).await.unwrap();
    tx.commit().await.unwrap();
}

/// Whether the rule finds what was broken. Rules of SQL are asked one by one: there are many, and as many breaks.
async fn finds(tx: &mut Tx, rule: &'static str) -> bool {
    match store::rules().find(|(known, _)| *known == rule) {
        Some((_, sql)) => !store::ids(tx, sql).await.unwrap().is_empty(),
        None => found(tx).await.contains(&rule),
    }
}

async fn found(tx: &mut Tx) -> Vec<&'static str> {
    check(tx, NOW, Some(&SECRET)).await.unwrap().into_iter().map(|finding| finding.rule).collect()
}

db_test!(whatever_contradicts_is_found, |db| async {
    filled(&db).await;
    let mut tx = db.db.begin().await.unwrap();
    assert_eq!(check(&mut tx, NOW, Some(&SECRET)).await.unwrap(), []);
    drop(tx);
    let mut unnoticed = Vec::new();
    for (rule, statements) in BREAKS {
        // What is broken goes with its transaction.
        let mut tx = db.db.begin().await.unwrap();
        let mut touched = 0;
        for sql in *statements {
            touched += exec!(&mut tx, *sql).unwrap_or_else(|error| panic!("{rule}: {error}"));
        }
        if touched == 0 || !finds(&mut tx, rule).await {
            unnoticed.push((rule, touched));
        }
    }
    assert!(unnoticed.is_empty(), "{unnoticed:#?}");
});

#[test]
fn every_rule_is_tried() {
    let known: BTreeSet<&str> = store::rules().map(|(rule, _)| *rule).collect();
    let tried: BTreeSet<&str> = BREAKS.iter().map(|(rule, _)| *rule).collect();
    let missing: Vec<_> = known.difference(&tried).collect();
    assert!(missing.is_empty(), "rules that no test breaks: {missing:?}");
    assert_eq!(tried.len(), BREAKS.len(), "a rule is tried twice");
    // The rules in Rust, by their words in the one place that names them.
    let here = include_str!("mod.rs");
    let computed = here.lines().filter_map(|line| line.split("finding(\"").nth(1)?.split('"').next());
    let missing: Vec<_> = computed.filter(|rule| !tried.contains(rule) && !rule.starts_with("SQLite")).collect();
    assert!(missing.is_empty(), "rules that no test breaks: {missing:?}");
}

#[test]
fn every_message_has_a_rule_of_who_may_be_told() {
    for code in MessageCode::ALL {
        let named = format!("'{}'", code.code());
        let rule = store::rules().any(|(rule, sql)| rule.starts_with("a message about") && sql.contains(&named));
        assert!(rule, "{}", code.code());
    }
}

/// Columns that hold no id of another table, or one that a rule of its own reads.
const NO_REFERENCE: [&str; 7] = [
    "visit.cancelled_by",
    "request.series_id",
    "change_event.object_id",
    "audit_entry.object_id",
    "form_draft.result_id",
    "municipality.id",
    "audit_entry.id",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_reference_is_kept_by_a_foreign_key_or_a_rule() {
    let db = crate::checks::testing::fresh(crate::checks::testing::Engine::Sqlite).await;
    let mut tx = db.db.read().await.unwrap();
    let columns = rows!(
        &mut tx,
        (String, String, bool),
        "SELECT t.name, c.name, EXISTS (SELECT 1 FROM pragma_foreign_key_list(t.name) f WHERE f.\"from\" = c.name)
         FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND substr(t.name, 1, 1) <> '_'"
    )
    .unwrap();
    assert!(columns.len() > 150, "{}", columns.len());
    let refers = |column: &str| column.ends_with("_id") || column.ends_with("_by") || column == "on_behalf_of";
    let free: Vec<String> = columns
        .into_iter()
        .filter(|(_, column, foreign)| refers(column) && !foreign)
        .map(|(table, column, _)| format!("{table}.{column}"))
        .filter(|name| {
            let ruled = store::rules().any(|(rule, _)| rule.starts_with(&format!("{name} is a ")));
            !ruled && !NO_REFERENCE.contains(&name.as_str())
        })
        .collect();
    assert!(free.is_empty(), "neither a foreign key nor a rule keeps {free:?} within its municipality");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_careless_tool_broke_is_found() {
    use sqlx::{ConnectOptions, Executor, sqlite::SqliteConnectOptions};
    let db = crate::checks::testing::fresh(crate::checks::testing::Engine::Sqlite).await;
    db.may_contradict();
    filled(&db).await;
    let options: SqliteConnectOptions = db.url.parse().unwrap();
    let mut careless = options.foreign_keys(false).connect().await.unwrap();
    careless.execute("UPDATE request SET area_id = 'nowhere' WHERE status = 'submitted'").await.unwrap();
    let again = Db::connect(&db.url, Durability::Normal).await.unwrap();
    assert!(found(&mut again.read().await.unwrap()).await.contains(&"SQLite's foreign keys hold"));
    again.close().await;
}
