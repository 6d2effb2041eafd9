//! Every function on both databases.

use super::*;
use crate::visits::model::{Experience, FeedbackAnswer, VisitOutcome};
use app::{
    db_test,
    demo::testing::{self, NOW},
};
use db::{Failure, in_tx};

fn told(outcome: VisitOutcome) -> Report {
    Report { outcome, minutes: 55, experience: Experience::Good, text: String::new(), boundaries_kept: true }
}

db_test!(the_steps_of_a_visit, |db| async {
    let municipality = testing::filled(&db).await;
    let erik = testing::person(&db.db, "Erik").await;
    let done: Result<(), Failure> = in_tx!(db.db, |tx| {
        let visit = list_of_senior(tx, &municipality, &erik, NOW).await?.remove(0);
        let (id, later) = (&visit.id, visit.starts_at.plus_minutes(1));
        assert_eq!(visit.status, VisitStatus::Confirmed);
        assert!(!confirm(tx, &municipality, id, "Ulla följer med", NOW).await?.is_done(), "it is confirmed already");
        let as_planned = told(VisitOutcome::AsPlanned);
        assert!(!finish(tx, &municipality, id, later, later).await?.is_done(), "not started");
        assert!(!report(tx, &municipality, id, &as_planned, NOW).await?.is_done(), "not begun");
        assert!(!start(tx, &"other".into(), id, later, later).await?.is_done(), "another municipality's");
        // What was pressed without a network comes later.
        assert!(start(tx, &municipality, id, later, later.plus_minutes(20)).await?.is_done());
        assert!(!start(tx, &municipality, id, later, later).await?.is_done(), "the second press");
        let started = by_id(tx, &municipality, id).await?.unwrap();
        assert_eq!((started.started_at, started.updated_at), (Some(later), later.plus_minutes(20)));
        assert!(!cancel(tx, &municipality, id, "senior", "", later).await?.is_done(), "it is going on");
        assert!(finish(tx, &municipality, id, later.plus_minutes(50), later.plus_minutes(55)).await?.is_done());
        assert!(report(tx, &municipality, id, &as_planned, later.plus_minutes(60)).await?.is_done());
        assert!(!report(tx, &municipality, id, &as_planned, later.plus_minutes(61)).await?.is_done());
        assert!(insert_feedback(tx, &municipality, id, &erik, FeedbackAnswer::Good, "Bra", later).await?.is_done());
        assert!(!insert_feedback(tx, &municipality, id, &erik, FeedbackAnswer::Talk, "", later).await?.is_done());
        let said = feedback(tx, &municipality, id).await?.unwrap();
        assert_eq!((said.answer.as_str(), said.note.as_str(), said.followed_up_at), ("good", "Bra", None));
        assert!(!follow_up_feedback(tx, &municipality, id, &erik, "", later).await?.is_done(), "nothing to follow up");
        Ok(())
    });
    done.unwrap();
    testing::settle(&db).await;
});

db_test!(what_was_not_good_is_followed_up_once, |db| async {
    // The visit is still ahead.
    db.may_contradict();
    let municipality = testing::filled(&db).await;
    let (erik, ulla) = (testing::person(&db.db, "Erik").await, testing::person(&db.db, "Ulla").await);
    let done: Result<(), Failure> = in_tx!(db.db, |tx| {
        let visit = list_of_senior(tx, &municipality, &erik, NOW).await?.remove(0);
        assert_eq!(feedback(tx, &municipality, &visit.id).await?, None);
        assert!(
            insert_feedback(tx, &municipality, &visit.id, &erik, FeedbackAnswer::Talk, "Ring", NOW).await?.is_done()
        );
        let later = NOW.plus_hours(2);
        assert!(!follow_up_feedback(tx, &"other".into(), &visit.id, &ulla, "x", later).await?.is_done(), "not theirs");
        assert!(follow_up_feedback(tx, &municipality, &visit.id, &ulla, "Ringde, allt bra", later).await?.is_done());
        assert!(!follow_up_feedback(tx, &municipality, &visit.id, &erik, "Igen", later).await?.is_done(), "once");
        let said = feedback(tx, &municipality, &visit.id).await?.unwrap();
        assert_eq!(said.followed_up_at, Some(later));
        assert!(said.followed_up_by.unwrap().starts_with("Ulla"));
        assert_eq!(said.followed_up_note.as_deref(), Some("Ringde, allt bra"));
        Ok(())
    });
    done.unwrap();
});

db_test!(a_report_without_start_and_of_an_absent_senior, |db| async {
    let municipality = testing::filled(&db).await;
    let erik = testing::person(&db.db, "Erik").await;
    let done: Result<(), Failure> = in_tx!(db.db, |tx| {
        let visit = list_of_senior(tx, &municipality, &erik, NOW).await?.remove(0);
        assert!(
            report(tx, &municipality, &visit.id, &told(VisitOutcome::SeniorAbsent), visit.starts_at).await?.is_done()
        );
        assert_eq!(by_id(tx, &municipality, &visit.id).await?.unwrap().status, VisitStatus::NoShow);
        assert!(!cancel(tx, &municipality, &visit.id, "senior", "", visit.starts_at).await?.is_done());
        Ok(())
    });
    done.unwrap();
    testing::settle(&db).await;
});

db_test!(somebody_did_not_come, |db| async {
    // The request of a visit without its volunteer waits for a replacement: the step's matter.
    db.may_contradict();
    let municipality = testing::filled(&db).await;
    let erik = testing::person(&db.db, "Erik").await;
    let done: Result<(), Failure> = in_tx!(db.db, |tx| {
        let visit = list_of_senior(tx, &municipality, &erik, NOW).await?.remove(0);
        let (id, begin) = (&visit.id, visit.starts_at);
        assert!(!no_show(tx, &municipality, id, "volunteer", begin.plus_minutes(-1)).await?.is_done(), "still ahead");
        assert!(!no_show(tx, &"other".into(), id, "volunteer", begin).await?.is_done(), "another municipality's");
        assert!(no_show(tx, &municipality, id, "volunteer", begin).await?.is_done());
        assert!(!no_show(tx, &municipality, id, "senior", begin).await?.is_done(), "once");
        let missed = by_id(tx, &municipality, id).await?.unwrap();
        assert_eq!((missed.status, missed.updated_at), (VisitStatus::NoShow, begin));
        Ok(())
    });
    done.unwrap();
});

db_test!(a_cancelled_visit_stays_cancelled, |db| async {
    db.may_contradict();
    let municipality = testing::filled(&db).await;
    let erik = testing::person(&db.db, "Erik").await;
    let done: Result<(), Failure> = in_tx!(db.db, |tx| {
        let visit = list_of_senior(tx, &municipality, &erik, NOW).await?.remove(0);
        assert!(cancel(tx, &municipality, &visit.id, "senior", "", NOW).await?.is_done());
        assert!(!cancel(tx, &municipality, &visit.id, "volunteer", "", NOW).await?.is_done());
        assert!(!start(tx, &municipality, &visit.id, visit.starts_at, visit.starts_at).await?.is_done());
        assert!(
            !report(tx, &municipality, &visit.id, &told(VisitOutcome::AsPlanned), visit.starts_at).await?.is_done()
        );
        let cancelled = by_id(tx, &municipality, &visit.id).await?.unwrap();
        assert_eq!((cancelled.cancelled_by.as_deref(), cancelled.sequence), (Some("senior"), visit.sequence + 1));
        Ok(())
    });
    done.unwrap();
});
