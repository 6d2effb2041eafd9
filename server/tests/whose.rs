//! A form is taken from the one whose page it stood on: a tab that one person left open changes nothing of the next who signs in in the
//! same browser.

use crate::{
    access::{askable, paths},
    support::{Answer, Browser, Case, TestSite, as_person, text},
};
use axum::http::StatusCode;
use db::row;
use frame::{
    access::model::Role,
    once::key::{self, Reader},
};
use ground::id::PersonId;
use std::collections::BTreeMap;

/// What stands in a form that the browser script sends.
const BY_SCRIPT: (&str, &str) = ("x-handslag-form", "1");

/// The key of a page's forms, as a page shows it.
async fn key_of(browser: &mut Browser) -> String {
    let page = browser.open("/settings").await;
    page.hidden("/settings").into_iter().find(|(name, _)| name == "key").unwrap().1
}

/// How many rows there are of what a change leaves behind it.
async fn left_behind(site: &TestSite) -> (i64, i64, i64, i64, i64) {
    let mut tx = site.ctx.db.read().await.unwrap();
    row!(
        &mut tx,
        (i64, i64, i64, i64, i64),
        "SELECT (SELECT count(*) FROM audit_entry), (SELECT count(*) FROM change_event), (SELECT count(*) FROM idempotency),
                (SELECT count(*) FROM form_draft), (SELECT count(*) FROM session)"
    )
    .unwrap()
    .unwrap()
}

/// One comes in by every page, and leaves by every page.
fn is_a_door(path: &str) -> bool {
    ["/sign-in", "/demo/sign-in", "/sign-out"].contains(&path)
}

fn is_look(path: &str) -> bool {
    ["/language", "/settings", "/settings/text"].contains(&path)
}

app::db_test!(every_form_of_every_page_is_its_readers, |db| async {
    let site = TestSite::new(db).await;
    let case = site.case().await;
    let mut forms = 0;
    for who in ["", "senior", "volunteer", "coordinator", "administrator"] {
        let mut browser = if who.is_empty() { site.browser() } else { as_person(&site, &case[who]).await };
        let expected = if who.is_empty() { Reader::Nobody } else { Reader::Person(PersonId::from(case[who].as_str())) };
        for path in paths("GET", &case) {
            if path.contains("stream") || path.starts_with("/api/") {
                continue;
            }
            let page = browser.get(&path).await;
            for (action, fields) in page.filled_forms() {
                let fields: BTreeMap<String, String> = fields.into_iter().collect();
                let key = fields.get("key").map(String::as_str).unwrap_or_default();
                let reader = key::reader(&site.ctx.config.secret, &site.municipality, key);
                assert_eq!(reader.as_ref(), Some(&expected), "{action} on {path}, {who}");
                forms += 1;
            }
        }
    }
    assert!(forms > 100, "hardly any form was found: {forms}");
});

/// Every address that takes posts, with the key of a page of somebody else, and of nobody.
async fn tried(site: &TestSite, case: &Case, keys: &[String], by_script: bool) -> usize {
    let mut tried = 0;
    for (path, may) in askable("POST", case) {
        for who in may.into_iter().filter(|who| *who != "other") {
            let anonymous = who == "anonymous";
            if is_a_door(&path) || anonymous && is_look(&path) {
                continue;
            }
            let mut browser = if anonymous { site.browser() } else { as_person(site, &case[who]).await };
            if by_script {
                browser.headers.push((BY_SCRIPT.0, BY_SCRIPT.1.to_owned()));
            }
            let before = left_behind(site).await;
            for key in keys.iter().take(if anonymous { 1 } else { 2 }) {
                let answer = browser.post(&path, &[("key", key)]).await;
                let expected = if anonymous { StatusCode::UNAUTHORIZED } else { StatusCode::CONFLICT };
                assert_eq!(answer.status, expected, "{path} by {who}: {}", answer.body);
                tried += 1;
            }
            assert_eq!(left_behind(site).await, before, "{path} by {who}");
        }
    }
    tried
}

/// On `SQLite` alone: it is decided before and beside the database, and the table is long.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_of_somebody_else_opens_no_address() {
    let site = TestSite::new(app::checks::testing::fresh(app::checks::testing::Engine::Sqlite).await).await;
    let case = site.case().await;
    // Somebody of the same municipality who is none of those in the table, and nobody.
    let mut somebody = site.signed_in(Role::Senior).await;
    let keys = [key_of(&mut somebody).await, key_of(&mut site.browser()).await];
    for by_script in [false, true] {
        let tried = tried(&site, &case, &keys, by_script).await;
        assert!(tried > 150, "hardly any address was tried: {tried}");
    }
}

/// The same browser with somebody else signed in, as by another tab.
async fn another_tab(browser: &Browser, person: &str) -> Browser {
    let mut tab = browser.clone();
    tab.sign_in(&PersonId::from(person)).await;
    tab
}

fn says_who(answer: &Answer, name: &str, typed: &str) {
    assert_eq!(answer.status, StatusCode::CONFLICT, "{}", answer.body);
    assert_eq!(answer.heading(), format!("Du är nu inloggad som {name}"));
    assert!(!answer.body.contains(typed), "what one person typed is shown to another");
}

app::db_test!(a_tab_that_was_left_open_changes_nothing_of_the_next_person, |db| async {
    let site = TestSite::new(db).await;
    let case = site.case().await;
    let (majken, siri) = (case["volunteer"].clone(), case["volunteer2"].clone());
    let mut tab = as_person(&site, &majken).await;
    let forms = [
        ("/me", "/me/contact", vec![("phone", "070-174 06 58"), ("way_in", "Portkod 4711")]),
        ("/volunteer/profile", "/volunteer/profile", vec![("about", "Majkens egna ord"), ("max_per_month", "7")]),
        ("/volunteer/profile", "/volunteer/pause", vec![("pause", "until")]),
        ("/settings", "/settings", vec![("text", "3"), ("locale", "fi")]),
        ("/settings", "/language", vec![("locale", "fi")]),
        ("/notifications", "/sign-out-everywhere", vec![]),
    ];
    let mut pages = Vec::new();
    for (path, _, _) in &forms {
        pages.push(tab.open(path).await);
    }
    let key = pages[0].hidden("/me/contact").into_iter().find(|(name, _)| name == "key").unwrap().1;
    let mut tab = another_tab(&tab, &siri).await;
    let person =
        "SELECT COALESCE(phone, '') || COALESCE(way_in, '') || COALESCE(about, '') || locale || COALESCE(text_size, '')
                  FROM person WHERE id = $1";
    let volunteer = "SELECT max_per_month || COALESCE(paused_until, '') FROM volunteer WHERE person_id = $1";
    let sessions = "SELECT CAST(count(*) AS TEXT) FROM session WHERE person_id = $1";
    let mut before = Vec::new();
    for sql in [person, volunteer, sessions] {
        before.push(text(&site, sql, &siri).await);
    }
    for (page, (_, action, fields)) in pages.iter().zip(&forms) {
        let typed = fields.first().map_or("no such words", |(_, typed)| typed);
        let typed = if typed.len() > 8 { typed } else { "no such words" };
        for by_script in [false, true] {
            tab.headers = if by_script { vec![(BY_SCRIPT.0, BY_SCRIPT.1.to_owned())] } else { Vec::new() };
            let all: Vec<(&str, &str)> = [("key", key.as_str())].into_iter().chain(fields.iter().copied()).collect();
            says_who(&tab.post(action, &all).await, "volunteer Prov", typed);
        }
        tab.headers.clear();
        if *action != "/sign-out-everywhere" {
            says_who(&tab.submit(page, action, fields).await, "volunteer Prov", typed);
        }
    }
    for (sql, before) in [person, volunteer, sessions].into_iter().zip(before) {
        assert_eq!(text(&site, sql, &siri).await, before, "{sql}");
    }
    // Whoever sees that page goes on with a page of their own.
    let own = tab.open("/me").await;
    let saved = tab.submit(&own, "/me/contact", &[("phone", "070-174 06 50"), ("locale", "sv")]).await;
    assert_eq!(saved.path, "/me?notice=saved", "{}", saved.body);
    assert!(text(&site, "SELECT phone FROM person WHERE id = $1", &siri).await.ends_with("701740650"));
    assert_eq!(text(&site, "SELECT phone FROM person WHERE id = $1", &majken).await, "");
});

app::db_test!(the_same_person_goes_on_with_a_page_of_before, |db| async {
    let site = TestSite::new(db).await;
    let mut browser = site.signed_in(Role::Senior).await;
    let page = browser.open("/me").await;
    browser.post("/sign-out", &[]).await;
    // Nobody is signed in: nothing is done in nobody's name, and no account is made of it.
    let nobody = browser.submit(&page, "/me/contact", &[("phone", "070-174 06 58"), ("locale", "sv")]).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
    let key = page.hidden("/me/contact").into_iter().find(|(name, _)| name == "key").unwrap().1;
    for path in ["/volunteer/join", "/accessibility/barrier"] {
        assert_eq!(browser.post(path, &[("key", &key)]).await.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    // How the device shows pages is nobody's.
    let chosen = browser.post("/language", &[("key", &key), ("locale", "fi")]).await;
    assert_eq!((chosen.status, browser.cookies.get("lang").map(String::as_str)), (StatusCode::SEE_OTHER, Some("fi")));
    browser.sign_in(site.person(Role::Senior)).await;
    let saved = browser.submit(&page, "/me/contact", &[("phone", "070-174 06 58"), ("locale", "sv")]).await;
    assert_eq!(saved.path, "/me?notice=saved", "{}", saved.body);
});

app::db_test!(a_form_with_a_file_is_its_readers_too, |db| async {
    let site = TestSite::new(db).await;
    let colleague = site.add(&site.municipality, Role::Administrator).await;
    let mut tab = site.signed_in(Role::Administrator).await;
    let page = tab.open("/admin/municipality/logo").await;
    let key = page.hidden("/admin/municipality/logo/save").into_iter().find(|(name, _)| name == "key").unwrap().1;
    let mut tab = another_tab(&tab, colleague.as_str()).await;
    let part =
        |name: &str, value: &str| format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let kind = ("content-type", "multipart/form-data; boundary=b");
    // Wherever in the form the key stands.
    for body in [[part("key", &key), part("alt", "Vapen")], [part("alt", "Vapen"), part("key", &key)]] {
        let body = body.concat() + "--b--\r\n";
        let headers = [kind, ("sec-fetch-site", "same-origin")];
        let answer = tab.request(axum::http::Method::POST, "/admin/municipality/logo/save", body, &headers).await;
        says_who(&answer, "administrator Prov", "Vapen");
    }
});

app::db_test!(two_presses_of_a_sign_up_open_one_account, |db| async {
    let site = TestSite::new(db).await;
    let case = site.case().await;
    let mut browser = site.browser();
    let page = browser.open("/volunteer/join").await;
    let forms = crate::support::filled(
        &page,
        &crate::support::Words {
            given_name: "Alva",
            family_name: "Ek",
            phone: "070-174 06 58",
            email: "alva@example.se",
            street: "Storgatan 1",
            text: "Hej",
        },
        0,
    );
    let (_, fields) = forms.into_iter().find(|(action, _)| action == "/volunteer/join").unwrap();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let first = browser.post("/volunteer/join", &fields).await;
    assert_eq!(first.header("location"), "/volunteer/join/thanks", "{}", first.body);
    // The first answer's cookie has come, its page not yet.
    let again = browser.post("/volunteer/join", &fields).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);
    assert_eq!(text(&site, "SELECT CAST(count(*) AS TEXT) FROM person WHERE given_name = $1", "Alva").await, "1");
    // Somebody else is signed in by now: nobody becomes a volunteer with what another one wrote.
    let mut tab = another_tab(&browser, &case["senior2"]).await;
    says_who(&tab.post("/volunteer/join", &fields).await, "senior Prov", "Storgatan");
});
