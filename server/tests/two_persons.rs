//! What one administrator alone may not do, through the whole router, on both databases.

use crate::support::{Browser, Case, TestSite, as_person, change, count, text, whole};
use app::{checks::testing::TestDb, db_test};
use axum::http::StatusCode;
use db::rows;
use frame::access::model::Role;
use ground::id::PersonId;
use server::commands::{confirm, waiting};

const ROLES: &str = "SELECT count(*) FROM role_assignment WHERE person_id = $1 AND role = 'coordinator'
                     AND (valid_to IS NULL OR valid_to > valid_from)";
const TOLD: &str = "SELECT count(*) FROM outgoing_message WHERE code = $1";
/// A person's roles are over, from the last thing on that anybody was told.
const OVER: &str =
    "UPDATE role_assignment SET valid_to = (SELECT max(created_at) FROM outgoing_message) WHERE person_id = $1";
const OUTCOME: &str = "SELECT outcome FROM proposal WHERE id = $1";

/// The case; its administrator, and a second one.
async fn two(db: TestDb) -> (TestSite, Case, Browser, (PersonId, Browser)) {
    let site = TestSite::new(db).await;
    let case = site.case().await;
    let first = as_person(&site, &case["administrator"]).await;
    let other = site.add(&site.municipality, Role::Administrator).await;
    let second = as_person(&site, other.as_str()).await;
    (site, case, first, (other, second))
}

/// What the log says of an action.
async fn why(site: &TestSite, action: &'static str) -> Vec<(Option<String>, Option<String>, String)> {
    let mut tx = site.ctx.db.read().await.unwrap();
    let sql = "SELECT actor_id, subject_id, why || ' ' || change FROM audit_entry WHERE action = $1 ORDER BY id";
    rows!(&mut tx, (Option<String>, Option<String>, String), sql, action).unwrap()
}

/// The one proposal that waits.
async fn proposal(site: &TestSite) -> String {
    text(site, "SELECT id FROM proposal WHERE ended_at IS NULL AND municipality_id = $1", site.municipality.as_str())
        .await
}

/// Proposes the senior as a coordinator of the area; where the answer leads.
async fn propose(who: &mut Browser, case: &Case, key: &str) -> String {
    let fields = [("key", key), ("person", &case["senior"]), ("role", "coordinator"), ("area", &case["area"])];
    who.post("/admin/roles/add", &fields).await.header("location").to_owned()
}

db_test!(nobody_gives_themself_a_role, |db| async {
    let (site, case, mut first, _) = two(db).await;
    for role in ["coordinator", "administrator", "volunteer", "senior"] {
        let fields = [("key", role), ("person", case["administrator"].as_str()), ("role", role), ("area", "")];
        assert_eq!(first.post("/admin/roles/add", &fields).await.status, StatusCode::FORBIDDEN, "{role}");
    }
    let own = "SELECT count(*) FROM role_assignment WHERE person_id = $1";
    assert_eq!(count(&site, own, &case["administrator"]).await, 1);
    assert_eq!(text(&site, OUTCOME, &proposal(&site).await).await, "", "nothing waits either");
    assert!(
        why(&site, "access.refused").await.iter().any(|(actor, ..)| actor.as_ref() == Some(&case["administrator"]))
    );
    assert_eq!(first.get("/staff/concerns").await.status, StatusCode::FORBIDDEN);
    whole(&site).await;
});

db_test!(a_second_administrator_confirms_a_role_that_reads_people, |db| async {
    let (site, case, mut first, (other, mut second)) = two(db).await;
    assert_eq!(propose(&mut first, &case, "1").await, "/admin/roles?notice=proposed");
    assert_eq!(propose(&mut second, &case, "2").await, "/admin/roles?notice=waits", "the same waits already");
    assert_eq!(count(&site, ROLES, &case["senior"]).await, 0, "it does not hold yet");
    let staff = count(
        &site,
        "SELECT count(DISTINCT person_id) FROM role_assignment WHERE municipality_id = $1 AND role IN ('coordinator', 'administrator')",
        site.municipality.as_str(),
    )
    .await;
    assert_eq!(count(&site, TOLD, "role_proposed").await, staff, "all of staff are told");
    let id = proposal(&site).await;
    let (confirm, back) = (format!("/admin/proposals/{id}/confirm"), format!("/admin/proposals/{id}/take-back"));
    // Whoever proposed it sees that it waits, and cannot confirm it.
    let own = first.get("/admin/roles").await;
    assert!(own.body.contains(&back) && !own.body.contains(&confirm), "{}", own.body);
    assert_eq!(first.post(&confirm, &[("key", "x")]).await.status, StatusCode::FORBIDDEN);
    let mut coordinator = as_person(&site, &case["coordinator"]).await;
    assert_eq!(coordinator.post(&confirm, &[("key", "x")]).await.status, StatusCode::FORBIDDEN);
    let told = coordinator.get("/notifications").await;
    assert!(told.body.contains("är föreslagen till en roll"), "{}", told.body);
    // The other one reads who, which, where and by whom, and presses, twice at once.
    let page = second.open("/admin/roles").await;
    let read = page.texts("main").concat();
    for words in ["senior Prov", "Samordnare", "Centrum", "administrator Prov har föreslagit det"] {
        assert!(read.contains(words), "{words}: {read}");
    }
    let mut window = second.clone();
    let (one, same) = tokio::join!(second.submit(&page, &confirm, &[]), window.submit(&page, &confirm, &[]));
    assert!(one.body.contains("Nu gäller det.") && same.body.contains("Nu gäller det."), "{}", one.body);
    assert_eq!(count(&site, ROLES, &case["senior"]).await, 1);
    assert_eq!(text(&site, OUTCOME, &id).await, "confirmed");
    let late = second.post(&confirm, &[("key", "later")]).await;
    assert_eq!(late.header("location"), "/admin/roles?notice=late");
    assert_eq!(count(&site, TOLD, "role_confirmed").await, staff + 1, "and the new one");
    let [(by, whose, line)] = why(&site, "role.confirm").await.try_into().unwrap();
    assert_eq!((by.as_deref(), whose.as_deref()), (Some(other.as_str()), Some(case["senior"].as_str())));
    for part in ["role=coordinator", "area=Centrum", &case["area"], "from=2026-11-23", "to=open", &id] {
        assert!(line.contains(part), "{part}: {line}");
    }
    let [(by, _, line)] = why(&site, "role.propose").await.try_into().unwrap();
    assert!(by.as_deref() == Some(case["administrator"].as_str()) && line.contains("area=Centrum"), "{line}");
    // More of it, or for longer, is a new role and waits anew; ending it needs nobody and is told.
    let wider = [("key", "w"), ("person", case["senior"].as_str()), ("role", "coordinator"), ("area", "")];
    assert_eq!(second.post("/admin/roles/add", &wider).await.header("location"), "/admin/roles?notice=proposed");
    let sql = "SELECT id FROM role_assignment WHERE person_id = $1 AND role = 'coordinator'";
    let role = text(&site, sql, &case["senior"]).await;
    first.post(&format!("/admin/roles/{role}/end"), &[("key", "e")]).await;
    assert_eq!(count(&site, TOLD, "role_ended").await, staff);
    let [(_, _, line)] = why(&site, "role.end").await.try_into().unwrap();
    assert!(line.contains("role=coordinator area=Centrum"), "{line}");
    app::clocks::run(&site.ctx).await.unwrap();
    assert_eq!(count(&site, TOLD, "role_ended").await, staff, "once");
    whole(&site).await;
});

db_test!(a_proposal_is_for_somebody_else_and_for_a_week, |db| async {
    let (site, case, mut first, (other, mut second)) = two(db).await;
    // For the second one: neither the one who proposed it nor they themself can say yes.
    let fields = [("key", "1"), ("person", other.as_str()), ("role", "coordinator"), ("area", "")];
    first.post("/admin/roles/add", &fields).await;
    let id = proposal(&site).await;
    let confirm = format!("/admin/proposals/{id}/confirm");
    for browser in [&mut first, &mut second] {
        assert_eq!(browser.post(&confirm, &[("key", "x")]).await.status, StatusCode::FORBIDDEN);
    }
    let gone = second.post(&format!("/admin/proposals/{id}/take-back"), &[("key", "b")]).await;
    assert_eq!(gone.header("location"), "/admin/roles?notice=taken_back");
    assert_eq!(text(&site, OUTCOME, &id).await, "taken_back");
    // One that waits too long.
    propose(&mut first, &case, "2").await;
    let id = proposal(&site).await;
    site.ctx.clock.move_by_minutes(7 * 24 * 60);
    let late = second.post(&format!("/admin/proposals/{id}/confirm"), &[("key", "l")]).await;
    assert_eq!(late.header("location"), "/admin/roles?notice=late");
    app::clocks::run(&site.ctx).await.unwrap();
    assert_eq!(text(&site, OUTCOME, &id).await, "expired");
    assert_eq!(propose(&mut first, &case, "3").await, "/admin/roles?notice=proposed", "it can be proposed anew");
    // Whoever proposed it is administrator no more: it falls.
    let id = proposal(&site).await;
    change(&site, OVER, &case["administrator"]).await;
    let fallen = second.post(&format!("/admin/proposals/{id}/confirm"), &[("key", "f")]).await;
    assert_eq!(fallen.header("location"), "/admin/roles?notice=fallen");
    assert_eq!(count(&site, ROLES, &case["senior"]).await, 0);
    whole(&site).await;
});

db_test!(who_confirms_is_an_administrator_now, |db| async {
    let (site, case, mut first, (other, _)) = two(db).await;
    propose(&mut first, &case, "1").await;
    let id = proposal(&site).await;
    let here = site.here(&other, &[(Role::Administrator, None)]);
    change(&site, OVER, other.as_str()).await;
    // A request that began before the role ended.
    let done: Result<_, db::Failure> = db::in_tx!(site.ctx.db, |tx| {
        town::admin::proposals::confirm(tx, town::admin::proposals::By::Administrator(&here), &id).await
    });
    assert!(matches!(done, Err(db::Failure::App(ground::AppError::Forbidden))), "{done:?}");
    assert_eq!(count(&site, ROLES, &case["senior"]).await, 0);
});

db_test!(two_who_confirm_at_once_make_one_role, |db| async {
    let (site, case, mut first, (_, mut second)) = two(db).await;
    let third = site.add(&site.municipality, Role::Administrator).await;
    let mut third = as_person(&site, third.as_str()).await;
    propose(&mut first, &case, "1").await;
    let confirm = format!("/admin/proposals/{}/confirm", proposal(&site).await);
    let (one, two) = tokio::join!(second.post(&confirm, &[("key", "a")]), third.post(&confirm, &[("key", "b")]));
    let mut notices = [one.header("location").to_owned(), two.header("location").to_owned()];
    notices.sort();
    assert_eq!(notices, ["/admin/roles?notice=confirmed", "/admin/roles?notice=late"]);
    assert_eq!(count(&site, ROLES, &case["senior"]).await, 1);
    whole(&site).await;
});

db_test!(the_operator_confirms_where_there_is_only_one, |db| async {
    let site = TestSite::new(db).await;
    let case = site.case().await;
    let mut only = as_person(&site, &case["administrator"]).await;
    let now = site.ctx.clock.now();
    assert_eq!(waiting(&site.ctx.db, now).await.unwrap(), "nothing waits");
    propose(&mut only, &case, "1").await;
    let page = only.get("/admin/roles").await;
    let main = page.texts("main").concat();
    assert!(main.contains("Du är den enda administratören"), "{main}");
    let listed = waiting(&site.ctx.db, now).await.unwrap();
    let id = proposal(&site).await;
    for part in [id.as_str(), "senior Prov", "role=coordinator", "Centrum", "administrator Prov"] {
        assert!(listed.contains(part), "{part}: {listed}");
    }
    assert!(confirm(&site.ctx.db, "nothing", now).await.is_err());
    confirm(&site.ctx.db, &id, now).await.unwrap();
    assert_eq!(count(&site, ROLES, &case["senior"]).await, 1);
    let [(by, _, line)] = why(&site, "role.confirm").await.try_into().unwrap();
    assert!(by.is_none() && line.starts_with("operator: role=coordinator"), "{line}");
    assert!(confirm(&site.ctx.db, &id, now).await.unwrap_err().to_string().contains("no longer"));
    whole(&site).await;
});

db_test!(a_kind_demands_less_only_by_two, |db| async {
    let (site, case, mut first, (_, mut second)) = two(db).await;
    let kind = &case["kind"];
    let page = format!("/admin/kinds/{kind}");
    let save = async |who: &mut Browser, key: &str, fields: &[(&str, &str)]| {
        let mut all: Vec<(&str, &str)> = vec![("key", key), ("active", "yes"), ("minutes", "60")];
        for name in ["name_sv", "name_fi", "name_en", "description_sv", "description_fi", "description_en"] {
            all.push((name, "Sällskap"));
        }
        all.extend([
            ("boundary_sv", "b"),
            ("boundary_fi", "b"),
            ("boundary_en", "b"),
            ("modes", "phone"),
            ("modes", "out"),
        ]);
        all.extend(fields);
        who.post(&format!("{page}/save"), &all).await.header("location").to_owned()
    };
    let risk = "SELECT risk FROM kind WHERE id = $1";
    let demanded = "SELECT count(*) FROM kind_requirement WHERE kind_id = $1";
    let mode = "SELECT mode FROM kind WHERE id = $1";
    // Stricter: at once.
    let strict = [("moderation", "offered"), ("risk", "3"), ("requirements", "references")];
    assert_eq!(save(&mut first, "1", &strict).await, "/admin/kinds?notice=saved");
    assert_eq!((count(&site, risk, kind).await, count(&site, demanded, kind).await), (3, 1));
    assert_eq!(text(&site, mode, kind).await, "offered");
    let [(_, _, line)] = why(&site, "kind.change").await.try_into().unwrap();
    assert!(line.contains("mode=open_board>offered") && line.contains("risk=1>3"), "{line}");
    // Weaker: another one says yes. What is not weaker is done.
    let weak = [("moderation", "open_board"), ("risk", "1"), ("requirements", "introduction")];
    assert_eq!(save(&mut first, "2", &weak).await, format!("{page}?notice=proposed"));
    assert_eq!((count(&site, risk, kind).await, count(&site, demanded, kind).await), (3, 2));
    assert_eq!(text(&site, mode, kind).await, "offered");
    let id = proposal(&site).await;
    let confirm = format!("/admin/proposals/{id}/confirm");
    assert_eq!(first.post(&confirm, &[("key", "x")]).await.status, StatusCode::FORBIDDEN);
    let own = first.get(&page).await.texts("main").concat();
    assert!(own.contains("En annan administratör behöver säga ja."), "{own}");
    let shown = second.open(&page).await;
    for words in ["3 → 1", "Referenser", "Väntar på en till"] {
        assert!(shown.texts("main").concat().contains(words), "{words}");
    }
    second.submit(&shown, &confirm, &[]).await;
    assert_eq!((count(&site, risk, kind).await, count(&site, demanded, kind).await), (1, 1));
    assert_eq!(text(&site, mode, kind).await, "open_board");
    let [(_, _, line)] = why(&site, "kind.confirm").await.try_into().unwrap();
    assert!(line.contains("risk=3>1") && line.contains("without=references"), "{line}");
    assert!(count(&site, TOLD, "kind_proposed").await > 2 && count(&site, TOLD, "kind_confirmed").await > 2);
    // What waits falls when what it was made of changes, and words alone change nothing of it.
    save(&mut first, "3", &[("moderation", "open_board"), ("risk", "1")]).await;
    let waits = proposal(&site).await;
    let same = [("moderation", "open_board"), ("risk", "1"), ("requirements", "introduction"), ("name_sv", "Nytt")];
    assert_eq!(save(&mut second, "4", &same).await, "/admin/kinds?notice=saved");
    assert_eq!(proposal(&site).await, waits);
    let strict = [("moderation", "open_board"), ("risk", "2"), ("requirements", "introduction")];
    save(&mut second, "5", &strict).await;
    assert_eq!(text(&site, OUTCOME, &waits).await, "replaced");
    let late = second.post(&format!("/admin/proposals/{waits}/confirm"), &[("key", "l")]).await;
    assert_eq!(late.header("location"), format!("{page}?notice=late"));
    assert_eq!(count(&site, demanded, kind).await, 1);
    app::clocks::run(&site.ctx).await.unwrap();
    whole(&site).await;
});
