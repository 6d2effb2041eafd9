//! What was typed into a form that could not be taken is given back to its writer, and to nobody else.

use crate::support::{Answer, Browser, TestSite, as_person, change, text};
use axum::http::StatusCode;
use db::{Failure, exec, in_tx, row, rows};
use frame::access::model::Role;
use ground::id::PersonId;

const TYPED: &str = "Hon ramlade i trappan i går.";
const BY_SCRIPT: (&str, &str) = ("x-handslag-form", "1");

/// A session that is over, as after half an hour without a press.
async fn end_sessions(site: &TestSite) {
    let done: Result<(), Failure> = in_tx!(site.ctx.db, |tx| {
        exec!(tx, "DELETE FROM session")?;
        Ok(())
    });
    done.unwrap();
}

async fn rows_of(site: &TestSite) -> Vec<(String, String)> {
    let mut tx = site.ctx.db.read().await.unwrap();
    rows!(&mut tx, (String, String), "SELECT person_id, sealed FROM kept_form ORDER BY created_at, id").unwrap()
}

fn speaks_of(answer: &Answer) -> bool {
    answer.texts("main .box.info b").contains(&"Det du skrev finns kvar".to_owned())
}

app::db_test!(a_form_of_a_session_that_ended_is_given_back, |db| async {
    let site = TestSite::new(db).await;
    let case = site.case().await;
    for by_script in [false, true] {
        let mut browser = as_person(&site, &case["coordinator"]).await;
        let page = browser.open("/concern/new").await;
        let about = page.attributes("input[name=about]", "value").pop().unwrap_or_default();
        end_sessions(&site).await;
        if by_script {
            browser.headers.push((BY_SCRIPT.0, BY_SCRIPT.1.to_owned()));
        }
        let fields = [("body", TYPED), ("about", about.as_str()), ("danger", "no")];
        let refused = browser.submit(&page, "/concern", &fields).await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
        assert!(refused.body.contains("finns kvar i 24 timmar"), "{}", refused.body);
        assert!(!refused.body.contains(TYPED), "nobody is signed in: it is not shown");
        browser.headers.clear();
        // Sent once more, as script leaves it to the browser: still one.
        browser.submit(&page, "/concern", &fields).await;
        let kept = rows_of(&site).await;
        assert_eq!(kept.len(), 1);
        assert_eq!(kept[0].0, case["coordinator"]);
        assert!(!kept[0].1.contains("trappan"), "it is sealed");

        // Somebody else in the same browser learns nothing of it.
        let mut other = browser.clone();
        other.sign_in(&PersonId::from(case["coordinator2"].as_str())).await;
        assert!(!speaks_of(&other.open("/staff").await));
        assert!(!other.open("/kept").await.body.contains("trappan"));

        // Its writer is told at once, wherever they come to, and sends it.
        browser.sign_in(&PersonId::from(case["coordinator"].as_str())).await;
        assert!(speaks_of(&browser.open("/staff").await));
        let own = browser.open("/kept").await;
        assert!(own.body.contains(TYPED), "{}", own.body);
        assert_eq!(
            own.attributes("a.alone", "href"),
            ["/concern/new?kept=".to_owned()
                + &own.hidden("/concern").into_iter().find(|(name, _)| name == "@kept").unwrap().1]
        );
        let before = count_concerns(&site).await;
        let sent = browser.submit(&own, "/concern", &[]).await;
        assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
        assert_eq!(count_concerns(&site).await, before + 1, "{} {}", sent.path, sent.body);
        assert!(rows_of(&site).await.is_empty(), "what was sent is kept no longer");
        assert!(!speaks_of(&browser.open("/staff").await));
    }
});

async fn count_concerns(site: &TestSite) -> i64 {
    let mut tx = site.ctx.db.read().await.unwrap();
    row!(&mut tx, (i64,), "SELECT count(*) FROM concern").unwrap().unwrap().0
}

app::db_test!(a_form_that_one_may_not_send_any_more_shows_what_was_typed, |db| async {
    let site = TestSite::new(db).await;
    let case = site.case().await;
    // The role ends while the profile is written.
    let mut volunteer = as_person(&site, &case["volunteer2"]).await;
    let page = volunteer.open("/volunteer/profile").await;
    change(&site, "UPDATE role_assignment SET role = 'senior' WHERE person_id = $1", &case["volunteer2"]).await;
    let refused = volunteer.submit(&page, "/volunteer/profile", &[("about", "Jag bakar gärna & ofta")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.texts("blockquote").contains(&"Jag bakar gärna & ofta".to_owned()), "{}", refused.body);
    assert!(volunteer.open("/kept").await.texts("blockquote").contains(&"Jag bakar gärna & ofta".to_owned()));
    // The row is gone.
    let mut senior = as_person(&site, &case["senior"]).await;
    let page = senior.open(&format!("/visits/{}/feedback", case["visit"])).await;
    let action = format!("/visits/{}/feedback", case["visit"]);
    if page.status == StatusCode::OK && page.attributes("form", "action").contains(&action) {
        let gone = senior.post("/visits/no-such/feedback", &[("key", ""), ("text", "Det var trevligt.")]).await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND);
    }
    let gone = senior.post("/requests/no-such/answer", &[("answer", "Ja, det går bra.")]).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    assert!(gone.texts("blockquote").contains(&"Ja, det går bra.".to_owned()), "{}", gone.body);
    // An address that we do not have is that of no form.
    let nowhere = senior.post("/no-such-address", &[("answer", "Ja, det går bra.")]).await;
    assert_eq!((nowhere.status, nowhere.header("x-handslag-kept")), (StatusCode::NOT_FOUND, ""));
    // A bare press has nothing to keep.
    let before = rows_of(&site).await.len();
    assert_eq!(senior.post("/requests/no-such/undo", &[("key", "")]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(rows_of(&site).await.len(), before);
});

app::db_test!(what_one_typed_in_a_tab_is_kept_from_the_next_person, |db| async {
    let site = TestSite::new(db).await;
    let case = site.case().await;
    let mut tab = as_person(&site, &case["volunteer"]).await;
    let page = tab.open("/me").await;
    tab.sign_in(&PersonId::from(case["volunteer2"].as_str())).await;
    let refused = tab
        .submit(&page, "/me/contact", &[("phone", "070-174 06 58"), ("way_in", "Andra dörren"), ("locale", "sv")])
        .await;
    assert_eq!((refused.status, refused.header("x-handslag-kept")), (StatusCode::CONFLICT, "1"));
    assert!(refused.body.contains("för den som skrev det") && !refused.body.contains("Andra"), "{}", refused.body);
    assert!(!speaks_of(&tab.open("/me").await));
    let mut writer = as_person(&site, &case["volunteer"]).await;
    assert!(writer.open("/kept").await.body.contains("Andra dörren"));
    // Nobody forgets it but its writer.
    let id = text(&site, "SELECT id FROM kept_form WHERE person_id = $1", &case["volunteer"]).await;
    tab.post(&format!("/kept/{id}/remove"), &[]).await;
    assert_eq!(rows_of(&site).await.len(), 1);
    let own = writer.open("/kept").await;
    writer.submit(&own, &format!("/kept/{id}/remove"), &[]).await;
    assert!(rows_of(&site).await.is_empty());
});

app::db_test!(what_is_kept_ends_after_a_day_and_holds_no_secret, |db| async {
    let site = TestSite::new(db).await;
    let mut browser = site.signed_in(Role::Senior).await;
    let page = browser.open("/me").await;
    end_sessions(&site).await;
    // A link's secret is no words, and a device keeps what waits on it.
    assert_eq!(browser.post("/sign-in", &[("token", "Hemligt ord")]).await.status, StatusCode::NOT_FOUND);
    let mut device: Browser = browser.clone();
    device.headers.push(("x-handslag-waited", "12".to_owned()));
    device.submit(&page, "/me/contact", &[("way_in", "Andra dörren")]).await;
    assert!(rows_of(&site).await.is_empty());
    // A form from another site is none of ours.
    let key = page.hidden("/me/contact").into_iter().find(|(name, _)| name == "key").unwrap().1;
    let body: String = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("key", key.as_str()), ("way_in", "Andra")])
        .finish();
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "cross-site")];
    assert_eq!(
        browser.request(axum::http::Method::POST, "/me/contact", body, &headers).await.status,
        StatusCode::FORBIDDEN
    );
    assert!(rows_of(&site).await.is_empty());
    browser.submit(&page, "/me/contact", &[("way_in", "Fråga efter 420315-1234")]).await;
    assert_eq!(rows_of(&site).await.len(), 1);
    browser.sign_in(site.person(Role::Senior)).await;
    let own = browser.open("/kept").await;
    assert!(own.body.contains("Fråga efter") && !own.body.contains("420315"), "{}", own.body);
    site.ctx.clock.move_by_minutes(24 * 60 + 1);
    assert!(!speaks_of(&browser.open("/me").await));
    assert!(!browser.open("/kept").await.body.contains("Fråga efter"));
    assert!(server::jobs::round(&site.ctx, "a", None).await.unwrap());
    assert!(rows_of(&site).await.is_empty());
});

app::db_test!(what_was_typed_is_kept_when_the_language_changes, |db| async {
    let site = TestSite::new(db).await;
    let mut browser = site.signed_in(Role::Volunteer).await;
    let page = browser.open("/me").await;
    let key = page.hidden("/me/contact").into_iter().find(|(name, _)| name == "key").unwrap().1;
    let typed: String = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("key", key.as_str()), ("way_in", "Andra dörren")])
        .finish();
    let fields = [("locale", "fi"), ("to", "/me/contact"), ("typed", typed.as_str())];
    let finnish = browser.submit(&page, "/language", &fields).await;
    // The page is opened to go on with it: script fills it in (`app/worker/fill.js`).
    let id = finnish.path.strip_prefix("/me?kept=").unwrap_or_else(|| panic!("{}", finnish.path)).to_owned();
    assert!(finnish.body.contains(&format!("const id='{id}'")), "{}", finnish.body);
    let again = browser.get(&format!("/kept/{id}")).await;
    assert_eq!(again.body, r#"{"address":"/me/contact","page":"/me","fields":[["way_in","Andra dörren"]]}"#);
    let mut other = site.signed_in(Role::Senior).await;
    assert_eq!(other.get(&format!("/kept/{id}")).await.status, StatusCode::NOT_FOUND);
    assert!(!other.open(&format!("/me?kept={id}")).await.body.contains("const id="), "nothing is kept for them");
    assert_eq!(finnish.attributes("html", "lang"), ["fi"]);
    assert!(finnish.texts("main .box.info b").contains(&"Kirjoittamasi on tallessa".to_owned()), "{}", finnish.body);
    let kept = browser.open("/kept").await;
    assert!(kept.texts("blockquote").contains(&"Andra dörren".to_owned()), "{}", kept.body);
    // With nothing typed, and to nowhere of ours, there is nothing to keep.
    for (to, typed) in
        [("/me/contact", ""), ("//evil.example", "way_in=Tredje"), ("https://evil.example", "way_in=Tredje")]
    {
        let fields = [("locale", "sv"), ("to", to), ("typed", typed)];
        let page = browser.open("/me").await;
        browser.submit(&page, "/language", &fields).await;
    }
    assert_eq!(rows_of(&site).await.len(), 1);
});

app::db_test!(what_nobody_typed_is_kept_for_the_browser_when_the_language_changes, |db| async {
    let site = TestSite::new(db).await;
    let mut browser = site.browser();
    let page = browser.open("/volunteer/join").await;
    let fields = [("locale", "en"), ("to", "/volunteer/join"), ("typed", "given_name=Kajsa&note=420315-1234")];
    let english = browser.submit(&page, "/language", &fields).await;
    let id =
        english.path.strip_prefix("/volunteer/join?kept=").unwrap_or_else(|| panic!("{}", english.path)).to_owned();
    assert!(english.body.contains(&format!("const id='{id}'")), "{}", english.body);
    let again = browser.get(&format!("/kept/{id}")).await;
    let fields = r#"[["given_name","Kajsa"],["note","[…]"]]"#;
    assert_eq!(again.body, format!(r#"{{"address":"/volunteer/join","page":"/volunteer/join","fields":{fields}}}"#));
    for mut other in [site.browser(), site.signed_in(Role::Senior).await] {
        assert_eq!(other.get(&format!("/kept/{id}")).await.status, StatusCode::NOT_FOUND);
    }
    site.ctx.clock.move_by_minutes(24 * 60 + 1);
    assert_eq!(browser.get(&format!("/kept/{id}")).await.status, StatusCode::NOT_FOUND);
});

app::db_test!(what_is_ticked_in_a_report_is_kept_too, |db| async {
    let site = TestSite::new(db).await;
    let case = site.case().await;
    let mut browser = as_person(&site, &case["volunteer"]).await;
    let key =
        browser.open("/settings").await.hidden("/settings").into_iter().find(|(name, _)| name == "key").unwrap().1;
    end_sessions(&site).await;
    let action = format!("/volunteer/visits/{}/report", case["visit"]);
    let fields =
        [("key", key.as_str()), ("outcome", "as_planned"), ("kept", "money"), ("kept", "keys"), ("text", TYPED)];
    assert_eq!(browser.post(&action, &fields).await.status, StatusCode::UNAUTHORIZED);
    browser.sign_in(&PersonId::from(case["volunteer"].as_str())).await;
    let hidden = browser.open("/kept").await.hidden(&action);
    let ticked: Vec<&str> = hidden.iter().filter(|(name, _)| name == "kept").map(|(_, value)| value.as_str()).collect();
    assert_eq!(ticked, ["money", "keys"], "{hidden:?}");
});
