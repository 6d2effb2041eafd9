//! Tasks come, change and end; whoever may see one sees it in its time. On both databases.

use super::*;
use app::{
    db_test,
    demo::testing::{self, NOW},
};
use db::{Failure, exec, in_tx, row, rows};
use ground::text::k;

const CALL: TaskKind = TaskKind { code: "call", words: k::review::TASK_CONCERN, weight: Weight::Pressing };
const WRITE: TaskKind = TaskKind { code: "write", words: k::review::TASK_CONCERN, weight: Weight::Calm };
const KINDS: &[&TaskKind] = &[&CALL];

fn task(kind: &'static TaskKind, area: Option<&AreaId>) -> Task {
    Task {
        kind,
        phase: 0,
        about: (Object::Concern, "c".to_owned()),
        request: None,
        number: 1,
        person: None,
        kept_from: Vec::new(),
        also_about: Vec::new(),
        hidden_if_protected: false,
        area: area.cloned(),
        owner: None,
        since: NOW.plus_days(-1),
        due: NOW.plus_days(1),
        starts_at: None,
        visible_from: None,
        visible_until: None,
        others_from: None,
    }
}

fn wanted(tasks: Vec<Task>) -> Wanted<'static> {
    Wanted { of: Of::Thing(Object::Concern, "c"), kinds: KINDS, tasks, end: End::Done("decided") }
}

/// Keys and states of what is about the thing.
async fn found(tx: &mut Tx) -> Vec<(String, String)> {
    let sql = "SELECT kind || CASE WHEN outcome IS NULL THEN '' ELSE ' ' || outcome END, status FROM task WHERE about_id = 'c' ORDER BY 1, 2";
    rows!(tx, (String, String), sql).unwrap()
}

fn lines(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter().map(|(kind, status)| ((*kind).to_owned(), (*status).to_owned())).collect()
}

db_test!(what_a_thing_asks_for_comes_changes_and_ends, |db| async {
    db.may_contradict();
    let municipality = testing::filled(&db).await;
    let (ulla, erik) = (testing::person(&db.db, "Ulla").await, testing::person(&db.db, "Erik").await);
    let done: Result<(), Failure> = in_tx!(db.db, |tx| {
        let other = Wanted { kinds: &[&WRITE], ..wanted(vec![task(&WRITE, None)]) };
        settle(tx, &municipality, other, NOW).await?;
        let call = task(&CALL, None);
        for _ in 0..2 {
            // The same again changes nothing.
            settle(tx, &municipality, wanted(vec![call.clone()]), NOW).await?;
            assert_eq!(found(tx).await, lines(&[("call", "open"), ("write", "open")]));
        }
        let taken = Task {
            owner: Some(ulla.clone()),
            due: NOW.plus_days(3),
            kept_from: vec![erik.clone(), erik.clone()],
            also_about: vec![erik.clone(), ulla.clone()],
            ..call.clone()
        };
        settle(tx, &municipality, wanted(vec![taken.clone()]), NOW).await?;
        assert_eq!(found(tx).await, lines(&[("call", "taken"), ("write", "open")]), "other kinds are left alone");
        let kept = store::about(tx, &municipality, Object::Concern, "c").await?;
        assert!(kept.iter().any(|kept| kept.row == Row::from(&taken)), "{kept:?}");
        let people = "SELECT person_id, kept_from FROM task_person WHERE municipality_id = $1 AND task_id IN
                        (SELECT id FROM task WHERE about_id = 'c') ORDER BY kept_from";
        let people = rows!(tx, (PersonId, bool), people, &municipality)?;
        assert_eq!(people, [(ulla.clone(), false), (erik.clone(), true)]);
        assert_eq!(store::about(tx, &"another".into(), Object::Concern, "c").await?.len(), 0);
        // Two phases of the same work are two tasks; one that nobody has seen leaves nothing behind.
        let later = Task { phase: 7, visible_from: Some(NOW.plus_days(7)), ..call.clone() };
        settle(tx, &municipality, wanted(vec![call.clone(), later]), NOW).await?;
        assert_eq!(found(tx).await, lines(&[("call", "open"), ("call", "open"), ("write", "open")]));
        settle(tx, &municipality, Wanted { end: End::Dropped("withdrawn"), ..wanted(vec![]) }, NOW).await?;
        assert_eq!(found(tx).await, lines(&[("call withdrawn", "dropped"), ("write", "open")]));
        // The same work may come again.
        settle(tx, &municipality, wanted(vec![call]), NOW).await?;
        settle(tx, &municipality, wanted(vec![]), NOW).await?;
        let all = [("call decided", "done"), ("call withdrawn", "dropped"), ("write", "open")];
        assert_eq!(found(tx).await, lines(&all));
        Ok(())
    });
    done.unwrap();
});

db_test!(a_request_has_its_own_tasks, |db| async {
    db.may_contradict();
    let municipality = testing::filled(&db).await;
    let done: Result<(), Failure> = in_tx!(db.db, |tx| {
        let (id,) = row!(tx, (RequestId,), "SELECT min(id) FROM request")?.unwrap();
        let before = store::of_request(tx, &municipality, &id).await?.len();
        let call = Task { request: Some(id.clone()), ..task(&CALL, None) };
        settle(tx, &municipality, Wanted { of: Of::Request(&id), ..wanted(vec![call]) }, NOW).await?;
        assert_eq!(store::of_request(tx, &municipality, &id).await?.len(), before + 1);
        settle(tx, &municipality, Wanted { of: Of::Request(&id), ..wanted(vec![]) }, NOW).await?;
        assert_eq!(store::of_request(tx, &municipality, &id).await?.len(), before);
        Ok(())
    });
    done.unwrap();
});

/// Whether a task shows to somebody now.
async fn shows(tx: &mut Tx, municipality: &MunicipalityId, person: &PersonId) -> bool {
    let sql = concat!(
        "SELECT t.id FROM task t WHERE t.about_id = 'c' AND ",
        task_shows!("t", municipality = "$1", person = "$2", now = "$3")
    );
    row!(tx, (String,), sql, municipality, person, NOW).unwrap().is_some()
}

db_test!(a_task_shows_to_whom_it_is_for_in_its_time, |db| async {
    db.may_contradict();
    let municipality = testing::filled(&db).await;
    let (ulla, erik) = (testing::person(&db.db, "Ulla").await, testing::person(&db.db, "Erik").await);
    let done: Result<(), Failure> = in_tx!(db.db, |tx| {
        let (area,) = row!(tx, (AreaId,), "SELECT min(id) FROM area")?.unwrap();
        let call = task(&CALL, Some(&area));
        let mut seen = async |task: Task, named: bool| -> Result<(bool, bool), Failure> {
            let place = if named { None } else { Some(area.as_str()) };
            exec!(tx, "UPDATE role_assignment SET area_id = $2 WHERE person_id = $1", &ulla, place)?;
            settle(tx, &municipality, wanted(vec![task]), NOW).await?;
            Ok((shows(tx, &municipality, &ulla).await, shows(tx, &municipality, &erik).await))
        };
        // Erik is no coordinator, and sees nothing.
        assert_eq!(seen(call.clone(), false).await?, (true, false));
        let (now, later) = (Some(NOW), Some(Timestamp(NOW.0 + 1)));
        for (task, expected) in [
            (Task { area: None, ..call.clone() }, false),
            (Task { visible_from: now, ..call.clone() }, true),
            (Task { visible_from: later, ..call.clone() }, false),
            (Task { visible_until: later, ..call.clone() }, true),
            (Task { visible_until: now, ..call.clone() }, false),
            (Task { others_from: now, owner: Some(erik.clone()), ..call.clone() }, true),
            (Task { others_from: later, owner: Some(erik.clone()), ..call.clone() }, false),
            (Task { others_from: later, owner: Some(ulla.clone()), ..call.clone() }, true),
            (Task { kept_from: vec![ulla.clone()], owner: Some(ulla.clone()), ..call.clone() }, false),
            (Task { kept_from: vec![erik.clone()], also_about: vec![ulla.clone()], ..call.clone() }, true),
        ] {
            assert_eq!(seen(task.clone(), false).await?, (expected, false), "{task:?}");
        }
        let about_erik = Task { also_about: vec![erik.clone()], hidden_if_protected: true, ..call };
        assert_eq!(seen(about_erik.clone(), false).await?, (true, false));
        exec!(tx, "UPDATE person SET protected = TRUE WHERE id = $1", &erik)?;
        settle(tx, &municipality, wanted(vec![about_erik.clone()]), NOW).await?;
        assert!(!shows(tx, &municipality, &ulla).await, "for the named alone");
        exec!(tx, "UPDATE role_assignment SET area_id = NULL WHERE person_id = $1", &ulla)?;
        assert!(shows(tx, &municipality, &ulla).await);
        let open = Task { hidden_if_protected: false, ..about_erik };
        settle(tx, &municipality, wanted(vec![open]), NOW).await?;
        exec!(tx, "UPDATE role_assignment SET area_id = $2 WHERE person_id = $1", &ulla, area.as_str())?;
        assert!(shows(tx, &municipality, &ulla).await, "whose name is hidden by the list");
        Ok(())
    });
    done.unwrap();
});

db_test!(what_has_ended_goes_by_its_time, |db| async {
    db.may_contradict();
    let municipality = testing::filled(&db).await;
    let erik = testing::person(&db.db, "Erik").await;
    let done: Result<(), Failure> = in_tx!(db.db, |tx| {
        let call = Task { kept_from: vec![erik.clone()], ..task(&CALL, None) };
        settle(tx, &municipality, wanted(vec![call]), NOW).await?;
        let ended = NOW.plus_days(2);
        settle(tx, &municipality, wanted(Vec::new()), ended).await?;
        let other = Wanted { kinds: &[&WRITE], ..wanted(vec![task(&WRITE, None)]) };
        settle(tx, &municipality, other, ended).await?;
        // The demonstration's own have ended long ago, or not at all.
        delete_ended(tx, NOW.plus_minutes(1)).await?;
        assert_eq!(delete_ended(tx, ended).await?, 0, "not before its time");
        assert_eq!(found(tx).await, lines(&[("call decided", "done"), ("write", "open")]));
        assert_eq!(delete_ended(tx, ended.plus_minutes(1)).await?, 1);
        assert_eq!(found(tx).await, lines(&[("write", "open")]), "what waits stays");
        let sql = "SELECT count(*) FROM task_person p WHERE NOT EXISTS (SELECT 1 FROM task t WHERE t.id = p.task_id)";
        assert_eq!(row!(tx, (i64,), sql).unwrap(), Some((0,)), "with whom it was about");
        Ok(())
    });
    done.unwrap();
});
