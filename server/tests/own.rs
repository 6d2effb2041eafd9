//! Nobody handles as staff what they did as a volunteer, or got as a senior: the visit's people decide, whatever roles hold now.

use crate::support::{Case, TestSite, as_person, count, settle, text};
use app::{checks::testing::TestDb, db_test};
use axum::http::StatusCode;
use db::{Failure, exec, in_tx};
use frame::access::model::Role;
use ground::{id::AreaId, random::new_id};

const WORDS: &str = "Hen pratade bara om sig själv";
const FOLLOWED: &str = "SELECT count(*) FROM feedback WHERE visit_id = $1 AND followed_up_at IS NOT NULL";
const REFUSED: &str = "SELECT count(*) FROM audit_entry WHERE action = 'access.refused' AND actor_id = $1";

/// The case, whose volunteer coordinates its area too; the visit is reported and the senior wants to talk about it. And a colleague.
async fn talk(db: TestDb) -> (TestSite, Case, String) {
    db.may_contradict();
    let site = TestSite::new(db).await;
    let case = site.case().await;
    let colleague = site.person_in(Role::Coordinator, &AreaId::from(case["area"].as_str())).await.to_string();
    let now = site.ctx.clock.now();
    for person in ["volunteer", "senior"] {
        let done: Result<(), Failure> = in_tx!(site.ctx.db, |tx| {
            exec!(
                tx,
                "INSERT INTO role_assignment (municipality_id, id, person_id, role, area_id, valid_from)
                 VALUES ($1, $2, $3, 'coordinator', $4, $5)",
                &site.municipality,
                new_id(now),
                &case[person],
                &case["area"],
                now.plus_days(-1)
            )?;
            Ok(())
        });
        done.unwrap();
    }
    let done: Result<(), Failure> = in_tx!(site.ctx.db, |tx| {
        exec!(
            tx,
            "UPDATE visit SET status = 'reported', starts_at = $2, started_at = $2, finished_at = $3, reported_at = $3,
                    outcome = 'as_planned', reported_minutes = 60, experience = 'good', report_text = 'Bra', boundaries_kept = TRUE
             WHERE id = $1",
            &case["visit"],
            now.plus_hours(-3),
            now.plus_hours(-2)
        )?;
        exec!(
            tx,
            "INSERT INTO feedback (municipality_id, id, visit_id, person_id, answer, note, created_at) VALUES ($1, $2, $3, $4, 'talk', $5, $6)",
            &site.municipality,
            new_id(now),
            &case["visit"],
            &case["senior"],
            WORDS,
            now.plus_hours(-1)
        )?;
        // Told about nobody in particular, so that the visit alone says whose it is.
        exec!(
            tx,
            "UPDATE concern SET about_person_id = NULL, about_nobody = TRUE, body = $2 WHERE id = $1",
            &case["concern"],
            WORDS
        )?;
        settle(tx, now).await?;
        Ok(())
    });
    done.unwrap();
    (site, case, colleague)
}

async fn end_role(site: &TestSite, person: &str, role: &str) {
    let done: Result<u64, Failure> = in_tx!(site.ctx.db, |tx| {
        Ok(exec!(
            tx,
            "UPDATE role_assignment SET valid_to = $3 WHERE person_id = $1 AND role = $2",
            person,
            role,
            site.ctx.clock.now().plus_hours(-1)
        )?)
    });
    assert_eq!(done.unwrap(), 1);
}

/// What the visit's person comes to as staff: nothing of what was said of the visit, no step, and a line in the log for each refusal.
async fn nothing_of_it(site: &TestSite, case: &Case, who: &str, note: &str) {
    let mut me = as_person(site, &case[who]).await;
    let (visit, concern) = (&case["visit"], &case["concern"]);
    // Refusals are counted by the hour: of each address, the first one is a row.
    site.ctx.clock.move_by_minutes(60);
    let refused = count(site, REFUSED, &case[who]).await;
    let mut tried = std::collections::BTreeSet::new();
    for path in [
        format!("/staff/visits/{visit}"),
        format!("/staff/visits/{visit}/ask/cancel"),
        format!("/staff/print/visits/{visit}"),
        format!("/api/agenda/visit?id={visit}&draft=&notice="),
        format!("/staff/concerns/{concern}"),
        format!("/staff/concerns/{concern}/about"),
    ] {
        let answer = me.get(&path).await;
        assert!(
            matches!(answer.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND),
            "{note}: {path} {}",
            answer.status
        );
        assert!(!answer.body.contains(WORDS), "{note}: {path}");
        tried.insert(path);
    }
    for (path, fields) in [
        (format!("/staff/visits/{visit}/follow-up"), ("follow_up", "Jag har talat med mig själv.")),
        (format!("/staff/visits/{visit}/no-show"), ("who", "senior")),
        (format!("/staff/visits/{visit}/cancel"), ("x", "1")),
        (format!("/staff/visits/{visit}/cannot-come"), ("x", "1")),
        (format!("/staff/visits/{visit}/confirm"), ("first_meeting", "x")),
        (format!("/staff/visits/{visit}/resume"), ("resume", "x")),
        (format!("/staff/concerns/{concern}/triage"), ("severity", "low")),
        (format!("/staff/concerns/{concern}/act"), ("x", "1")),
        (format!("/staff/concerns/{concern}/decide"), ("decision", "x")),
        (format!("/staff/concerns/{concern}/close"), ("x", "1")),
        (format!("/staff/concerns/{concern}/about"), ("about", "nobody")),
    ] {
        let answer = me.post(&path, &[fields, ("key", note)]).await;
        assert!(
            matches!(answer.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND),
            "{note}: {path} {}",
            answer.status
        );
        tried.insert(path);
    }
    assert_eq!(
        count(site, REFUSED, &case[who]).await - refused,
        i64::try_from(tried.len()).unwrap(),
        "{note}: each is in the log"
    );
    let request = format!("/staff/requests/{}", case["matched"]);
    for path in ["/staff", "/staff/requests", "/staff/visits", "/staff/concerns", request.as_str()] {
        let body = me.get(path).await.body;
        assert!(!body.contains(WORDS), "{note}: {path}");
        let rows = [format!("/staff/visits/{visit}"), format!("/staff/concerns/{concern}")];
        assert!(rows.iter().all(|row| !body.contains(row)), "{note}: a row in {path}");
    }
    assert_eq!(count(site, FOLLOWED, visit).await, 0, "{note}");
    assert_eq!(text(site, "SELECT status FROM concern WHERE id = $1", concern).await, "received", "{note}");
}

db_test!(who_made_a_visit_never_reads_what_was_said_of_it, |db| async {
    let (site, case, colleague) = talk(db).await;
    nothing_of_it(&site, &case, "volunteer", "both roles").await;
    end_role(&site, &case["volunteer"], "volunteer").await;
    nothing_of_it(&site, &case, "volunteer", "no volunteer any more").await;
    // That something was not right can still be told.
    let mut me = as_person(&site, &case["volunteer"]).await;
    assert_eq!(me.get(&format!("/concern/new?visit={}", case["visit"])).await.status, StatusCode::OK);
    // A colleague reads and handles it.
    let mut other = as_person(&site, &colleague).await;
    let page = format!("/staff/visits/{}", case["visit"]);
    assert!(other.get(&page).await.body.contains(WORDS));
    assert!(other.get("/staff").await.body.contains(&page));
    other.post(&format!("{page}/follow-up"), &[("follow_up", "Vi har pratat."), ("key", "1")]).await;
    assert_eq!(count(&site, FOLLOWED, &case["visit"]).await, 1);
    let concern = format!("/staff/concerns/{}", case["concern"]);
    assert!(other.get(&concern).await.body.contains(WORDS));
    assert!(other.get("/staff/concerns").await.body.contains(&concern));
});

db_test!(whom_a_visit_was_for_never_handles_it, |db| async {
    let (site, case, _) = talk(db).await;
    end_role(&site, &case["senior"], "senior").await;
    let visit = format!("/staff/visits/{}", case["visit"]);
    let mut me = as_person(&site, &case["senior"]).await;
    for path in [visit, format!("/staff/requests/{}", case["matched"]), format!("/staff/concerns/{}", case["concern"])]
    {
        let answer = me.get(&path).await;
        assert!(matches!(answer.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND), "{path} {}", answer.status);
    }
    for path in ["/staff", "/staff/visits", "/staff/concerns"] {
        assert!(!me.get(path).await.body.contains(WORDS), "{path}");
    }
});

db_test!(nobody_closes_the_request_that_they_are_to_visit_for, |db| async {
    let site = TestSite::new(db).await;
    let case = site.case().await;
    let now = site.ctx.clock.now();
    let done: Result<(), Failure> = in_tx!(site.ctx.db, |tx| {
        exec!(
            tx,
            "INSERT INTO role_assignment (municipality_id, id, person_id, role, valid_from) VALUES ($1, $2, $3, 'coordinator', $4)",
            &site.municipality,
            new_id(now),
            &case["volunteer"],
            now.plus_days(-1)
        )?;
        Ok(())
    });
    done.unwrap();
    let mut me = as_person(&site, &case["volunteer"]).await;
    let page = format!("/staff/requests/{}", case["matched"]);
    let shown = me.get(&page).await;
    assert_eq!(shown.status, StatusCode::OK);
    for verb in ["close", "cancel-visit", "cannot-come"] {
        let action = format!("{page}/{verb}");
        assert!(!shown.attributes("form", "action").contains(&action), "{verb} is not offered");
        let fields = [("close_reason", "no_longer_needed"), ("visit", case["visit"].as_str()), ("key", verb)];
        assert_eq!(me.post(&action, &fields).await.status, StatusCode::FORBIDDEN, "{verb}");
    }
    assert_eq!(text(&site, "SELECT status FROM visit WHERE id = $1", &case["visit"]).await, "confirmed");
});
