//! Presses from a tab that shows how it was: what the clock makes impossible is refused with a sentence, changes nothing and tells nobody.
//! Both sides of each bound, on both databases.

use crate::support::{Case, TestSite, as_person, count, text};
use app::{checks::testing::TestDb, db_test};
use db::{Failure, exec, in_tx};
use ground::Timestamp;

const VISIT: &str = "SELECT status FROM visit WHERE id = $1";
const REQUEST: &str = "SELECT status FROM request WHERE id = $1";
const OFFER: &str = "SELECT status FROM offer WHERE id = $1";
const TOLD: &str = "SELECT count(*) FROM outgoing_message WHERE municipality_id = $1";
const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

async fn set_row(site: &TestSite, sql: String) {
    let done: Result<u64, Failure> = in_tx!(site.ctx.db, |tx| { Ok(exec!(tx, sqlx::AssertSqlSafe(sql.clone()))?) });
    assert!(done.unwrap() > 0, "{sql}");
}

/// The case's visit is as it was agreed, in this state, and ended so many minutes ago (or ends in so many, where negative).
async fn visit_ended(site: &TestSite, case: &Case, status: &str, minutes: i64) {
    let begin = site.ctx.clock.now().plus_minutes(-60 - minutes).0;
    let started = if matches!(status, "started" | "finished") { begin.to_string() } else { "NULL".to_owned() };
    let (visit, request) = (&case["visit"], &case["matched"]);
    for sql in [
        format!(
            "UPDATE visit SET status = '{status}', starts_at = {begin}, started_at = {started}, finished_at = NULL, reported_at = NULL,
                    outcome = NULL, cancelled_at = NULL, cancelled_by = NULL, cancel_reason = NULL, code_word = 'björk'
             WHERE id = '{visit}'"
        ),
        format!(
            "UPDATE request SET status = 'matched', ended_at = NULL, end_reason = NULL, ended_by = NULL, replacement_since = NULL,
                    matched_at = 1 WHERE id = '{request}'"
        ),
        format!("UPDATE offer SET status = 'confirmed', ended_at = NULL WHERE request_id = '{request}'"),
        format!("UPDATE match SET status = 'introducing', ended_at = NULL, end_reason = NULL WHERE request_id = '{request}'"),
    ] {
        set_row(site, sql).await;
    }
}

async fn prepared(db: TestDb) -> (TestSite, Case) {
    db.may_contradict();
    let site = TestSite::new(db).await;
    let case = site.case().await;
    (site, case)
}

/// A press on something of the case's visit: who, the address, the fields, the state it begins in, how many minutes after the planned end
/// it is not possible any more, the state it leads to, and what is said when it is too late.
type Press<'a> = (&'a str, String, &'a [(&'a str, &'a str)], &'a str, i64, &'a str, &'a str);

db_test!(what_is_over_is_not_called_off_begun_or_arranged, |db| async {
    let (site, case) = prepared(db).await;
    let (visit, request) = (&case["visit"], &case["matched"]);
    let of_visit = [("visit", visit.as_str())];
    let report: &[(&str, &str)] =
        &[("outcome", "as_planned"), ("minutes", "60"), ("experience", "good"), ("text", "Vi drack kaffe.")];
    let meeting = [("visit", visit.as_str()), ("meeting_how", "Vid porten klockan tio.")];
    let presses: Vec<Press<'_>> = vec![
        (
            "volunteer",
            format!("/volunteer/visits/{visit}/cannot-come"),
            &[],
            "confirmed",
            0,
            "cancelled",
            "Berätta hur det gick.",
        ),
        ("volunteer", format!("/volunteer/visits/{visit}/cannot-come"), &[], "planned", 0, "cancelled", "Ring oss"),
        (
            "volunteer",
            format!("/volunteer/visits/{visit}/start"),
            &[],
            "confirmed",
            12 * HOUR,
            "started",
            "Berätta hur det gick.",
        ),
        ("volunteer", format!("/volunteer/visits/{visit}/finish"), &[], "started", 14 * DAY, "finished", "Ring oss"),
        (
            "volunteer",
            format!("/volunteer/visits/{visit}/report"),
            report,
            "confirmed",
            14 * DAY,
            "reported",
            "Du skrev: Vi drack kaffe.",
        ),
        ("senior", format!("/visits/{visit}/cancel"), &[], "confirmed", 0, "cancelled", "Besöket har redan varit."),
        ("senior", format!("/visits/{visit}/cancel"), &[], "planned", 0, "cancelled", "Besöket har redan varit."),
        ("coordinator", format!("/staff/visits/{visit}/cancel"), &[], "confirmed", 0, "cancelled", "tid är redan över"),
        (
            "coordinator",
            format!("/staff/visits/{visit}/cannot-come"),
            &[],
            "confirmed",
            0,
            "cancelled",
            "tid är redan över",
        ),
        (
            "coordinator",
            format!("/staff/visits/{visit}/confirm"),
            &[("first_meeting", "Vid porten.")],
            "planned",
            0,
            "confirmed",
            "Du skrev: Vid porten.",
        ),
        (
            "coordinator",
            format!("/staff/requests/{request}/cancel-visit"),
            &of_visit,
            "confirmed",
            0,
            "cancelled",
            "tid är redan över",
        ),
        (
            "coordinator",
            format!("/staff/requests/{request}/cannot-come"),
            &of_visit,
            "confirmed",
            0,
            "cancelled",
            "tid är redan över",
        ),
        (
            "coordinator",
            format!("/staff/requests/{request}/first-meeting"),
            &meeting,
            "planned",
            0,
            "confirmed",
            "Vid porten klockan tio.",
        ),
    ];
    for (number, (who, path, fields, from, bound, to, said)) in presses.into_iter().enumerate() {
        let mut browser = as_person(&site, &case[who]).await;
        for (minutes, expected) in [(bound - 1, to), (bound, from), (bound + 3 * DAY, from)] {
            // The report's bound is the last moment that is possible, those of the others the first that is not.
            let minutes = if bound == 14 * DAY { minutes + 1 } else { minutes };
            let late = expected == from;
            visit_ended(&site, &case, from, minutes).await;
            let told = count(&site, TOLD, site.municipality.as_str()).await;
            let key = format!("{number} {minutes}");
            let all: Vec<(&str, &str)> = fields.iter().copied().chain([("key", key.as_str())]).collect();
            let answer = browser.post(&path, &all).await;
            assert!(answer.status.is_redirection(), "{path} {minutes}: {}", answer.status);
            let page = browser.follow(answer).await;
            assert_eq!(text(&site, VISIT, visit).await, expected, "{path} {minutes} after the end: {}", page.path);
            if late {
                assert!(page.texts("main").join(" ").contains(said), "{path} {minutes}: {:?}", page.texts("main"));
                assert_eq!(text(&site, REQUEST, request).await, "matched", "{path} {minutes}");
                assert_eq!(
                    count(&site, TOLD, site.municipality.as_str()).await,
                    told,
                    "{path} {minutes}: nobody is told"
                );
            }
        }
    }
});

db_test!(who_clears_up_what_was_never_arranged_may_do_so_afterwards, |db| async {
    let (site, case) = prepared(db).await;
    visit_ended(&site, &case, "planned", 3 * DAY).await;
    let mut coordinator = as_person(&site, &case["coordinator"]).await;
    coordinator.post(&format!("/staff/visits/{}/cannot-come", case["visit"]), &[("key", "1")]).await;
    assert_eq!(text(&site, REQUEST, &case["matched"]).await, "approved");
});

db_test!(the_code_word_and_how_it_was_have_their_time, |db| async {
    let (site, case) = prepared(db).await;
    let visit = &case["visit"];
    let mut senior = as_person(&site, &case["senior"]).await;
    let word = "SELECT code_word FROM visit WHERE id = $1";
    for (number, (minutes, expected)) in [(-61, "blåbär"), (-60, "björk"), (DAY, "björk")].into_iter().enumerate() {
        visit_ended(&site, &case, "confirmed", minutes).await;
        let key = number.to_string();
        senior.post(&format!("/visits/{visit}/code-word"), &[("word", "blåbär"), ("key", &key)]).await;
        assert_eq!(text(&site, word, visit).await, expected, "{minutes}");
    }
    let given = "SELECT count(*) FROM feedback WHERE visit_id = $1";
    for (number, (minutes, expected)) in [(-1, 0), (30 * DAY, 0), (30 * DAY - 1, 1)].into_iter().enumerate() {
        visit_ended(&site, &case, "confirmed", minutes).await;
        let key = number.to_string();
        let fields = [("answer", "good"), ("note", "Det var fint."), ("key", key.as_str())];
        let answer = senior.post(&format!("/visits/{visit}/feedback"), &fields).await;
        let page = senior.follow(answer).await;
        assert_eq!(count(&site, given, visit).await, expected, "{minutes}");
        if expected == 0 {
            assert!(page.texts("main").join(" ").contains("Du skrev: Det var fint."), "{minutes}: {}", page.path);
        }
    }
});

db_test!(an_offer_whose_time_is_over_is_not_answered_or_taken_back, |db| async {
    let (site, case) = prepared(db).await;
    let (offer, request) = (&case["offer"], &case["request"]);
    let now = site.ctx.clock.now();
    let mut volunteer = as_person(&site, &case["volunteer"]).await;
    let set = async |status: &str, expires: Timestamp, clock: &str| {
        set_row(
            &site,
            format!(
                "UPDATE offer SET status = '{status}', expires_at = {}, ended_at = NULL,
                        time_id = CASE WHEN '{status}' = 'accepted' THEN (SELECT id FROM request_time WHERE request_id = '{request}') END
                 WHERE id = '{offer}'",
                expires.0
            ),
        )
        .await;
        set_row(
            &site,
            format!("UPDATE request_time SET day = '2026-11-23', clock = '{clock}' WHERE request_id = '{request}'"),
        )
        .await;
    };
    // It is nine o'clock.
    for (number, (verb, status, expires, clock, expected)) in [
        ("no", "open", now, "10:00", "open"),
        ("no", "open", now.plus_minutes(1), "10:00", "declined"),
        ("no", "accepted", now, "09:00", "accepted"),
        ("no", "accepted", now, "09:01", "declined"),
        ("undo", "accepted", now, "09:00", "accepted"),
        ("undo", "accepted", now.plus_minutes(1), "09:01", "open"),
        ("yes", "open", now, "10:00", "open"),
        ("yes", "open", now.plus_minutes(1), "09:00", "open"),
        ("yes", "open", now.plus_minutes(1), "09:01", "accepted"),
    ]
    .into_iter()
    .enumerate()
    {
        set(status, expires, clock).await;
        let told = count(&site, TOLD, site.municipality.as_str()).await;
        let time = text(&site, "SELECT id FROM request_time WHERE request_id = $1", request).await;
        let key = number.to_string();
        let answer =
            volunteer.post(&format!("/volunteer/offers/{offer}/{verb}"), &[("time", &time), ("key", &key)]).await;
        assert!(answer.status.is_redirection(), "{verb} {status} {clock}");
        assert_eq!(text(&site, OFFER, offer).await, expected, "{verb} {status} {clock}");
        if expected == status {
            assert_eq!(count(&site, TOLD, site.municipality.as_str()).await, told, "{verb} {status}: nobody is told");
        }
    }
    // A yes whose time has come without an answer is over for who said it.
    set("accepted", now, "09:00").await;
    let page = volunteer.get(&format!("/volunteer/offers/{offer}")).await;
    assert!(page.attributes("form", "action").iter().all(|action| !action.ends_with("/undo")), "{}", page.heading());
});

db_test!(nobody_is_looked_for_when_all_times_are_over, |db| async {
    let (site, case) = prepared(db).await;
    let request = &case["request"];
    let mut coordinator = as_person(&site, &case["coordinator"]).await;
    set_row(&site, format!("UPDATE offer SET status = 'withdrawn' WHERE id = '{}'", case["offer"])).await;
    let approval = [("volunteer_text", "En lugn pratstund."), ("risk", "1"), ("then", "stay")];
    for (number, (clock, expected)) in [("09:00", "in_review"), ("09:01", "approved")].into_iter().enumerate() {
        set_row(&site, format!("UPDATE request SET status = 'in_review' WHERE id = '{request}'")).await;
        set_row(
            &site,
            format!("UPDATE request_time SET day = '2026-11-23', clock = '{clock}' WHERE request_id = '{request}'"),
        )
        .await;
        let told = count(&site, TOLD, site.municipality.as_str()).await;
        let key = format!("approve {number}");
        let all: Vec<(&str, &str)> = approval.iter().copied().chain([("key", key.as_str())]).collect();
        let answer = coordinator.post(&format!("/staff/requests/{request}/approve"), &all).await;
        let page = coordinator.follow(answer).await;
        assert_eq!(text(&site, REQUEST, request).await, expected, "{clock}: {}", page.path);
        if expected == "in_review" {
            assert!(page.texts("main").join(" ").contains("Alla tider har passerat."), "{:?}", page.texts("main"));
            assert!(page.texts("textarea").contains(&"En lugn pratstund.".to_owned()), "what was typed stays");
            assert_eq!(count(&site, TOLD, site.municipality.as_str()).await, told);
        }
    }
    for (number, (clock, refused)) in [("09:00", true), ("09:01", false)].into_iter().enumerate() {
        set_row(&site, format!("UPDATE request_time SET clock = '{clock}' WHERE request_id = '{request}'")).await;
        let key = format!("offer {number}");
        let fields = [("volunteer", case["volunteer2"].as_str()), ("key", key.as_str())];
        let answer = coordinator.post(&format!("/staff/requests/{request}/offer"), &fields).await;
        assert_eq!(answer.header("location").contains("notice=no_time"), refused, "{}", answer.header("location"));
    }
    // Nor is a time added that has been.
    let times = "SELECT count(*) FROM request_time WHERE request_id = $1";
    for (clock, expected) in [("8.59", 1), ("9.00", 1), ("9.30", 2)] {
        let fields = [("day", "23/11"), ("clock", clock), ("key", clock)];
        let answer = coordinator.post(&format!("/staff/requests/{request}/times"), &fields).await;
        let page = coordinator.follow(answer).await;
        assert_eq!(count(&site, times, request).await, expected, "{clock}");
        if expected == 1 {
            assert!(page.texts("main").join(" ").contains("Tiden har redan varit."), "{clock}");
        }
    }
});

db_test!(the_page_of_a_cancelled_visit_takes_it_out_of_the_calendar, |db| async {
    let (site, case) = prepared(db).await;
    let path = format!("/volunteer/visits/{}", case["visit"]);
    let mut volunteer = as_person(&site, &case["volunteer"]).await;
    let file = format!("{path}/calendar.ics");
    let mut sequence = -1;
    for (status, link, method) in
        [("confirmed", Some("Lägg i kalendern"), "PUBLISH"), ("cancelled", Some("Ta bort ur kalendern"), "CANCEL")]
    {
        if status == "cancelled" {
            volunteer.post(&format!("{path}/cannot-come"), &[("key", "1")]).await;
        }
        let page = volunteer.get(&path).await;
        let links = page.texts("a[href$='calendar.ics']");
        assert_eq!(links.first().map(String::as_str), link, "{status}");
        let answer = volunteer.get(&file).await;
        assert!(answer.header("content-type").contains(&format!("method={method}")), "{status}");
        for line in [
            format!("METHOD:{method}"),
            format!("STATUS:{}", status.to_uppercase()),
            format!("UID:{}@handslag", case["visit"]),
        ] {
            assert!(answer.body.contains(&format!("{line}\r\n")), "{status}: {line}");
        }
        let counted = answer.body.lines().find_map(|line| line.strip_prefix("SEQUENCE:")?.trim().parse().ok()).unwrap();
        assert!(counted > sequence, "{status}: {counted}");
        sequence = counted;
    }
    visit_ended(&site, &case, "finished", 1).await;
    assert_eq!(
        volunteer.get(&path).await.texts("a[href$='calendar.ics']"),
        Vec::<String>::new(),
        "over is nothing new"
    );
});
