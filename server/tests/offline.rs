//! What the service worker needs of the server: which visits a volunteer's browser may keep, their pages, presses that come late; the
//! worker itself, and that nothing stays when the person leaves.

use crate::support::{Answer, Browser, Case, Folder, TestSite, as_person};
use app::db_test;
use axum::http::{Method, StatusCode};
use db::{Failure, in_tx, row};
use frame::{access::model::Role, context::SiteFiles};
use ground::id::PersonId;
use help::matches;
use server::{ExternalConfig, site::Site};

async fn number(site: &TestSite, sql: &'static str, visit: &str) -> i64 {
    let mut tx = site.ctx.db.read().await.unwrap();
    row!(&mut tx, (i64,), sql, visit).unwrap().unwrap().0
}

/// So many minutes before or after the case's visit begins.
async fn at(site: &TestSite, case: &Case, minutes: i64) {
    let starts = number(site, "SELECT starts_at FROM visit WHERE id = $1", &case["visit"]).await;
    site.ctx.clock.move_by_minutes((starts - site.ctx.clock.now().0) / 60_000 + minutes);
}

async fn listed(browser: &mut Browser) -> Vec<serde_json::Value> {
    let answer = browser.get("/volunteer/offline.json").await;
    assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::OK, "private, no-store"));
    serde_json::from_str(&answer.body).unwrap()
}

/// A form as the worker sends it, pressed so many seconds ago.
async fn late(browser: &mut Browser, path: &str, body: &str, waited: &str) -> Answer {
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("sec-fetch-site", "same-origin"),
        ("x-handslag-form", "1"),
        ("x-handslag-waited", waited),
    ];
    browser.request(Method::POST, path, body.to_owned(), &headers).await
}

db_test!(the_next_visits_and_only_these_may_be_kept, |db| async {
    let site = TestSite::new(db).await;
    let case = site.case().await;
    let mut volunteer = as_person(&site, &case["volunteer"]).await;
    let mut other = as_person(&site, &case["volunteer2"]).await;
    let path = format!("/volunteer/visits/{}", case["visit"]);
    at(&site, &case, -24 * 60 - 1).await;
    assert!(listed(&mut volunteer).await.is_empty(), "a day before is soon enough");
    at(&site, &case, -60).await;
    let list = listed(&mut volunteer).await;
    assert_eq!(list.len(), 1);
    assert_eq!(list[0]["path"], path.as_str());
    assert_eq!(list[0]["seconds"], (60 + 60 + 12 * 60) * 60, "until twelve hours after its end");
    // When it is, and nothing of whom.
    assert!(list[0]["label"].as_str().unwrap().contains("klockan"));
    assert_eq!(list[0].as_object().unwrap().len(), 4);
    assert!(listed(&mut other).await.is_empty());
    at(&site, &case, 60 + 12 * 60).await;
    assert!(listed(&mut volunteer).await.is_empty(), "it is over");
});

db_test!(a_cancelled_visit_is_not_kept, |db| async {
    let site = TestSite::new(db).await;
    let case = site.case().await;
    at(&site, &case, -120).await;
    let mut volunteer = as_person(&site, &case["volunteer"]).await;
    assert_eq!(listed(&mut volunteer).await.len(), 1);
    as_person(&site, &case["senior"]).await.post(&format!("/visits/{}/cancel", case["visit"]), &[("key", "1")]).await;
    assert!(listed(&mut volunteer).await.is_empty());
});

db_test!(a_visit_whose_match_rests_is_not_kept, |db| async {
    let site = TestSite::new(db).await;
    let case = site.case().await;
    at(&site, &case, -120).await;
    let mut volunteer = as_person(&site, &case["volunteer"]).await;
    let senior = PersonId::from(case["senior"].as_str());
    let rests: Result<u64, Failure> =
        in_tx!(site.ctx.db, |tx| { Ok(matches::store::suspend_of(tx, &site.municipality, &senior).await?) });
    assert!(rests.unwrap() > 0);
    assert!(listed(&mut volunteer).await.is_empty());
    // Nor does a press count that waited: it says that something has changed.
    at(&site, &case, 60).await;
    let visit = format!("/volunteer/visits/{}", case["visit"]);
    let answer = late(&mut volunteer, &format!("{visit}/start"), "key=a", "600").await;
    assert_eq!(answer.header("x-location"), format!("{visit}?notice=changed"));
});

db_test!(kept_pages_work_by_themselves, |db| async {
    let site = TestSite::new(db).await;
    let case = site.case().await;
    at(&site, &case, -120).await;
    let mut volunteer = as_person(&site, &case["volunteer"]).await;
    let visit = format!("/volunteer/visits/{}", case["visit"]);
    let kept = volunteer.get(&format!("{visit}/kept")).await;
    // What can be pressed later stands there, where the page of today says only from when.
    assert!(!volunteer.get(&visit).await.attributes("form", "action").contains(&format!("{visit}/start")));
    for step in ["start", "finish"] {
        assert!(!kept.hidden(&format!("{visit}/{step}")).is_empty());
    }
    assert_eq!(kept.attributes("[data-step]", "data-step"), ["start", "finish", "report"]);
    assert_eq!(kept.attributes("[data-step][hidden]", "data-step"), ["finish", "report"]);
    let report = volunteer.get(&format!("{visit}/kept/report")).await;
    assert_eq!(report.attributes("form", "action")[0], format!("{visit}/report"));
    let offline = volunteer.get("/offline").await;
    assert_eq!(offline.heading(), "Du har inget internet just nu");
    for page in [&kept, &report, &offline] {
        assert!(!page.body.contains("href=\"/me\""), "whose page it is stands nowhere");
        assert!(page.body.contains("Ring 112"));
        assert_eq!(page.header("cache-control"), "private, no-store");
    }
    // It was read, and why is in the log.
    let read = "SELECT count(*) FROM audit_entry WHERE action = 'visit.read' AND why = 'offline' AND object_id = $1";
    assert_eq!(number(&site, read, &case["visit"]).await, 1);
});

db_test!(a_press_that_waited_counts_from_when_it_was_pressed_and_once, |db| async {
    let site = TestSite::new(db).await;
    let case = site.case().await;
    let visit = format!("/volunteer/visits/{}", case["visit"]);
    let mut volunteer = as_person(&site, &case["volunteer"]).await;
    at(&site, &case, 120).await;
    let now = site.ctx.clock.now();
    // Pressed on time, sent two hours later, and again because the answer was lost.
    for _ in 0..3 {
        let answer = late(&mut volunteer, &format!("{visit}/start"), "key=a", "7200").await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
        assert_eq!(answer.header("x-location"), format!("{visit}?notice=started"));
    }
    let started = "SELECT started_at FROM visit WHERE id = $1";
    assert_eq!(number(&site, started, &case["visit"]).await, now.plus_hours(-2).0);
    for waited in ["3600", "3630"] {
        let answer = late(&mut volunteer, &format!("{visit}/finish"), "key=b", waited).await;
        assert_eq!(answer.header("x-location"), format!("{visit}/report"));
    }
    let finished = "SELECT finished_at FROM visit WHERE id = $1";
    assert_eq!(number(&site, finished, &case["visit"]).await, now.plus_hours(-1).0);
    let report = "key=c&outcome=as_planned&minutes=60&experience=good&text=Fint";
    for _ in 0..2 {
        assert_eq!(late(&mut volunteer, &format!("{visit}/report"), report, "60").await.header("x-location"), visit);
    }
    for action in ["visit.start", "visit.finish", "visit.report"] {
        let mut tx = site.ctx.db.read().await.unwrap();
        let found = row!(&mut tx, (i64,), "SELECT count(*) FROM audit_entry WHERE action = $1", action);
        assert_eq!(found.unwrap().unwrap().0, 1, "{action}");
    }
    // Another report of the same visit is refused in words.
    let second = late(&mut volunteer, &format!("{visit}/report"), &report.replace("key=c", "key=d"), "0").await;
    assert_eq!(
        second.header("x-location").split("&draft=").next(),
        Some(format!("{visit}?notice=reported").as_str()),
        "and what was typed is kept"
    );
    let mut tx = site.ctx.db.read().await.unwrap();
    let wrong = app::checks::check(&mut tx, site.ctx.clock.now(), Some(&site.ctx.config.secret)).await.unwrap();
    assert_eq!(wrong, []);
});

db_test!(a_press_that_waited_is_not_believed_beyond_its_limits, |db| async {
    let site = TestSite::new(db).await;
    let case = site.case().await;
    let visit = format!("/volunteer/visits/{}", case["visit"]);
    let mut volunteer = as_person(&site, &case["volunteer"]).await;
    at(&site, &case, 30).await;
    let now = site.ctx.clock.now();
    // More than an hour before its time it could not be pressed.
    late(&mut volunteer, &format!("{visit}/start"), "key=a", "5401").await;
    assert_eq!(number(&site, "SELECT started_at FROM visit WHERE id = $1", &case["visit"]).await, now.0);
    // Nor finished before it was started.
    late(&mut volunteer, &format!("{visit}/finish"), "key=b", "60").await;
    assert_eq!(number(&site, "SELECT finished_at FROM visit WHERE id = $1", &case["visit"]).await, now.0);
});

db_test!(what_came_between_is_told_by_its_code, |db| async {
    let site = TestSite::new(db).await;
    let case = site.case().await;
    let visit = format!("/volunteer/visits/{}", case["visit"]);
    let mut volunteer = as_person(&site, &case["volunteer"]).await;
    as_person(&site, &case["senior"]).await.post(&format!("/visits/{}/cancel", case["visit"]), &[("key", "1")]).await;
    at(&site, &case, 60).await;
    let report = "key=c&outcome=as_planned&minutes=60&experience=good";
    for (step, body) in [("start", "key=a"), ("finish", "key=b"), ("report", report)] {
        let answer = late(&mut volunteer, &format!("{visit}/{step}"), body, "600").await;
        let to = answer.header("x-location").split("&draft=").next();
        assert_eq!(to, Some(format!("{visit}?notice=cancelled").as_str()), "{step}");
    }
    let signed_out = late(&mut site.browser(), &format!("{visit}/start"), "key=a", "600").await;
    assert_eq!(signed_out.status, StatusCode::UNAUTHORIZED);
});

db_test!(a_report_with_something_missing_stands_on_the_server, |db| async {
    let site = TestSite::new(db).await;
    let case = site.case().await;
    at(&site, &case, 60).await;
    let visit = format!("/volunteer/visits/{}", case["visit"]);
    let mut volunteer = as_person(&site, &case["volunteer"]).await;
    let answer = late(&mut volunteer, &format!("{visit}/report"), "key=e&text=Fint", "600").await;
    let draft = answer.header("x-location").to_owned();
    assert!(draft.starts_with(&format!("{visit}/report?draft=")));
    assert!(volunteer.get(&draft).await.body.contains("Fint"), "the rest is filled in there");
});

async fn says_on_leaving(site: TestSite, expected: &str) {
    for path in ["/sign-out", "/sign-out-everywhere"] {
        let mut browser = site.signed_in(Role::Volunteer).await;
        assert_eq!(browser.post(path, &[]).await.header("clear-site-data"), expected, "{path}");
    }
}

db_test!(nothing_stays_in_the_browser_of_one_who_leaves, |db| async {
    says_on_leaving(TestSite::with_tls(db, true).await, "\"cache\", \"storage\"").await;
});

db_test!(without_tls_browsers_heed_no_such_word, |db| async {
    says_on_leaving(TestSite::new(db).await, "").await;
});

db_test!(the_manifest_speaks_the_readers_language, |db| async {
    let site = TestSite::new(db).await;
    let mut browser = site.browser();
    for (language, description) in [("sv", "Hjälp och sällskap"), ("fi", "Apua ja seuraa"), ("en", "Help and company")]
    {
        browser.cookies.insert("lang".to_owned(), language.to_owned());
        let answer = browser.get("/manifest.webmanifest").await;
        assert_eq!(answer.header("content-type"), "application/manifest+json");
        let manifest: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!((&manifest["lang"], &manifest["display"]), (&language.into(), &"standalone".into()));
        assert!(manifest["description"].as_str().unwrap().starts_with(description));
        assert!(manifest["name"].as_str().unwrap().contains("Älvstads kommun"));
        assert_eq!(manifest["icons"].as_array().unwrap().len(), 3);
    }
});

#[tokio::test]
async fn the_worker_is_another_with_another_site() {
    let folder = Folder::new("worker");
    std::fs::create_dir_all(folder.file("")).unwrap();
    std::fs::write(folder.file("service-worker-1.js"), "// the worker").unwrap();
    let db = app::checks::testing::fresh(app::checks::testing::Engine::Sqlite).await;
    let mut ctx = crate::support::context(&db, false);
    for version in ["one", "two"] {
        let mut site = SiteFiles { css: "a.css".to_owned(), version: version.to_owned(), ..SiteFiles::default() };
        site.worker.script = "service-worker-1.js".to_owned();
        site.files.insert("fonts/a.woff2".to_owned(), "a-1.woff2".to_owned());
        let config = frame::context::Config { demo: true, tls: false, secret: ctx.config.secret.clone(), site };
        ctx.config = config.into();
        let external =
            ExternalConfig { site: Site::Folder(folder.file("").as_path().into()), ..ExternalConfig::default() };
        let mut browser = Browser::new(server::router::with(ctx.clone(), external));
        let answer = browser.get("/service-worker.js").await;
        assert_eq!(answer.header("content-type"), "text/javascript; charset=utf-8");
        assert_eq!(
            answer.header("cache-control"),
            "public, no-cache",
            "browsers ask each time whether there is another"
        );
        assert!(answer.header("content-security-policy").contains("connect-src 'self'"));
        assert!(
            answer.body.starts_with("const SITE = {") && answer.body.contains(&format!("\"version\":\"{version}\""))
        );
        assert!(answer.body.contains("a-1.woff2") && answer.body.ends_with("// the worker"));
    }
    let nowhere = Browser::new(server::build_router(ctx)).get("/service-worker.js").await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
}
