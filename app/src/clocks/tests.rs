//! The clock is moved, the clocks run (twice, and on two servers at once), and what people were told is counted.

use super::*;
use crate::{
    checks::{self, testing::TestDb},
    db_test,
    demo::testing,
};
use db::{exec, row};
use frame::{
    context::{Config, SiteFiles},
    live::Events,
};
use ground::{clock::Clock, secret::Secret};
use std::sync::Arc;

/// Monday 23 November 2026, eleven in the morning in Stockholm.
const NOW: Timestamp = Timestamp(1_795_428_000_000);

async fn app(db: &TestDb) -> AppContext {
    let clock = Clock::fixed(NOW);
    crate::demo::fill(&db.db, &clock).await.unwrap();
    let done: Result<u64, Failure> =
        in_tx!(db.db, |tx| { Ok(exec!(tx, "DELETE FROM outgoing_message WHERE code <> 'proposal_ready'")?) });
    done.unwrap();
    let config = Config { demo: true, tls: false, secret: Secret([7; 32]), site: SiteFiles::default() };
    AppContext {
        db: db.db.clone(),
        clock,
        config: Arc::new(config),
        events: Events::default(),
        features: &crate::features::FEATURES,
    }
}

async fn count(app: &AppContext, sql: &'static str) -> i64 {
    let mut tx = app.db.read().await.unwrap();
    row!(&mut tx, (i64,), sql).unwrap().unwrap().0
}

async fn told(app: &AppContext, code: &str) -> i64 {
    let mut tx = app.db.read().await.unwrap();
    row!(&mut tx, (i64,), "SELECT count(*) FROM outgoing_message WHERE code = $1", code).unwrap().unwrap().0
}

/// Two servers at the same moment, and once more.
async fn run_often(app: &AppContext) {
    let (first, second) = tokio::join!(
        tokio::spawn({
            let app = app.clone();
            async move { run(&app).await }
        }),
        run(app)
    );
    first.unwrap().unwrap();
    second.unwrap();
    run(app).await.unwrap();
}

async fn whole(app: &AppContext) {
    let mut tx = app.db.read().await.unwrap();
    assert_eq!(checks::check(&mut tx, app.clock.now(), None).await.unwrap(), []);
}

db_test!(nothing_happens_twice, |db| async {
    let app = app(&db).await;
    run_often(&app).await;
    let calm = count(&app, "SELECT count(*) FROM outgoing_message").await;
    let changes = count(&app, "SELECT count(*) FROM change_event").await;
    run_often(&app).await;
    assert_eq!(count(&app, "SELECT count(*) FROM outgoing_message").await, calm);
    assert_eq!(count(&app, "SELECT count(*) FROM change_event").await, changes);
    whole(&app).await;
});

db_test!(offers_expire_after_two_days, |db| async {
    let app = app(&db).await;
    let open = count(&app, "SELECT count(*) FROM offer WHERE status = 'open'").await;
    assert!(open > 0);
    app.clock.move_by_minutes(60 * 49);
    run_often(&app).await;
    assert_eq!(count(&app, "SELECT count(*) FROM offer WHERE status = 'open'").await, 0);
    assert_eq!(told(&app, "offer_expired").await, open);
    whole(&app).await;
});

db_test!(a_yes_without_an_answer_lapses_with_its_time, |db| async {
    let app = app(&db).await;
    let waiting = count(&app, "SELECT count(*) FROM offer WHERE status = 'accepted'").await;
    assert_eq!(waiting, 2);
    // They are for ten o'clock in three days: an hour before then, still.
    app.clock.move_by_minutes(60 * (3 * 24 - 2));
    run_often(&app).await;
    assert_eq!(count(&app, "SELECT count(*) FROM offer WHERE status = 'accepted'").await, waiting);
    app.clock.move_by_minutes(60);
    run_often(&app).await;
    assert_eq!(count(&app, "SELECT count(*) FROM offer WHERE status = 'accepted'").await, 0);
    assert_eq!(told(&app, "offer_not_chosen").await, waiting);
    assert_eq!(told(&app, "proposal_gone").await, 0, "the volunteer has done nothing");
    whole(&app).await;
});

db_test!(nobody_found_is_told_after_one_and_two_weeks, |db| async {
    let app = app(&db).await;
    let done: Result<u64, Failure> = in_tx!(db.db, |tx| {
        exec!(tx, "UPDATE offer SET status = 'withdrawn', ended_at = offered_at WHERE status = 'accepted'")?;
        Ok(exec!(tx, "UPDATE request SET approved_at = $1, unfilled_told = 0 WHERE status = 'approved'", NOW)?)
    });
    let approved = i64::try_from(done.unwrap()).unwrap();
    testing::settle(&db).await;
    app.clock.move_by_minutes(60 * 24 * 7 - 1);
    run_often(&app).await;
    assert_eq!(told(&app, "request_unfilled").await, 0);
    app.clock.move_by_minutes(1);
    run_often(&app).await;
    assert_eq!(told(&app, "request_unfilled").await, approved);
    app.clock.move_by_minutes(60 * 24 * 7);
    run_often(&app).await;
    assert_eq!(told(&app, "request_unfilled").await, 2 * approved);
    app.clock.move_by_minutes(60 * 24 * 30);
    run_often(&app).await;
    assert_eq!(told(&app, "request_unfilled").await, 2 * approved);
    whole(&app).await;
});

db_test!(forgotten_visits_are_asked_for, |db| async {
    let app = app(&db).await;
    // One visit alone: begins now, an hour long, confirmed.
    let done: Result<u64, Failure> = in_tx!(db.db, |tx| {
        exec!(tx, "UPDATE visit SET reminded = 6")?;
        Ok(exec!(
            tx,
            "UPDATE visit SET reminded = 0, starts_at = $1, minutes = 60
             WHERE id = (SELECT min(id) FROM visit WHERE status = 'confirmed')",
            NOW
        )?)
    });
    assert_eq!(done.unwrap(), 1);
    testing::settle(&db).await;
    let step = async || count(&app, "SELECT min(reminded) FROM visit").await;
    for (minutes, overdue, report, reached) in [
        (29, 0, 0, 0),
        (1, 1, 0, 1),
        (30, 1, 0, 2),
        (60 * 24 - 1, 1, 0, 2),
        (1, 1, 1, 5),
        (60 * 48, 1, 2, 6),
        (60 * 24 * 9, 1, 2, 6),
    ] {
        app.clock.move_by_minutes(minutes);
        run_often(&app).await;
        assert_eq!(
            (told(&app, "visit_overdue").await, told(&app, "report_reminder").await),
            (overdue, report),
            "{minutes}"
        );
        assert_eq!(step().await, reached, "{minutes}");
    }
});

db_test!(a_visit_that_does_not_end_is_asked_for, |db| async {
    let app = app(&db).await;
    let done: Result<u64, Failure> = in_tx!(db.db, |tx| {
        exec!(tx, "UPDATE visit SET reminded = 6 WHERE status <> 'started'")?;
        Ok(exec!(tx, "UPDATE visit SET reminded = 0, starts_at = $1, minutes = 60 WHERE status = 'started'", NOW)?)
    });
    assert_eq!(done.unwrap(), 1);
    testing::settle(&db).await;
    for (minutes, overdue) in [(89, 0), (1, 1), (30, 1), (60, 1)] {
        app.clock.move_by_minutes(minutes);
        run_often(&app).await;
        assert_eq!(told(&app, "visit_overdue").await, overdue, "{minutes}");
    }
    // A long silence: one message, not four.
    app.clock.move_by_minutes(60 * 24 * 5);
    run_often(&app).await;
    assert_eq!((told(&app, "visit_overdue").await, told(&app, "report_reminder").await), (1, 1));
});

db_test!(screens_learn_once_that_all_times_are_over, |db| async {
    let app = app(&db).await;
    let done: Result<u64, Failure> = in_tx!(db.db, |tx| {
        exec!(tx, "UPDATE request SET approved_at = $1 WHERE status = 'approved'", NOW)?;
        exec!(tx, "UPDATE offer SET status = 'withdrawn', ended_at = offered_at WHERE status IN ('open', 'accepted')")?;
        Ok(exec!(tx, "UPDATE visit SET reminded = 6")?)
    });
    done.unwrap();
    testing::settle(&db).await;
    run_often(&app).await;
    let announced = async || count(&app, "SELECT count(*) FROM change_event WHERE object_type = 'request'").await;
    let before = announced().await;
    // Rut Hallberg and others: until Friday at one.
    app.clock.move_by_minutes(60 * 24 * 4 + 60 * 3);
    run_often(&app).await;
    let after = announced().await;
    assert!(after > before);
    app.clock.move_by_minutes(60 * 5);
    run_often(&app).await;
    assert_eq!(announced().await, after);
});

db_test!(a_standing_that_runs_out_is_followed, |db| async {
    let app = app(&db).await;
    let done: Result<u64, Failure> = in_tx!(db.db, |tx| {
        Ok(exec!(tx, "UPDATE volunteer_requirement SET valid_until = '2026-11-25' WHERE requirement = 'pledge'")?)
    });
    assert!(done.unwrap() > 0);
    let live = async || {
        let ahead =
            "SELECT count(*) FROM visit v WHERE v.status IN ('planned', 'confirmed') AND v.starts_at > 1795647600000";
        (
            count(&app, "SELECT count(*) FROM offer WHERE status IN ('open', 'accepted')").await,
            count(&app, "SELECT count(*) FROM match WHERE status NOT IN ('ended', 'suspended')").await,
            count(&app, ahead).await,
        )
    };
    // The last minute of the last day.
    app.clock.move_by_minutes(61 * 60 - 1);
    run_often(&app).await;
    let (offers, matches, ahead) = live().await;
    assert!(offers > 0 && matches > 0 && ahead > 0, "{offers} {matches} {ahead}");
    let replaced = told(&app, "visit_replaced").await;
    app.clock.move_by_minutes(1);
    run_often(&app).await;
    assert_eq!(live().await, (0, 0, 0));
    assert_eq!(told(&app, "visit_replaced").await, replaced + ahead, "each senior once");
    let begun = count(&app, "SELECT count(*) FROM match WHERE status = 'suspended'").await;
    let noted = count(&app, "SELECT count(*) FROM audit_entry WHERE action = 'match.suspend'").await;
    assert!(noted > 0 && begun >= noted, "what has begun is stopped: {begun}, {noted}");
    whole(&app).await;
});
