//! What every page of everybody tells the browser. The layers themselves are in `layers.rs`.

use crate::{
    access::paths,
    support::{Answer, Browser, TestSite},
};
use app::common::id::PersonId;
use axum::http::StatusCode;
use std::collections::BTreeSet;

/// The directives of a policy, by name.
fn directive<'a>(policy: &'a str, name: &str) -> &'a str {
    let found = policy.split(';').map(str::trim).find_map(|part| part.strip_prefix(name)?.strip_prefix(' '));
    found.unwrap_or_else(|| panic!("no {name} in {policy}"))
}

fn nonce(scripts: &str) -> &str {
    let found = scripts.split(' ').find_map(|source| source.strip_prefix("'nonce-")?.strip_suffix('\''));
    found.unwrap_or_else(|| panic!("no nonce in {scripts}"))
}

fn common(answer: &Answer, at: &str) {
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "private, no-store"),
    ] {
        assert_eq!(answer.header(name), value, "{at}");
    }
    for feature in ["camera=()", "microphone=()", "geolocation=()", "payment=()"] {
        assert!(answer.header("permissions-policy").contains(feature), "{feature} at {at}");
    }
    let policy = answer.header("content-security-policy");
    assert_eq!(answer.headers.get_all("content-security-policy").iter().count(), 1, "{at}");
    assert!(
        !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'") && !policy.contains('*'),
        "{at}: {policy}"
    );
    for (name, value) in [
        ("default-src", "'none'"),
        ("style-src", "'self'"),
        ("connect-src", "'self'"),
        ("form-action", "'self'"),
        ("base-uri", "'none'"),
        ("frame-ancestors", "'none'"),
    ] {
        assert_eq!(directive(policy, name), value, "{at}");
    }
}

/// On `SQLite` alone: it is the pages that are looked at.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_of_everybody_has_its_headers_and_a_nonce_of_its_own() {
    let site = TestSite::new(app::db::testing::fresh(app::db::testing::Engine::Sqlite).await).await;
    let case = site.case().await;
    let (mut nonces, mut pages) = (BTreeSet::new(), 0);
    for who in ["nobody", "senior", "volunteer", "coordinator", "administrator"] {
        let mut browser = site.browser();
        if who != "nobody" {
            browser.sign_in(&PersonId::from(case[who].as_str())).await;
        }
        for path in paths("GET", &case) {
            let at = format!("{path} for {who}");
            let answer = browser.get(&path).await;
            common(&answer, &at);
            let policy = answer.header("content-security-policy").to_owned();
            let scripts = directive(&policy, "script-src");
            let html = answer.header("content-type").starts_with("text/html");
            if !html || answer.texts("script").is_empty() {
                // What is no page of the app, an error page among them, runs nothing.
                if !scripts.contains("'nonce-") {
                    assert_eq!(scripts, "'none'", "{at}");
                }
                continue;
            }
            assert!(scripts.contains("'strict-dynamic'") && scripts.contains("'wasm-unsafe-eval'"), "{at}");
            let nonce = nonce(scripts);
            assert!(nonce.len() >= 22, "{at}: {nonce}");
            assert!(nonces.insert(nonce.to_owned()), "{at}: the nonce came before");
            // Nowhere but in the header and in `nonce` attributes, which a browser hides: not in `crossorigin`, not in a script.
            let attributes = answer.body.matches(&format!(" nonce=\"{nonce}\"")).count();
            assert!(attributes > 0, "{at}");
            assert_eq!(answer.body.matches(nonce).count(), attributes, "{at}");
            for (name, value) in &answer.headers {
                let elsewhere =
                    name != "content-security-policy" && value.to_str().is_ok_and(|value| value.contains(nonce));
                assert!(!elsewhere, "{at}: {name}");
            }
            let with_nonce = answer.attributes("script", "nonce");
            assert_eq!(with_nonce.len(), answer.texts("script").len(), "{at}: a script without a nonce");
            assert!(with_nonce.iter().all(|known| known == nonce), "{at}");
            // All scripts stand in the body, and a browser finds as many nodes as the page says: else no program would begin.
            assert!(answer.body.ends_with("</script></body></html>"), "{at}");
            assert_eq!(answer.attributes("#app", "data-nodes"), [answer.nodes().to_string()], "{at}");
            // Nothing that the policy would refuse.
            assert!(answer.attributes("[style]", "style").is_empty() && answer.texts("style").is_empty(), "{at}");
            for handler in ["onclick", "onsubmit", "onload", "onerror", "onchange"] {
                assert!(answer.attributes(&format!("[{handler}]"), handler).is_empty(), "{at}");
            }
            pages += usize::from(answer.status == StatusCode::OK);
        }
    }
    assert!(pages > 60, "only {pages} pages were looked at");
}

// Cookies of ours: all of them on every answer of a sign-in, a change of language and of looks.
app::db_test!(cookies_are_for_this_host_and_not_for_scripts, |db| async {
    let site = TestSite::with_tls(db, true).await;
    let senior = site.person(app::access::model::Role::Senior);
    let mut browser = site.browser();
    let mut seen = BTreeSet::new();
    for (path, fields) in [
        ("/demo/sign-in", vec![("person", senior.as_str())]),
        ("/language", vec![("locale", "fi")]),
        ("/sign-out", vec![]),
    ] {
        let answer = browser.post(path, &fields).await;
        for cookie in answer.headers.get_all("set-cookie") {
            let cookie = cookie.to_str().unwrap();
            let (name, _) = cookie.split_once('=').unwrap();
            for attribute in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
                // A removal needs only what lets the browser take it.
                let removal = cookie.contains("Max-Age=0") && matches!(attribute, "HttpOnly" | "SameSite=Lax");
                assert!(removal || cookie.contains(attribute), "{attribute} in {cookie}");
            }
            assert!(!cookie.contains("Domain"), "{cookie}");
            assert!(name.starts_with("__Host-") || name == "lang", "{cookie}");
            seen.insert(name.to_owned());
        }
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), ["__Host-handslag", "lang"]);
});

#[tokio::test]
async fn whom_to_tell_of_a_weakness() {
    let site = TestSite::new(app::db::testing::fresh(app::db::testing::Engine::Sqlite).await).await;
    let path = "/.well-known/security.txt";
    assert_eq!(site.browser().get(path).await.status, StatusCode::NOT_FOUND, "nobody is invented");
    let contact = Some("mailto:it@example.se".to_owned());
    let outside = server::Outside { security_contact: contact, ..server::Outside::default() };
    let told = Browser::new(server::router::with(site.ctx.clone(), outside)).get(path).await;
    assert_eq!((told.status, told.header("content-type")), (StatusCode::OK, "text/plain; charset=utf-8"));
    let lines: Vec<&str> = told.body.lines().collect();
    assert_eq!(lines[0], "Contact: mailto:it@example.se");
    let until: jiff::Timestamp = lines[1].strip_prefix("Expires: ").unwrap().parse().unwrap();
    let days = (until.as_millisecond() - app::common::clock::Clock::system().now().0) / 86_400_000;
    assert!((80..365).contains(&days), "{days}");
}
