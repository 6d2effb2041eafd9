//! What becomes of visits when something comes between, through the whole router, on both databases.

use crate::support::{Browser, Case, TestSite, as_person, count, text, whole};
use app::db_test;
use db::{Failure, exec, in_tx};
use frame::access::model::Role;
use ground::id::{PersonId, RequestId};
use help::{
    offers, requests,
    transitions::{self, offers::Outcome},
};

const VISIT: &str = "SELECT status FROM visit WHERE id = $1";
const REQUEST: &str = "SELECT status FROM request WHERE id = $1";

/// An hour and a half after the case's visit should have begun.
async fn after_its_beginning(site: &TestSite, case: &Case) {
    let starts = count(site, "SELECT starts_at FROM visit WHERE id = $1", &case["visit"]).await;
    site.ctx.clock.move_by_minutes((starts - site.ctx.clock.now().0) / 60_000 + 90);
}

db_test!(a_visit_that_has_begun_is_not_called_off_when_its_request_is_closed, |db| async {
    let site = TestSite::new(db).await;
    let case = site.case().await;
    after_its_beginning(&site, &case).await;
    let (request, visit) = (&case["matched"], &case["visit"]);
    let mut coordinator = as_person(&site, &case["coordinator"]).await;
    let path = format!("/staff/requests/{request}/close");
    coordinator.post(&path, &[("close_reason", "no_longer_needed"), ("key", "1")]).await;
    assert_eq!(text(&site, REQUEST, request).await, "closed");
    // Nobody calls it off afterwards either, and nobody looks for somebody else.
    let mut senior = as_person(&site, &case["senior"]).await;
    senior.post(&format!("/visits/{visit}/cancel"), &[("key", "2")]).await;
    let mut volunteer = as_person(&site, &case["volunteer"]).await;
    volunteer.post(&format!("/volunteer/visits/{visit}/cannot-come"), &[("key", "3")]).await;
    coordinator.post(&format!("/staff/visits/{visit}/cannot-come"), &[("key", "4")]).await;
    assert_eq!(text(&site, VISIT, visit).await, "confirmed");
    whole(&site).await;
    let told =
        "SELECT count(*) FROM outgoing_message WHERE about_id = $1 AND code IN ('visit_cancelled', 'visit_overdue')";
    let replaced = "SELECT count(*) FROM outgoing_message WHERE about_id = $1 AND code = 'visit_replaced'";
    app::clocks::run(&site.ctx).await.unwrap();
    assert_eq!((count(&site, told, visit).await, count(&site, replaced, request).await), (0, 0));
    // How it went can still be told.
    let report = [("outcome", "as_planned"), ("minutes", "60"), ("experience", "good"), ("key", "5")];
    volunteer.post(&format!("/volunteer/visits/{visit}/report"), &report).await;
    assert_eq!(text(&site, VISIT, visit).await, "reported");
    whole(&site).await;
});

db_test!(a_visit_ahead_is_called_off_when_its_request_is_closed, |db| async {
    let site = TestSite::new(db).await;
    let case = site.case().await;
    let mut coordinator = as_person(&site, &case["coordinator"]).await;
    let path = format!("/staff/requests/{}/close", case["matched"]);
    coordinator.post(&path, &[("close_reason", "no_longer_needed"), ("key", "1")]).await;
    assert_eq!(text(&site, VISIT, &case["visit"]).await, "cancelled");
    let told = "SELECT person_id FROM outgoing_message WHERE about_id = $1 AND code = 'visit_cancelled'";
    assert_eq!(text(&site, told, &case["visit"]).await, case["volunteer"]);
    whole(&site).await;
});

db_test!(the_first_meeting_with_a_replacement_is_arranged_anew, |db| async {
    let site = TestSite::new(db).await;
    let case = site.case().await;
    let (request, visit) = (RequestId::from(case["matched"].as_str()), &case["visit"]);
    let arranged: Result<u64, Failure> = in_tx!(site.ctx.db, |tx| {
        Ok(exec!(tx, "UPDATE request SET risk = 2, first_meeting = 'Lena följer med.' WHERE id = $1", &request)?)
    });
    arranged.unwrap();
    let mut coordinator = as_person(&site, &case["coordinator"]).await;
    let path = format!("/staff/requests/{request}/cannot-come");
    coordinator.post(&path, &[("visit", visit), ("key", "1")]).await;
    assert_eq!(text(&site, REQUEST, request.as_str()).await, "approved");
    let (person, senior) = (PersonId::from(case["coordinator"].as_str()), PersonId::from(case["senior"].as_str()));
    let (staff, senior) =
        (site.here(&person, &[(Role::Coordinator, None)]), site.here(&senior, &[(Role::Senior, None)]));
    let other = PersonId::from(case["volunteer2"].as_str());
    let volunteer = site.here(&other, &[(Role::Volunteer, None)]);
    let second: Result<String, Failure> = in_tx!(site.ctx.db, |tx| {
        let approved = requests::store::by_id(tx, &site.municipality, &request).await?.unwrap();
        let Outcome::Done(id) = transitions::offers::offer(tx, &staff, &approved, &other).await? else {
            panic!("not offered")
        };
        let time = requests::store::times(tx, &site.municipality, &request).await?.remove(0).id;
        let offer = offers::store::by_id(tx, &site.municipality, &id).await?.unwrap();
        assert_eq!(transitions::offers::accept(tx, &volunteer, &offer, &time).await?, Outcome::Done(()));
        let offer = offers::store::by_id(tx, &site.municipality, &id).await?.unwrap();
        let Outcome::Done(visit) = transitions::offers::yes(tx, &senior, &offer, "self").await? else {
            panic!("not agreed")
        };
        Ok(visit.to_string())
    });
    let second = second.unwrap();
    assert_eq!(text(&site, VISIT, &second).await, "planned", "the arrangement was for somebody else");
    whole(&site).await;
    let path = format!("/staff/requests/{request}/first-meeting");
    coordinator.post(&path, &[("visit", &second), ("meeting_how", "Lena följer med."), ("key", "2")]).await;
    assert_eq!(text(&site, VISIT, &second).await, "confirmed");
    whole(&site).await;
});

/// Sends a yes and shows what follows.
async fn yes(browser: &mut Browser, url: &str, time: &str) -> String {
    let key = ground::random::new_token();
    let answer = browser.post(&format!("{url}/yes"), &[("time", time), ("key", &key)]).await;
    browser.follow(answer).await.body
}

/// A time at which the first request can be, so many minutes from the beginning of the case's visit.
async fn one_more_time(site: &TestSite, case: &Case, id: &'static str, minutes: i64) {
    let starts = count(site, "SELECT starts_at FROM visit WHERE id = $1", &case["visit"]).await;
    let at = ground::Timestamp(starts).plus_minutes(minutes).local();
    let (day, clock) = (ground::clock::day_code(at.date()), format!("{:02}:{:02}", at.hour(), at.minute()));
    let made: Result<u64, Failure> = in_tx!(site.ctx.db, |tx| {
        Ok(exec!(
            tx,
            "INSERT INTO request_time (municipality_id, id, request_id, day, part, clock) VALUES ($1, $2, $3, $4, 'morning', $5)",
            &site.municipality,
            id,
            &case["request"],
            &day,
            &clock
        )?)
    });
    made.unwrap();
}

const OFFER: &str = "SELECT status FROM offer WHERE id = $1";
const TIME: &str = "SELECT id FROM request_time WHERE request_id = $1 ORDER BY day, clock LIMIT 1";
const REFUSED: &str = "error-summary";

db_test!(a_volunteer_says_yes_to_one_thing_at_a_time, |db| async {
    let site = TestSite::new(db).await;
    let case = site.case().await;
    // The volunteer's visit is at the only time of the request that is offered.
    let (request, offer) = (&case["request"], &case["offer"]);
    let url = format!("/volunteer/offers/{offer}");
    let time = text(&site, TIME, request).await;
    let mut volunteer = as_person(&site, &case["volunteer"]).await;
    let page = yes(&mut volunteer, &url, &time).await;
    assert!(page.contains(REFUSED) && page.contains("Då har du redan ett besök: "), "{page}");
    assert!(page.contains("Inga andra tider går att välja nu."));
    assert_eq!(text(&site, OFFER, offer).await, "open");
    // A visit that begins as the other ends overlaps nothing.
    one_more_time(&site, &case, "next", 60).await;
    assert!(yes(&mut volunteer, &url, &time).await.contains("Välj en annan tid."));
    assert!(!yes(&mut volunteer, &url, "next").await.contains(REFUSED));
    assert_eq!(text(&site, OFFER, offer).await, "accepted");
    whole(&site).await;
});

db_test!(the_board_has_other_times_for_who_is_busy, |db| async {
    let site = TestSite::new(db).await;
    let case = site.case().await;
    let (coordinator, senior) =
        (PersonId::from(case["coordinator"].as_str()), PersonId::from(case["senior2"].as_str()));
    let as_senior = site.here(&senior, &[(Role::Senior, None)]);
    let made: Result<String, Failure> = in_tx!(site.ctx.db, |tx| {
        let (kind, area) = (case["kind"].as_str().into(), case["area"].as_str().into());
        for volunteer in [&case["volunteer"], &case["volunteer2"]] {
            exec!(
                tx,
                "INSERT INTO volunteer_area (municipality_id, person_id, area_id) VALUES ($1, $2, $3)",
                &site.municipality,
                volunteer,
                &case["area"]
            )?;
        }
        Ok(site.approved(tx, &as_senior, &coordinator, &kind, &area).await?.id.to_string())
    });
    let request = made.unwrap();
    let (url, offers) = (format!("/volunteer/board/{request}"), "SELECT count(*) FROM offer WHERE request_id = $1");
    let time = text(&site, TIME, &request).await;
    let mut volunteer = as_person(&site, &case["volunteer"]).await;
    let page = yes(&mut volunteer, &url, &time).await;
    assert!(page.contains(REFUSED) && page.contains("Då har du redan ett besök: "), "{page}");
    assert_eq!(count(&site, offers, &request).await, 0, "as if nothing had been pressed");
    whole(&site).await;
    // Somebody else has the time.
    let mut other = as_person(&site, &case["volunteer2"]).await;
    assert!(!yes(&mut other, &url, &time).await.contains(REFUSED));
    assert_eq!(count(&site, offers, &request).await, 1);
    whole(&site).await;
});

db_test!(a_yes_of_the_senior_makes_no_visit_that_overlaps, |db| async {
    let site = TestSite::new(db).await;
    let case = site.case().await;
    let (request, offer) = (&case["request"], &case["offer"]);
    let mut volunteer = as_person(&site, &case["volunteer"]).await;
    one_more_time(&site, &case, "before", -60).await;
    yes(&mut volunteer, &format!("/volunteer/offers/{offer}"), "before").await;
    assert_eq!(text(&site, OFFER, offer).await, "accepted");
    // From now on such a visit takes half an hour more.
    let longer: Result<u64, Failure> = in_tx!(site.ctx.db, |tx| { Ok(exec!(tx, "UPDATE kind SET minutes = 90")?) });
    longer.unwrap();
    let senior_id = text(&site, "SELECT senior_id FROM request WHERE id = $1", request).await;
    let mut senior = as_person(&site, &senior_id).await;
    senior.post(&format!("/requests/{request}/yes"), &[("offer", offer), ("key", "1")]).await;
    assert_eq!(text(&site, REQUEST, request).await, "approved", "another volunteer can be asked");
    assert_eq!(text(&site, OFFER, offer).await, "not_chosen");
    assert_eq!(count(&site, "SELECT count(*) FROM visit WHERE request_id = $1", request).await, 0);
    whole(&site).await;
});
