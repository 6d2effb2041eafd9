//! What volunteers read of somebody is looked through for what is private, on both databases.

use crate::support::{Answer, Browser, TestSite};
use app::db_test;
use axum::http::StatusCode;
use db::{exec, in_tx, row};
use ground::id::PersonId;

/// A request by telephone of "senior2", who is called Gunnel Ek and lives in Kungsgatan 12; its own coordinator's.
async fn request(site: &TestSite) -> (Browser, String) {
    let case = site.case().await;
    let done: Result<u64, db::Failure> = in_tx!(site.ctx.db, |tx| {
        Ok(exec!(
            tx,
            "UPDATE person SET given_name = 'Gunnel', family_name = 'Ek', street = 'Kungsgatan 12', postal_code = '63220' WHERE id = $1",
            &case["senior2"]
        )?)
    });
    assert_eq!(done.unwrap(), 1);
    let mut browser = site.browser();
    browser.sign_in(&PersonId::from(case["coordinator"].as_str())).await;
    let page = browser.open(&format!("/staff/requests/new?person={}", case["senior2"])).await;
    let fields = [
        ("kind", case["kind"].as_str()),
        ("mode", "home"),
        ("other_day", "26"),
        ("part", "morning"),
        ("note", "Jag heter gunnel, portkod 1234"),
    ];
    let entered = browser.submit(&page, "/staff/requests", &fields).await;
    assert_eq!(entered.status, StatusCode::OK, "{}", entered.path);
    let id = entered.path.split('?').next().unwrap().rsplit('/').next().unwrap().to_owned();
    (browser, id)
}

async fn kept(site: &TestSite, id: &str) -> (String, Option<String>, Option<String>) {
    let mut tx = site.ctx.db.read().await.unwrap();
    row!(
        &mut tx,
        (String, Option<String>, Option<String>),
        "SELECT status, volunteer_text, first_meeting FROM request WHERE id = $1",
        id
    )
    .unwrap()
    .unwrap()
}

fn asked(page: &Answer) -> Vec<String> {
    page.texts("main mark")
}

db_test!(what_seems_private_is_asked_about_before_volunteers_read_it, |db| async {
    let site = TestSite::new(db).await;
    let (mut browser, id) = request(&site).await;
    let address = format!("/staff/requests/{id}");
    let action = format!("{address}/approve");
    let page = browser.open(&address).await;
    assert_eq!(page.texts("textarea#volunteer_text"), [""], "the senior's own note is no text for volunteers");
    for (text, found) in [
        ("gunnel vill ut", "gunnel"),
        ("Ring 070 - 123 45 67", "070 - 123 45 67"),
        ("Skriv till a@example.se", "a@example.se"),
        ("portkod 1234", "portkod 1234"),
        ("Bor på kungsgatan", "kungsgatan"),
        ("Nyckeln under mattan", "Nyckeln under"),
    ] {
        let page = browser.open(&address).await;
        let back =
            browser.submit(&page, &action, &[("volunteer_text", text), ("risk", "1"), ("first_meeting", "")]).await;
        assert_eq!(asked(&back), [found], "{text}");
        assert_eq!(back.texts("textarea#volunteer_text"), [text], "nothing typed is lost");
        assert_eq!(kept(&site, &id).await, ("in_review".to_owned(), None, None), "{text}");
    }
    let meeting =
        [("volunteer_text", "En promenad."), ("risk", "1"), ("first_meeting", "Kungsgatan 12, Lena följer med")];
    let back = browser.submit(&page, &action, &meeting).await;
    assert_eq!(asked(&back), ["Kungsgatan 12"], "the first meeting too");
    // The tick is for what was asked about, and for nothing else.
    let right = back.attributes("input[name=first_meeting_right]", "value");
    assert_eq!(right, ["Kungsgatan 12"]);
    let more = [
        ("volunteer_text", "Gunnel vill ut."),
        ("risk", "1"),
        ("first_meeting", "Kungsgatan 12, Lena följer med"),
        ("first_meeting_right", "Kungsgatan 12"),
    ];
    let again = browser.submit(&back, &action, &more).await;
    assert_eq!(asked(&again), ["Gunnel", "Kungsgatan 12"], "{}", again.path);
    assert!(again.attributes("input[name=volunteer_text_right]", "checked").is_empty());
    assert_eq!(
        again.attributes("input[name=first_meeting_right]", "checked").len(),
        1,
        "what was said to be right stays so"
    );
    let sure = more.into_iter().chain([("volunteer_text_right", "Gunnel")]).collect::<Vec<_>>();
    let done = browser.submit(&again, &action, &sure).await;
    assert!(done.path.ends_with("notice=approved"), "{}", done.path);
    let (status, text, meeting) = kept(&site, &id).await;
    assert_eq!(status, "approved");
    assert_eq!(text.as_deref(), Some("Gunnel vill ut."));
    assert_eq!(meeting.as_deref(), Some("Kungsgatan 12, Lena följer med"));
});
