//! What every page of everybody tells the browser. The layers themselves are in `layers.rs`.

use crate::{
    access::paths,
    support::{Answer, Browser, TestSite},
};
use axum::http::StatusCode;
use ground::id::PersonId;
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
    let site = TestSite::new(app::checks::testing::fresh(app::checks::testing::Engine::Sqlite).await).await;
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
    let senior = site.person(frame::access::model::Role::Senior);
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
            assert!(name.starts_with("__Host-"), "{cookie}");
            seen.insert(name.to_owned());
        }
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), ["__Host-handslag", "__Host-lang"]);
});

#[tokio::test]
async fn whom_to_tell_of_a_weakness() {
    let site = TestSite::new(app::checks::testing::fresh(app::checks::testing::Engine::Sqlite).await).await;
    let path = "/.well-known/security.txt";
    assert_eq!(site.browser().get(path).await.status, StatusCode::NOT_FOUND, "nobody is invented");
    let contact = Some("mailto:it@example.se".to_owned());
    let external = server::ExternalConfig { security_contact: contact, ..server::ExternalConfig::default() };
    let told = Browser::new(server::router::with(site.ctx.clone(), external)).get(path).await;
    assert_eq!((told.status, told.header("content-type")), (StatusCode::OK, "text/plain; charset=utf-8"));
    let lines: Vec<&str> = told.body.lines().collect();
    assert_eq!(lines[0], "Contact: mailto:it@example.se");
    let until: jiff::Timestamp = lines[1].strip_prefix("Expires: ").unwrap().parse().unwrap();
    let days = (until.as_millisecond() - ground::clock::Clock::system().now().0) / 86_400_000;
    assert!((80..365).contains(&days), "{days}");
}

/// ASVS 5.0, 3.3 and 3.4, as an answer over https has them; the chapters stand in `ground::cookie` and `server::layers::headers`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn over_https_every_answer_and_every_cookie_is_as_asvs_has_them() {
    let mut site =
        TestSite::with_tls(app::checks::testing::fresh(app::checks::testing::Engine::Sqlite).await, true).await;
    site.limit(server::bounds::Bounds { sign_ins_per_minute: 10, ..server::bounds::Bounds::none() });
    let case = site.case().await;
    let mut cookies = BTreeSet::new();
    let mut seen = |answer: &Answer, at: &str| {
        let hsts = answer.header("strict-transport-security");
        let age: u64 = hsts.strip_prefix("max-age=").unwrap().split(';').next().unwrap().parse().unwrap();
        assert!(age >= 31_536_000 && hsts.ends_with("; includeSubDomains"), "3.4.1, {at}: {hsts}");
        assert_eq!(answer.header("access-control-allow-origin"), "", "3.4.2, {at}");
        let policy = answer.header("content-security-policy").to_owned();
        for (name, value) in [("object-src", "'none'"), ("base-uri", "'none'"), ("frame-ancestors", "'none'")] {
            assert_eq!(directive(&policy, name), value, "3.4.3, 3.4.6, {at}");
        }
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "3.4.4, {at}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "3.4.5, {at}");
        for cookie in answer.headers.get_all("set-cookie") {
            let cookie = cookie.to_str().unwrap();
            let (name, rest) = cookie.split_once('=').unwrap();
            let parts: BTreeSet<&str> = rest.split(';').map(str::trim).skip(1).collect();
            assert!(name.starts_with("__Host-"), "3.3.1, 3.3.3, {at}: {cookie}");
            for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
                // A removal needs only what lets the browser take it.
                let removal = parts.contains("Max-Age=0") && matches!(part, "HttpOnly" | "SameSite=Lax");
                assert!(removal || parts.contains(part), "3.3.1, 3.3.2, 3.3.4, {part} at {at}: {cookie}");
            }
            assert!(!cookie.to_ascii_lowercase().contains("domain"), "3.3.3, {at}: {cookie}");
            assert!(cookie.split(';').next().unwrap().len() < 4096, "3.3.5, {at}");
            // 3.3.4: what it holds stands in no page.
            let value = rest.split(';').next().unwrap();
            assert!(value.len() < 16 || !answer.body.contains(value), "3.3.4, {at}");
            cookies.insert(name.to_owned());
        }
    };
    let mut browser = site.browser_at("192.0.2.1");
    for path in [
        "/",
        "/demo",
        "/sign-in/some-link",
        "/nothing",
        "//nothing",
        "/healthz",
        "/readyz",
        "/site/none.css",
        "/api/none",
    ] {
        let answer = browser.get(path).await;
        seen(&answer, path);
    }
    for (path, fields) in [
        ("/demo/sign-in", vec![("person", case["coordinator"].as_str())]),
        ("/language", vec![("locale", "fi")]),
        ("/settings", vec![("text", "2"), ("theme", "dark"), ("listen", "off"), ("compact", "on"), ("locale", "sv")]),
        ("/staff/help/keys", vec![("keys", "off")]),
        ("/staff/help/keys", vec![("keys", "on")]),
        ("/sign-out", vec![]),
    ] {
        let answer = browser.post(path, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        seen(&answer, path);
    }
    let all = ["browser", "compact", "handslag", "keys", "lang", "listen", "text", "theme"];
    assert_eq!(cookies.into_iter().collect::<Vec<_>>(), all.map(|name| format!("__Host-{name}")));
    // And they are read again.
    let mut device = site.browser();
    device.cookies = [("__Host-lang", "fi"), ("theme", "dark")].map(|(a, b)| (a.to_owned(), b.to_owned())).into();
    let page = device.get("/").await;
    assert_eq!(
        (page.attributes("html", "lang"), page.attributes("html", "data-theme")),
        (vec!["fi".to_owned()], vec![])
    );
}
