//! Every rule is broken once, on both databases, and is found.

mod breaks;

use super::{
    store::codes::{self, CODES, Codes},
    *,
};
use crate::{checks::testing::TestDb, db_test, features::FEATURES};
use breaks::BREAKS;
use db::{Db, Durability, exec, row, rows};
use ground::{Object, id::MunicipalityId};
use std::collections::BTreeSet;
use town::admin::{self, picture::Picture};

/// Monday 23 November 2026, eleven in the morning in Stockholm.
const NOW: Timestamp = Timestamp(1_795_428_000_000);
const SECRET: Secret = Secret([7; 32]);

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
        "UPDATE person SET text_size = '2', theme = 'dark' WHERE has_login",
        "INSERT INTO saved_filter (municipality_id, id, person_id, name, search, status, mine, sort, created_at)
         SELECT municipality_id, 's', person_id, 'Alla', '', 'open', FALSE, 'newest', 1 FROM role_assignment
         WHERE id = (SELECT min(id) FROM role_assignment WHERE role = 'coordinator')",
        "INSERT INTO proposal (municipality_id, id, person_id, role, dropped, meeting, proposed_by, proposed_at, expires_at, ended_at, outcome)
         SELECT a.municipality_id, 'p', p.id, 'coordinator', '', '', a.person_id, 1, 2, 2, 'expired'
         FROM role_assignment a JOIN person p ON p.municipality_id = a.municipality_id AND p.id <> a.person_id
         WHERE a.id = (SELECT min(id) FROM role_assignment WHERE role = 'administrator')
           AND p.id = (SELECT min(q.id) FROM person q WHERE q.municipality_id = a.municipality_id AND q.id <> a.person_id)",
        "INSERT INTO proposal (municipality_id, id, kind_id, mode, dropped, meeting, proposed_by, proposed_at, expires_at, ended_at, outcome)
         SELECT a.municipality_id, 'k', k.id, 'offered', 'references', 'home', a.person_id, 1, 2, 2, 'expired'
         FROM role_assignment a JOIN kind k ON k.municipality_id = a.municipality_id
         WHERE a.id = (SELECT min(id) FROM role_assignment WHERE role = 'administrator')
           AND k.id = (SELECT min(j.id) FROM kind j WHERE j.municipality_id = a.municipality_id)",
        "DELETE FROM audit_entry",
        "INSERT INTO audit_entry (municipality_id, id, at, action, object_type, object_id, why)
         SELECT id, 'a', 1, 'x', 'x', 'x', '' FROM municipality WHERE id = (SELECT min(id) FROM municipality)",
        "DELETE FROM change_event",
        "INSERT INTO change_event (municipality_id, id, object_type, object_id, created_at)
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

/// All rules, each with the statements that break it.
fn breaks() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    let features = FEATURES.iter().flat_map(|feature| feature.rules).map(|rule| (rule.name, rule.breaks));
    features.chain(BREAKS.iter().copied())
}

/// Whether the rule finds what was broken. Rules of SQL are asked without the others, which may not be able to read it.
async fn finds(tx: &mut Tx, rule: &'static str) -> bool {
    if store::rules().any(|known| known.name == rule) {
        return store::broken(tx).await.unwrap().iter().any(|(broken, _)| *broken == rule);
    }
    found(tx).await.contains(&rule)
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
    for (rule, statements) in breaks() {
        // What is broken goes with its transaction.
        let mut tx = db.db.begin().await.unwrap();
        let mut touched = 0;
        for sql in statements {
            touched += exec!(&mut tx, *sql).unwrap_or_else(|error| panic!("{rule}: {error}"));
        }
        if touched == 0 || !finds(&mut tx, rule).await {
            unnoticed.push((rule, touched));
        }
    }
    assert!(unnoticed.is_empty(), "{unnoticed:#?}");
});

db_test!(a_code_that_nobody_knows_is_found_wherever_it_stands, |db| async {
    filled(&db).await;
    let mut unnoticed = Vec::new();
    for Codes { table, column, among, .. } in CODES {
        let mut tx = db.db.begin().await.unwrap();
        let broken = format!(
            "UPDATE {table} SET {column} = 'unheard' WHERE {among}
               AND {column} = (SELECT min({column}) FROM {table} WHERE {column} <> '' AND {among})"
        );
        let touched = exec!(&mut tx, sqlx::AssertSqlSafe(broken)).unwrap();
        if touched == 0 || codes::unknown(&mut tx).await.unwrap() != [format!("{table}.{column} unheard")] {
            unnoticed.push((table, column, touched));
        }
    }
    assert!(unnoticed.is_empty(), "{unnoticed:#?}");
});

#[test]
fn every_rule_is_tried() {
    let known: BTreeSet<&str> = store::rules().map(|rule| rule.name).collect();
    let tried: BTreeSet<&str> =
        breaks().filter(|(_, statements)| !statements.is_empty()).map(|(rule, _)| rule).collect();
    let missing: Vec<_> = known.difference(&tried).collect();
    assert!(missing.is_empty(), "rules that no test breaks: {missing:?}");
    assert_eq!(tried.len(), breaks().count(), "two rules with the same words");
    // The rules in Rust, by their words in the one place that names them.
    let here = include_str!("mod.rs");
    let computed = here.lines().filter_map(|line| line.split("finding(\"").nth(1)?.split('"').next());
    let missing: Vec<_> = computed.filter(|rule| !tried.contains(rule) && !rule.starts_with("SQLite")).collect();
    assert!(missing.is_empty(), "rules that no test breaks: {missing:?}");
}

// Somebody who is in nothing, at a time at which nobody held a role: whatever they are told is not for them.
db_test!(whatever_is_told_to_somebody_it_is_not_for_is_found, |db| async {
    filled(&db).await;
    let mut unnoticed = Vec::new();
    for kind in features::told() {
        let mut tx = db.db.begin().await.unwrap();
        let about = kind.about.map_or_else(
            || ("NULL".to_owned(), "NULL".to_owned()),
            |object| {
                let code = object.code();
                let any = format!("(SELECT min(o.id) FROM {code} o WHERE o.municipality_id = p.municipality_id)");
                (format!("'{code}'"), any)
            },
        );
        let told = format!(
            "INSERT INTO outgoing_message (municipality_id, id, person_id, code, about_type, about_id, created_at)
             SELECT p.municipality_id, 'told', p.id, '{}', {}, {}, 1 FROM person p WHERE p.id = (SELECT min(q.id) FROM person q
               WHERE q.municipality_id = (SELECT v.municipality_id FROM visit v WHERE v.id = (SELECT min(w.id) FROM visit w))
                 AND NOT EXISTS (SELECT 1 FROM request r WHERE r.senior_id = q.id)
                 AND NOT EXISTS (SELECT 1 FROM volunteer v WHERE v.person_id = q.id)
                 AND NOT EXISTS (SELECT 1 FROM concern c WHERE c.by_person_id = q.id))",
            kind.code, about.0, about.1
        );
        let inserted = exec!(&mut tx, sqlx::AssertSqlSafe(told)).unwrap();
        let broken = store::broken(&mut tx).await.unwrap();
        if inserted != 1 || !broken.contains(&(kind.to.rule, vec!["told".to_owned()])) {
            unnoticed.push((kind.code, inserted, broken));
        }
    }
    assert!(unnoticed.is_empty(), "{unnoticed:#?}");
});

/// Columns that hold no id of another table, or one that a rule of its own reads.
const NO_REFERENCE: [&str; 5] =
    ["visit.cancelled_by", "audit_entry.object_id", "form_draft.result_id", "municipality.id", "audit_entry.id"];

#[test]
fn every_object_is_looked_for() {
    let rule = "outgoing_message.about_id is a thing of its type in the same municipality";
    let sql = store::rules().find(|known| known.name == rule).unwrap().sql;
    for object in Object::ALL {
        let row = !matches!(object, Object::List | Object::Figures | Object::Path);
        assert_eq!(sql.contains(&format!("WHEN '{}' THEN", object.code())), row, "{object:?}");
    }
}

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
    let refers = |column: &str| column.ends_with("_id") || column.ends_with("_by");
    let free: Vec<String> = columns
        .into_iter()
        .filter(|(_, column, foreign)| refers(column) && !foreign)
        .map(|(table, column, _)| format!("{table}.{column}"))
        .filter(|name| {
            let ruled = store::rules().any(|rule| rule.name.starts_with(&format!("{name} is a ")));
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
