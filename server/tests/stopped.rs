//! A match that was stopped goes on, or does not, through the whole router, on both databases.

use crate::support::{Browser, Case, TestSite, as_person, change, count, text, whole};
use app::{checks::testing::TestDb, db_test};
use ground::id::PersonId;
use people::person;

const MATCH: &str = "SELECT m.status FROM match m JOIN visit v ON v.match_id = m.id WHERE v.id = $1";
const TOLD: &str =
    "SELECT count(*) FROM outgoing_message WHERE about_type = 'visit' AND about_id = $1 AND code = 'match_resumed'";
const LOGGED: &str = "SELECT count(*) FROM audit_entry WHERE action = 'match.resume'
                      AND object_id = (SELECT match_id FROM visit WHERE id = $1)";

/// The case; its match is stopped by an acute concern about the volunteer. The coordinator of it.
async fn stopped(db: TestDb) -> (TestSite, Case, Browser) {
    let site = TestSite::new(db).await;
    let case = site.case().await;
    let mut coordinator = as_person(&site, &case["coordinator"]).await;
    let judged = [("severity", "acute"), ("lex_sarah", "no"), ("lex_sarah_note", "Ingen av oss."), ("key", "triage")];
    coordinator.post(&format!("/staff/concerns/{}/triage", case["concern"]), &judged).await;
    assert_eq!(text(&site, MATCH, &case["visit"]).await, "suspended");
    (site, case, coordinator)
}

async fn decide(coordinator: &mut Browser, case: &Case) {
    let page = format!("/staff/concerns/{}", case["concern"]);
    coordinator.post(&format!("{page}/act"), &[("key", "act")]).await;
    coordinator.post(&format!("{page}/decide"), &[("decision", "Ett missförstånd."), ("key", "decide")]).await;
}

db_test!(a_stopped_match_goes_on_once_what_stopped_it_is_decided, |db| async {
    let (site, case, mut coordinator) = stopped(db).await;
    let visit = &case["visit"];
    let (page, resume) = (format!("/staff/visits/{visit}"), format!("/staff/visits/{visit}/resume"));
    // From the concern one finds it, whether or not its visit is still ahead.
    let concern = coordinator.get(&format!("/staff/concerns/{}", case["concern"])).await;
    assert!(concern.body.contains(&page) && concern.body.contains("(stoppad)"), "{}", concern.body);
    let shown = coordinator.open(&page).await;
    assert!(shown.body.contains("Kontakten är stoppad"));
    let empty = coordinator.submit(&shown, &resume, &[]).await;
    assert!(empty.body.contains("Skriv varför kontakten kan fortsätta."));
    let early = coordinator.submit(&empty, &resume, &[("resume", "Allt är utrett.")]).await;
    assert!(early.body.contains("Det som stoppade kontakten är inte avgjort."), "{}", early.body);
    assert_eq!(early.texts("textarea[name=resume]"), ["Allt är utrett."], "nothing typed is lost");
    assert_eq!(text(&site, MATCH, visit).await, "suspended");
    decide(&mut coordinator, &case).await;
    let shown = coordinator.open(&page).await;
    // Pressed in two windows at the same moment.
    let mut window = coordinator.clone();
    let why = [("resume", "Allt är utrett.")];
    let (done, same) = tokio::join!(coordinator.submit(&shown, &resume, &why), window.submit(&shown, &resume, &why));
    assert!(same.body.contains("Kontakten fortsätter."), "{}", same.body);
    assert!(done.body.contains("Kontakten fortsätter."), "{}", done.body);
    assert!(!done.body.contains("Kontakten är stoppad"));
    assert_eq!(text(&site, MATCH, visit).await, "introducing", "what it was");
    assert_eq!(text(&site, "SELECT status FROM visit WHERE id = $1", visit).await, "confirmed", "it stays as it is");
    // The same press again, and another one.
    coordinator.submit(&shown, &resume, &[("resume", "Allt är utrett.")]).await;
    let late = coordinator.post(&resume, &[("resume", "Igen."), ("key", "another")]).await;
    assert_eq!(late.header("location"), format!("{page}?notice=late"));
    assert_eq!((count(&site, TOLD, visit).await, count(&site, LOGGED, visit).await), (2, 1));
    // Both are told that it goes on, and nothing of the concern.
    for who in ["senior", "volunteer"] {
        let told = as_person(&site, &case[who]).await.get("/notifications").await;
        assert!(told.body.contains("Er kontakt fortsätter.") && !told.body.contains("utrett"), "{who}");
    }
    // Why stands in the log, but on nobody's page: the person it is about may be a colleague who reads there.
    let mut tx = site.ctx.db.read().await.unwrap();
    for who in ["senior", "volunteer"] {
        let log =
            person::store::log(&mut tx, &site.municipality, &PersonId::from(case[who].as_str()), 100).await.unwrap();
        assert!(log.iter().all(|(.., action, _)| action != "match.resume"), "{who}");
    }
    drop(tx);
    whole(&site).await;
});

db_test!(a_stopped_match_waits_for_the_standing_and_for_an_open_identity, |db| async {
    let (site, case, mut coordinator) = stopped(db).await;
    decide(&mut coordinator, &case).await;
    let visit = &case["visit"];
    let (page, resume) = (format!("/staff/visits/{visit}"), format!("/staff/visits/{visit}/resume"));
    change(&site, "UPDATE volunteer SET held_at = 1 WHERE person_id = $1", &case["volunteer"]).await;
    let shown = coordinator.open(&page).await;
    let held = coordinator.submit(&shown, &resume, &[("resume", "Allt är utrett.")]).await;
    assert!(held.body.contains("Volontären saknar behörighet."), "{}", held.body);
    change(&site, "UPDATE volunteer SET held_at = NULL WHERE person_id = $1", &case["volunteer"]).await;
    // Whoever may open a protected person's visit cannot open contact details either.
    change(&site, "UPDATE role_assignment SET area_id = NULL WHERE person_id = $1", &case["coordinator"]).await;
    change(&site, "UPDATE person SET protected = TRUE WHERE id = $1", &case["senior"]).await;
    let mut named = as_person(&site, &case["coordinator"]).await;
    let refused = named.post(&resume, &[("resume", "Allt är utrett."), ("key", "1")]).await;
    let refused = named.follow(refused).await;
    assert!(refused.body.contains("Det går inte än."), "{}", refused.body);
    assert_eq!((text(&site, MATCH, visit).await.as_str(), count(&site, TOLD, visit).await), ("suspended", 0));
    change(&site, "UPDATE person SET protected = FALSE WHERE id = $1", &case["senior"]).await;
});

db_test!(a_stopped_match_ends_for_good_with_its_request, |db| async {
    let (site, case, mut coordinator) = stopped(db).await;
    let path = format!("/staff/requests/{}/close", case["matched"]);
    coordinator.post(&path, &[("close_reason", "safety"), ("key", "1")]).await;
    assert_eq!(text(&site, MATCH, &case["visit"]).await, "ended");
    let why = "SELECT m.end_reason FROM match m JOIN visit v ON v.match_id = m.id WHERE v.id = $1";
    assert_eq!(text(&site, why, &case["visit"]).await, "safety");
    assert_eq!(text(&site, "SELECT status FROM visit WHERE id = $1", &case["visit"]).await, "cancelled");
    decide(&mut coordinator, &case).await;
    let resume = format!("/staff/visits/{}/resume", case["visit"]);
    let late = coordinator.post(&resume, &[("resume", "Ändå."), ("key", "2")]).await;
    assert!(late.header("location").ends_with("notice=late"));
    assert_eq!(text(&site, MATCH, &case["visit"]).await, "ended");
    whole(&site).await;
});
