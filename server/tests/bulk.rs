//! Several requests at one press, through the whole router, on both databases: a result for each row, each row for itself.

use crate::support::{Answer, Browser, Case, TestSite, as_person, count, whole};
use app::db_test;
use axum::http::StatusCode;
use db::{Failure, exec, in_tx};
use frame::access::model::Role;
use ground::{
    id::{AreaId, KindId, PersonId, RequestId},
    time::DayPart,
};
use help::{
    kinds::model::ContactMode,
    requests::{model::Channel, store::NewRequest},
    transitions,
};

/// A request that nobody has taken, of a senior of the case in this area.
async fn submitted(site: &TestSite, case: &Case, area: &AreaId) -> RequestId {
    let senior = PersonId::from(case["senior2"].as_str());
    let here = site.here(&senior, &[(Role::Senior, None)]);
    let new = NewRequest {
        senior: senior.clone(),
        registered_by: senior.clone(),
        channel: Channel::Own,
        kind: KindId::from(case["kind"].as_str()),
        area: area.clone(),
        mode: ContactMode::Home,
        note: String::new(),
        times: vec![("2026-11-26".to_owned(), DayPart::Morning, None)],
        answer_due_at: site.ctx.clock.now().plus_days(2),
    };
    let made: Result<RequestId, Failure> =
        in_tx!(site.ctx.db, |tx| { Ok(transitions::requests::submit(tx, &here, &new).await?.0) });
    made.unwrap()
}

/// The rows of the page of results: number and words.
fn told(page: &Answer) -> Vec<String> {
    page.texts("main tbody tr")
}

const TAKEN: &str = "SELECT count(*) FROM audit_entry WHERE action = 'request.take' AND object_id = $1";

db_test!(many_are_taken_at_one_press_and_each_row_says_what_became_of_it, |db| async {
    let site = TestSite::new(db).await;
    let case = site.case().await;
    let (centre, elsewhere) = (AreaId::from(case["area"].as_str()), site.area("Söder").await);
    let colleague = site.person_in(Role::Coordinator, &centre).await;
    let (free, gone, foreign) = (
        submitted(&site, &case, &centre).await,
        submitted(&site, &case, &centre).await,
        submitted(&site, &case, &elsewhere).await,
    );
    let mut coordinator = as_person(&site, &case["coordinator"]).await;
    let page = coordinator.open("/staff").await;
    let offered = page.attributes("main input[name=row]", "value");
    assert!(offered.contains(&free.0) && offered.contains(&gone.0) && !offered.contains(&foreign.0), "{offered:?}");
    // While the page is open a colleague takes one of them.
    let mut other = as_person(&site, colleague.as_str()).await;
    other.post(&format!("/staff/requests/{gone}/take"), &[("key", "k")]).await;

    let chosen =
        [("row", gone.as_str()), ("row", foreign.as_str()), ("row", "none"), ("row", free.as_str()), ("do", "take")];
    let press = async |browser: &mut Browser| browser.submit(&page, "/staff/requests/bulk", &chosen).await;
    let results = press(&mut coordinator).await;
    assert_eq!(results.status, StatusCode::OK, "{}", results.body);
    let rows = told(&results);
    assert_eq!(results.heading(), "Klart: 1 av 4");
    assert!(rows[0].contains("har redan tagit den"), "{rows:?}");
    assert!(rows[1].contains("inte din att ändra") && rows[2].contains("inte din att ändra"), "{rows:?}");
    assert!(rows[3].contains("Din nu"), "one that fails leaves the others as they are: {rows:?}");
    assert_eq!(results.attributes("main tbody a", "href").len(), 2, "nothing is told of what is not the reader's");
    assert_eq!(count(&site, TAKEN, free.as_str()).await, 1);
    assert_eq!(count(&site, TAKEN, foreign.as_str()).await, 0);

    // The same press again: the same page, and nothing is done twice, whatever has happened since.
    other.post(&format!("/staff/requests/{free}/take-over"), &[("key", "k")]).await;
    let again = press(&mut coordinator).await;
    assert_eq!((again.path.as_str(), told(&again)), (results.path.as_str(), rows));
    assert_eq!(count(&site, TAKEN, free.as_str()).await, 1);
    // A new page is a new press.
    let page = coordinator.open("/staff").await;
    let late = coordinator.submit(&page, "/staff/requests/bulk", &[("row", free.as_str()), ("do", "take")]).await;
    assert!(told(&late)[0].contains("har redan tagit den"), "{}", late.body);

    // What became of them is the presser's alone.
    assert_eq!(other.get(&results.path).await.status, StatusCode::NOT_FOUND);
    whole(&site).await;
});

db_test!(the_best_are_asked_for_each_chosen_request, |db| async {
    let site = TestSite::new(db).await;
    let case = site.case().await;
    let centre = AreaId::from(case["area"].as_str());
    let senior = site.here(&case["senior2"].as_str().into(), &[(Role::Senior, None)]);
    let (coordinator, kind) = (PersonId::from(case["coordinator"].as_str()), KindId::from(case["kind"].as_str()));
    let made: Result<(RequestId, RequestId), Failure> = in_tx!(site.ctx.db, |tx| {
        let first = site.approved(tx, &senior, &coordinator, &kind, &centre).await?.id;
        let second = site.approved(tx, &senior, &coordinator, &kind, &centre).await?.id;
        let sql = "INSERT INTO volunteer_kind (municipality_id, person_id, kind_id) VALUES ($1, $2, $3)";
        exec!(tx, sql, &site.municipality, &case["volunteer2"], &kind)?;
        Ok((first, second))
    });
    let (first, second) = made.unwrap();
    let fresh = submitted(&site, &case, &centre).await;
    let mut browser = as_person(&site, &case["coordinator"]).await;
    let page = browser.open("/staff/requests?status=open").await;
    let chosen = [
        ("row", first.as_str()),
        ("row", fresh.as_str()),
        ("row", second.as_str()),
        ("row", case["request"].as_str()),
        ("do", "offer"),
        ("best", "1"),
    ];
    let results = browser.submit(&page, "/staff/requests/bulk", &chosen).await;
    let rows = told(&results);
    assert!(rows[0].contains("1 volontär är tillfrågad"), "{rows:?}");
    assert!(rows[1].contains("söker ingen volontär nu"), "{rows:?}");
    assert!(rows[2].contains("1 volontär är tillfrågad"), "{rows:?}");
    let offers = "SELECT count(*) FROM offer WHERE status = 'open' AND request_id = $1";
    for request in [&first, &second] {
        assert_eq!(count(&site, offers, request.as_str()).await, 1, "no more than were asked for");
    }
    let logged =
        "SELECT count(*) FROM audit_entry WHERE action = 'offer.make' AND subject_id IS NOT NULL AND object_id IN
                  (SELECT id FROM offer WHERE request_id = $1)";
    assert_eq!(count(&site, logged, first.as_str()).await, 1);
    // One comes back to the list as it was filtered.
    assert_eq!(results.attributes("main a.back", "href"), ["/staff/requests?status=open&sort=newest"]);
    whole(&site).await;
});

db_test!(a_protected_persons_request_is_never_offered_in_a_row, |db| async {
    let site = TestSite::new(db).await;
    let case = site.case().await;
    let centre = AreaId::from(case["area"].as_str());
    let request = submitted(&site, &case, &centre).await;
    let done: Result<u64, Failure> = in_tx!(site.ctx.db, |tx| {
        Ok(exec!(tx, "UPDATE person SET protected = TRUE WHERE id = $1", &case["senior2"])?)
    });
    assert_eq!(done.unwrap(), 1);
    let mut limited = as_person(&site, &case["coordinator"]).await;
    let page = limited.open("/staff").await;
    for what in ["take", "offer"] {
        let results = limited.submit(&page, "/staff/requests/bulk", &[("row", request.as_str()), ("do", what)]).await;
        assert!(told(&results)[0].contains("inte din att ändra"), "{what}: {}", results.body);
    }
    assert_eq!(count(&site, TAKEN, request.as_str()).await, 0);
});

db_test!(nothing_chosen_is_said_and_nothing_done, |db| async {
    let site = TestSite::new(db).await;
    let case = site.case().await;
    submitted(&site, &case, &AreaId::from(case["area"].as_str())).await;
    let mut browser = as_person(&site, &case["coordinator"]).await;
    let page = browser.open("/staff").await;
    let results = browser.submit(&page, "/staff/requests/bulk", &[("do", "take")]).await;
    assert_eq!((results.status, results.heading().as_str()), (StatusCode::OK, "Inget var valt"));
    // Neither a program nor its data come with a page that the server alone knows.
    assert!(results.attributes("script[type=module]", "nonce").is_empty(), "{}", results.body);
});
