//! The rounds of the server, and the audit log that they seal.

use crate::support::{Browser, TestSite, context};
use db::{Db, Failure, exec, in_tx, row, rows};
use frame::access::model::Role;
use ground::clock::Clock;
use server::{commands::check_audit, jobs};
use std::path::PathBuf;

fn head_file(name: &str) -> PathBuf {
    let id = ground::random::new_token();
    std::env::temp_dir().join(format!("handslag-{name}-{}", id.get(..16).unwrap()))
}

async fn busy(site: &TestSite) -> Browser {
    let mut browser = site.signed_in(Role::Coordinator).await;
    for path in ["/admin", "/home", "/volunteer"] {
        browser.get(path).await;
    }
    browser
}

async fn change(db: &Db, sql: &'static str) -> u64 {
    let done: Result<u64, Failure> = in_tx!(db, |tx| { Ok(exec!(tx, sql)?) });
    done.unwrap()
}

app::db_test!(a_log_that_was_tampered_with_is_found, |db| async {
    db.may_contradict();
    let site = TestSite::new(db).await;
    let (db, secret) = (&site.ctx.db, &site.ctx.config.secret);
    busy(&site).await;
    let head = head_file("head");
    jobs::seal(&site.ctx, Some(&head)).await.unwrap();
    let whole = check_audit(db, secret, Some(&head)).await.unwrap();
    assert!(whole.contains("whole"), "{whole}");
    busy(&site).await;
    jobs::seal(&site.ctx, Some(&head)).await.unwrap();
    check_audit(db, secret, Some(&head)).await.unwrap();

    let found = async |expected: &str| {
        let fault = check_audit(db, secret, Some(&head)).await.unwrap_err().to_string();
        assert!(fault.contains(expected), "{fault}");
    };
    assert_eq!(change(db, "UPDATE audit_entry SET action = 'x' || action WHERE seq = 3").await, 1);
    found("row 3 was changed").await;
    assert_eq!(change(db, "UPDATE audit_entry SET action = substr(action, 2) WHERE seq = 3").await, 1);
    check_audit(db, secret, Some(&head)).await.unwrap();
    let other = ground::secret::Secret([8; 32]);
    assert!(check_audit(db, &other, None).await.is_err(), "another secret proves nothing");
    assert_eq!(change(db, "DELETE FROM audit_entry WHERE seq = (SELECT max(seq) FROM audit_entry)").await, 1);
    check_audit(db, secret, None).await.unwrap();
    found("before its exported end").await;
    // The next round must not make it good.
    busy(&site).await;
    let exported = std::fs::read_to_string(&head).unwrap();
    change(db, "DELETE FROM audit_entry WHERE seq IS NULL").await;
    jobs::seal(&site.ctx, Some(&head)).await.unwrap();
    assert_eq!(std::fs::read_to_string(&head).unwrap(), exported);
    found("before its exported end").await;
    assert_eq!(change(db, "DELETE FROM audit_entry WHERE seq = 2").await, 1);
    found("row 2 is missing").await;
    std::fs::remove_file(head).unwrap();
});

app::db_test!(one_server_does_the_round, |db| async {
    let site = TestSite::new(db).await;
    assert!(jobs::round(&site.ctx, "a", None).await.unwrap());
    assert!(!jobs::round(&context(&site.db, false), "b", None).await.unwrap());
    assert!(jobs::round(&site.ctx, "a", None).await.unwrap());
});

app::db_test!(what_is_over_is_forgotten, |db| async {
    let site = TestSite::new(db).await;
    let browser = site.signed_in(Role::Senior).await;
    let (now, machine) = (site.ctx.clock.now(), Clock::system().now());
    let made: Result<(), Failure> = in_tx!(site.ctx.db, |tx| {
        for (id, days) in [("old", -3_i64), ("new", -1)] {
            exec!(
                tx,
                "INSERT INTO idempotency (municipality_id, digest, location, created_at) VALUES ($1, $2, '/', $3)",
                &site.municipality,
                id,
                now.plus_days(days)
            )?;
            exec!(
                tx,
                "INSERT INTO change_event (municipality_id, id, object_type, object_id, created_at) VALUES ($1, $2, 'person', $4, $3)",
                &site.municipality,
                id,
                now.plus_days(days + 1).plus_hours(-1),
                site.person(Role::Senior)
            )?;
            exec!(
                tx,
                "INSERT INTO form_draft (municipality_id, id, person_id, form, answers, errors, created_at, expires_at)
                 VALUES ($1, $2, $5, 'f', '{}', '[]', $3, $4)",
                &site.municipality,
                id,
                now.plus_days(-30),
                now.plus_days(days + 2),
                site.person(Role::Senior)
            )?;
            exec!(
                tx,
                "INSERT INTO session (id_hash, data, expires_at) VALUES ($1, '{}', $2)",
                id,
                machine.plus_days(days)
            )?;
        }
        Ok(())
    });
    made.unwrap();
    assert!(jobs::round(&site.ctx, "a", None).await.unwrap());
    let mut tx = site.ctx.db.read().await.unwrap();
    let left = rows!(
        &mut tx,
        (String, String),
        "SELECT 'press', digest FROM idempotency UNION ALL SELECT 'change', id FROM change_event
         UNION ALL SELECT 'draft', id FROM form_draft ORDER BY 1, 2"
    )
    .unwrap();
    let expected = [("change", "new"), ("draft", "new"), ("press", "new")];
    assert_eq!(left, expected.map(|(what, id)| (what.to_owned(), id.to_owned())));
    let (sessions,) = row!(&mut tx, (i64,), "SELECT count(*) FROM session").unwrap().unwrap();
    assert_eq!(sessions, 1, "the one that is in use");
    assert!(browser.session().is_some());
});

app::db_test!(rows_are_counted_once_there_are_many, |db| async {
    let site = TestSite::new(db).await;
    let db = &site.ctx.db;
    let areas = "INSERT INTO area (municipality_id, id, name, active)
                 WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 3000)
                 SELECT m.id, 'area-' || n, 'Byn ' || n, TRUE FROM number CROSS JOIN (SELECT min(id) AS id FROM municipality) m";
    assert_eq!(change(db, areas).await, 3000);
    db.count().await.unwrap();
    if let Db::Sqlite { .. } = db {
        let mut tx = db.read().await.unwrap();
        let known =
            row!(&mut tx, (String,), "SELECT stat FROM sqlite_stat1 WHERE tbl = 'area' LIMIT 1").unwrap().unwrap().0;
        let rows: u64 = known.split(' ').next().unwrap().parse().unwrap();
        assert!(rows > 1000, "{known}");
    }
});
